public import Basics
internal import Foundation
internal import Storage
package import Tokenization

/// Shows whether two corpora, however tokenized, have the same canonical text in a split.
package struct TextIdentity: Sendable {
    /// Unicode scalars, one for each `</s>` included, white space at the ends of segments left out, which tokenizers of
    /// words drop.
    package let characters: Int
    /// Scalars of white space at the ends of segments, which tokens that are characters have and others have not.
    package let edgeSpaces: Int
    /// SHA-256, in hexadecimal, of the tokens one after the other without white space: what no tokenizer may change.
    package let hash: String
}

extension Corpus {
    /// What the tokens of a split spell.
    package func textIdentity(of split: Split) throws -> TextIdentity {
        let types = try store.types()
        let stream = try store.tokens(of: split)
        let spellings = (0..<TokenID(types.count)).map { id -> [UInt8] in
            if id == Marker.segmentEnd { return [] }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: types[id].unicodeScalars.lazy.filter { !$0.properties.isWhitespace })
            return Array(String(text).utf8)
        }
        var sha = SHA256()
        var buffer: [UInt8] = []
        var edgeSpaces = 0
        // White space since the last other token, and whether that ended a segment.
        var spaces = 0
        var atStart = true
        for id in stream.ids {
            if id == Marker.segmentEnd {
                edgeSpaces += spaces
                (spaces, atStart) = (0, true)
            } else if spellings[Int(id)].isEmpty {
                spaces += types[id].unicodeScalars.count
            } else {
                if atStart { edgeSpaces += spaces }
                (spaces, atStart) = (0, false)
                buffer += spellings[Int(id)]
            }
            if buffer.count > 1 << 16 {
                sha.update(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        sha.update(buffer)
        return TextIdentity(
            characters: stream.characterCount - edgeSpaces, edgeSpaces: edgeSpaces,
            hash: hexadecimal(sha.finalize()))
    }

    /// Makes sure that bits per character of a split mean the same here and in another corpus.
    ///
    /// - Throws: `DifferentTextError` if the two tokenizers do not leave the same text.
    package func requireSameText(as other: Corpus, in split: Split) throws {
        let (here, there) = (try textIdentity(of: split), try other.textIdentity(of: split))
        guard here.characters != there.characters || here.hash != there.hash else { return }
        throw try DifferentTextError(self, here, other, there, split)
    }
}

/// Two databases whose bits per character would refer to different texts.
public struct DifferentTextError: ExplainedError {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public let kind = ErrorKind.badData

    init(_ a: Corpus, _ first: TextIdentity, _ b: Corpus, _ second: TextIdentity, _ split: Split) throws {
        let (left, right) = (a.store.path, b.store.path)
        fact =
            "the \(split.name) splits of \(left) (\(first.characters) characters) and \(right) (\(second.characters)) "
            + "are not the same text"
        let documents = try [a, b].map { Set(try $0.store.documents().map(\.sha256)) }
        guard documents[0] == documents[1] else {
            cause = "They were not made of the same documents."
            remedy = "See: gram info \(left), gram info \(right)"
            return
        }
        var causes: [String] = []
        var options: [String] = []
        let (x, y) = (a.tokenizer, b.tokenizer)
        if x.lettersOnly != y.lettersOnly {
            causes.append("only \(x.lettersOnly ? left : right) has letters alone")
            options.append("--letters-only")
        } else if x.dropsPunctuation != y.dropsPunctuation {
            causes.append("only \(x.dropsPunctuation ? left : right) dropped the punctuation")
            options.append("--letters-only (or words with --keep-punctuation)")
        }
        if x.letterCase != y.letterCase {
            causes.append("their --case differs")
            options.append("--case lower")
        }
        if x.normalization != y.normalization {
            causes.append("their --normalize differs")
            options.append("--normalize nfc")
        }
        if x.whiteSpace != y.whiteSpace {
            causes.append("their --white-space differs")
            options.append("--white-space collapse")
        }
        let splitting = try [a, b].map { try $0.store.splitting() }
        if x.segments != y.segments || splitting[0] != splitting[1] {
            causes.append("they are divided otherwise")
            options.append("--segments \(x.segments.rawValue) and the same --shares")
        }
        if causes.isEmpty {
            causes = ["the kinds of tokens leave different texts"]
            options = ["--letters-only"]
        }
        let list = causes.joined(separator: ", ")
        cause = list.prefix(1).uppercased() + list.dropFirst() + "."
        remedy = "Make both anew with options that agree: gram ingest … \(options.joined(separator: " "))"
    }
}

extension TokenizerSettings {
    /// Whether what is no word is left out of the text.
    fileprivate var dropsPunctuation: Bool { tokens == .words && !keepPunctuation && !lettersOnly }
}
