internal import Basics
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
        if tokenizer.tokens == .subwords { return identity(ofSubwords: stream, types) }
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

    /// The same of subwords, of which several may spell one character.
    private func identity(ofSubwords stream: TokenStream, _ types: TypeTable) -> TextIdentity {
        let spellings = (0..<TokenID(types.count)).map { SubwordText.bytes(of: types.utf8(of: $0)) }
        let putsSpaceBefore = tokenizer.subwords?.putsSpaceBefore ?? false
        var sha = SHA256()
        var edgeSpaces = 0
        for segment in stream.ids.split(separator: Marker.segmentEnd) {
            var text = String(decoding: segment.flatMap { spellings[Int($0)] }, as: UTF8.self).unicodeScalars[...]
            // It is not of the text, and not counted.
            if putsSpaceBefore, text.first == " " { text.removeFirst() }
            let inner = text.drop(while: \.properties.isWhitespace)
            let behind = inner.reversed().prefix(while: \.properties.isWhitespace).count
            edgeSpaces += text.count - inner.count + behind
            var kept = String.UnicodeScalarView()
            kept.append(contentsOf: inner.lazy.filter { !$0.properties.isWhitespace })
            sha.update(String(kept))
        }
        return TextIdentity(
            characters: stream.characterCount - edgeSpaces, edgeSpaces: edgeSpaces, hash: hexadecimal(sha.finalize()))
    }

    /// Makes sure that bits per character of a split mean the same here and in another corpus.
    ///
    /// - Throws: `CorpusError.differentText` if the two tokenizers do not leave the same text.
    package func requireSameText(as other: Corpus, in split: Split) throws {
        let (here, there) = (try textIdentity(of: split), try other.textIdentity(of: split))
        guard here.characters != there.characters || here.hash != there.hash else { return }
        throw CorpusError.differentText(
            split, store.path, characters: here.characters, other.store.path, otherCharacters: there.characters,
            try TextDifference.between(self, other))
    }
}

extension TextDifference {
    /// What makes different texts of two corpora.
    fileprivate static func between(_ a: Corpus, _ b: Corpus) throws -> [TextDifference] {
        let documents = try [a, b].map { Set(try $0.store.documents().map(\.sha256)) }
        guard documents[0] == documents[1] else { return [.documents] }
        let (left, right) = (a.store.path, b.store.path)
        let (x, y) = (a.tokenizer, b.tokenizer)
        var differences: [TextDifference] = []
        if x.lettersOnly != y.lettersOnly {
            differences.append(.lettersOnly(in: x.lettersOnly ? left : right))
        } else if x.dropsPunctuation != y.dropsPunctuation {
            differences.append(.punctuationDropped(in: x.dropsPunctuation ? left : right))
        }
        if x.letterCase != y.letterCase { differences.append(.letterCase) }
        if x.normalization != y.normalization { differences.append(.normalization) }
        if x.whiteSpace != y.whiteSpace { differences.append(.whiteSpace) }
        if x.apostrophes != y.apostrophes { differences.append(.apostrophes) }
        if x.hyphens != y.hyphens { differences.append(.hyphens) }
        if x.locale != y.locale { differences.append(.language) }
        if x.stripsMarks != y.stripsMarks { differences.append(.marks) }
        if x.keepsSymbols != y.keepsSymbols { differences.append(.symbols) }
        let splitting = try [a, b].map { try $0.store.splitting() }
        if x.blankLines != y.blankLines { differences.append(.blankLines) }
        if x.segments != y.segments || splitting[0] != splitting[1] { differences.append(.division(x.segments)) }
        return differences.isEmpty ? [.tokens] : differences
    }
}

extension TokenizerSettings {
    /// Whether what is no word is left out of the text.
    fileprivate var dropsPunctuation: Bool { tokens == .words && !keepPunctuation && !lettersOnly }
}
