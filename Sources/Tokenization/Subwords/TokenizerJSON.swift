/// A `tokenizer.json` of Hugging Face's tokenizers.
///
/// What it has besides its vocabulary is read by ``TokenizerJSONSteps``. Its post-processor, padding and truncation are about
/// the bounds of a text, and its decoder about the way back: they are not read.
struct TokenizerJSON {
    private let root: JSONValue
    private let model: JSONValue
    private let isOfBytes: Bool
    private let steps: [SubwordStep]

    private static let format = "tokenizer.json"

    /// - Throws: `SubwordFileError`.
    init(_ bytes: [UInt8]) throws(SubwordFileError) {
        guard let root = JSONReader.value(of: bytes) else {
            throw .damaged(format: Self.format, what: "it is no JSON")
        }
        guard let model = root["model"], case .object = model else { throw .unknownFormat }
        self.root = root
        self.model = model
        steps = try TokenizerJSONSteps.all(of: root)
        isOfBytes = steps.contains { if case .byteLevel = $0 { true } else { false } }
    }

    /// What the file says.
    /// - Throws: `SubwordFileError`.
    func form(named name: String) throws(SubwordFileError) -> SubwordForm {
        // Early files do not name the kind of their model, which was this one.
        let kind = model["type"]?.text ?? "BPE"
        var form: SubwordForm
        switch kind {
        case "BPE": form = try pairEncoding(name)
        case "Unigram": form = try unigram(name)
        default: throw .unsupported("a model of kind \(kind)")
        }
        form.steps = steps
        if isOfBytes, form.method == .unigram { throw .unsupported("Unigram pieces of bytes") }
        form.isOfBytes = isOfBytes
        form.marksSpaces = !isOfBytes && steps.contains(where: \.marksSpaces)
        if isOfBytes {
            for (id, piece) in form.pieces.enumerated() {
                if let bytes = ByteLevelAlphabet.bytes(of: piece) {
                    form.pieces[id] = bytes
                } else if form.kinds[id] == .normal {
                    // It is never met among bytes: an added token, which is found before.
                    form.kinds[id] = .control
                }
            }
        }
        try addTokens(to: &form)
        return form
    }

    // MARK: Kinds of models

    private func pairEncoding(_ name: String) throws(SubwordFileError) -> SubwordForm {
        if let dropout = model["dropout"]?.number, dropout > 0 { throw .unsupported("dropout, which draws lots") }
        for key: StaticString in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let mark = model[key]?.text, !mark.isEmpty { throw .unsupported("the \(key) '\(mark)'") }
        }
        guard case .object(let entries)? = model["vocab"], case .array(let merges)? = model["merges"] else {
            throw .damaged(format: Self.format, what: "it has no vocabulary and merges")
        }
        var form = SubwordForm(name: name, method: .merges)
        form.ignoresMerges = model["ignore_merges"]?.bool ?? false
        form.fusesUnknown = model["fuse_unk"]?.bool ?? false
        form.fallsBackToBytes = model["byte_fallback"]?.bool ?? false
        var ids: [[UInt8]: UInt32] = [:]
        for (piece, value) in entries {
            guard let id = value.id, Int(id) < SubwordModel.largestVocabulary else {
                throw .damaged(format: Self.format, what: "the number of '\(String(decoding: piece, as: UTF8.self))'")
            }
            ids[piece] = id
            form.set(piece, .normal, id: id)
        }
        for (rank, merge) in merges.enumerated() {
            guard let (left, right) = Self.pair(merge), let first = ids[left], let second = ids[right],
                let result = ids[left + right]
            else { throw .damaged(format: Self.format, what: "merge \(rank) is not one of pieces") }
            form.merges.append((first, second, result))
        }
        if let unknown = model["unk_token"]?.text, let id = ids[Array(unknown.utf8)] {
            form.kinds[Int(id)] = .unknown
        }
        if form.fallsBackToBytes { form.takeBytes() }
        return form
    }

    private static func pair(_ merge: JSONValue) -> ([UInt8], [UInt8])? {
        switch merge {
        case .array(let parts):
            guard parts.count == 2, case .string(let left) = parts[0], case .string(let right) = parts[1] else {
                return nil
            }
            return (left, right)
        case .string(let text):
            let parts = text.split(separator: 0x20, omittingEmptySubsequences: false)
            return parts.count == 2 ? (Array(parts[0]), Array(parts[1])) : nil
        default: return nil
        }
    }

    private func unigram(_ name: String) throws(SubwordFileError) -> SubwordForm {
        guard case .array(let entries)? = model["vocab"], entries.count <= SubwordModel.largestVocabulary else {
            throw .damaged(format: Self.format, what: "it has no vocabulary")
        }
        var form = SubwordForm(name: name, method: .unigram)
        // Unknown characters that stand together are one there in any case.
        form.fusesUnknown = true
        form.fallsBackToBytes = model["byte_fallback"]?.bool ?? false
        for entry in entries {
            guard let parts = entry.array, parts.count == 2, case .string(let piece) = parts[0],
                let score = parts[1].number, score.isFinite
            else { throw .damaged(format: Self.format, what: "entry \(form.pieces.count) of its vocabulary") }
            form.pieces.append(piece)
            form.kinds.append(.normal)
            form.scores.append(score)
        }
        if let unknown = model["unk_id"]?.id, Int(unknown) < form.kinds.count { form.kinds[Int(unknown)] = .unknown }
        if form.fallsBackToBytes { form.takeBytes() }
        return form
    }

    // MARK: Added tokens

    private func addTokens(to form: inout SubwordForm) throws(SubwordFileError) {
        for entry in root["added_tokens"]?.array ?? [] {
            guard let id = entry["id"]?.id, Int(id) < SubwordModel.largestVocabulary,
                let content = entry["content"]?.text, !content.isEmpty
            else { throw .damaged(format: Self.format, what: "its added tokens") }
            if entry["single_word"]?.bool == true { throw .unsupported("the token '\(content)' as a word by itself") }
            if Int(id) >= form.pieces.count || form.kinds[Int(id)] != .unknown {
                form.set(Array(content.utf8), .control, id: id)
            }
            form.addedTokens.append(
                SubwordForm.AddedToken(
                    id: id, content: content, isNormalized: entry["normalized"]?.bool ?? false,
                    takesSpaceBefore: entry["lstrip"]?.bool ?? false, takesSpaceAfter: entry["rstrip"]?.bool ?? false))
        }
    }
}

extension SubwordForm {
    /// Enters a piece where its number says; what has no piece in between is never met.
    fileprivate mutating func set(_ piece: [UInt8], _ kind: Kind, id: UInt32) {
        while pieces.count <= Int(id) {
            pieces.append([])
            kinds.append(.control)
            if method == .unigram { scores.append(0) }
        }
        pieces[Int(id)] = piece
        kinds[Int(id)] = kind
    }

    /// Takes pieces that are written as bytes for those.
    fileprivate mutating func takeBytes() {
        for (id, piece) in pieces.enumerated() where kinds[id] == .normal && piece.count == 6 {
            let bytes = SubwordText.bytes(of: piece)
            guard bytes.count == 1 else { continue }
            pieces[id] = bytes
            kinds[id] = .byte
        }
    }
}

extension SubwordStep {
    /// Whether it puts ▁ where there was a space.
    fileprivate var marksSpaces: Bool {
        switch self {
        case .metaspace, .replace(.literal(" "), with: "▁"), .replace(.expression(" "), with: "▁"): true
        default: false
        }
    }
}
