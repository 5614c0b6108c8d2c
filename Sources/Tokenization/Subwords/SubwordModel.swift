internal import Basics
internal import Foundation
internal import Synchronization

/// A tokenizer of subwords: a vocabulary, and how a text is cut into what is in it.
///
/// It is trained on a text, as byte-pair encoding (Sennrich, Haddow & Birch 2016) of bytes (Radford et al. 2019), or read from
/// a file of another tool. Two are equal if they cut all texts alike, whatever they are called.
///
/// ```swift
/// let model = try SubwordModel(reading: bytes, named: "tokenizer.json")
/// let tokenizer = try Tokenizer(TokenizerSettings(subwords: model))
/// ```
public final class SubwordModel: Sendable {
    let form: SubwordForm
    /// SHA-256, in hexadecimal, of everything but its name.
    package let hash: String
    private let made = Mutex<SubwordTables?>(nil)

    init(_ form: SubwordForm) {
        self.form = form
        var nameless = form
        nameless.name = ""
        hash = contentFingerprint(Array(sortedJSON(nameless).utf8))
    }

    /// What it is called: `bpe:8000`, or the name of its file.
    public var name: String { form.name }

    /// How many subwords it knows, those that it never makes of a text included.
    public var vocabularySize: Int { form.pieces.count }

    /// All that a text may become, as types.
    package var types: [String] {
        let added = Set(form.addedTokens.map(\.id))
        let tables = tables
        return form.pieces.indices.compactMap { id in
            let isMade = form.kinds[id] != .control && form.kinds[id] != .unused || added.contains(SubwordID(id))
            let text = tables.texts[tables.starts[id]..<tables.starts[id + 1]]
            return isMade && !text.isEmpty ? String(decoding: text, as: UTF8.self) : nil
        }
    }

    /// Whether a space is put before a text, which is none of its own.
    package var putsSpaceBefore: Bool {
        form.steps.contains { step in
            switch step {
            case .byteLevel(addsPrefixSpace: true, _), .prepend: true
            case .metaspace(let prefix, _): prefix != .never
            case .sentencePiece(_, let addsPrefix, _, _): addsPrefix
            default: false
            }
        }
    }

    /// Whether a text can be cut before a space between two ASCII letters: both parts, by themselves, give the subwords of the
    /// whole.
    var dividesAtSpaces: Bool { form.isPlain }

    /// What texts are cut by; made when it is first asked for.
    var tables: SubwordTables {
        made.withLock { made in
            if let made { return made }
            let tables = SubwordTables(form)
            made = tables
            return tables
        }
    }

    /// What cuts a text into words alone, whose counts a vocabulary is trained on.
    package static let words = SubwordModel(
        SubwordForm(name: "words", method: .words, isOfBytes: true, steps: SubwordForm.plainSteps))
}

extension SubwordModel: Hashable {
    public static func == (a: SubwordModel, b: SubwordModel) -> Bool { a === b || a.hash == b.hash }
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension SubwordModel: Codable {
    public convenience init(from decoder: any Decoder) throws { self.init(try SubwordForm(from: decoder)) }
    public func encode(to encoder: any Encoder) throws { try form.encode(to: encoder) }
}

extension SubwordForm {
    /// GPT-2's words, and nothing besides.
    static let plainSteps = [SubwordStep.byteLevel(addsPrefixSpace: false, splits: true)]

    /// Whether words are GPT-2's, and nothing else is done to a text.
    var isPlain: Bool { steps == Self.plainSteps && addedTokens.isEmpty }
}
