package import Tokenization

/// A kept text and where in it the tokens stand that it was cut into.
///
/// It is tokenized again, as far as it is asked for; what is in the database is the same tokens in the same order.
package struct AlignedText {
    /// In UTF-8.
    package let text: [UInt8]
    private let settings: TokenizerSettings
    private let tokenizer: Tokenizer
    private let alignment: SourceAlignment

    /// What is still to be tokenized, the next last.
    private var rest: [TextPiece]
    private var pieces: [Piece] = []
    /// Where in the text each segment ends that was met.
    private var segmentEnds: [Int] = []

    /// A piece of the text with its tokens.
    private struct Piece {
        /// Where it begins: which byte of the text, and which token, ends of segments counted.
        let start: Int
        let firstToken: Int
        let utf8: [UInt8]
        let tokenized: TokenizedPiece
    }

    /// The tokens of a segment in a piece, aligned last.
    private var lastAligned: (piece: Int, tokens: Range<Int>, places: [Range<Int>?])?

    /// Pieces are so long: short enough to be aligned in no time, long enough for tokenizing.
    private static let pieceSize = 1 << 14

    /// - Parameters:
    ///   - settings: those by which the text was cut, with the rule of segments of its document.
    ///   - tokenizer: for these settings.
    package init(_ text: [UInt8], settings: TokenizerSettings, tokenizer: Tokenizer, alignment: SourceAlignment) {
        self.text = text
        self.settings = settings
        self.tokenizer = tokenizer
        self.alignment = alignment
        rest = text.isEmpty ? [] : [TextPiece(utf8: text, firstLine: 1, segments: settings.segments)]
    }

    /// Where in the text a token stands; `nil` where it is not found, and for the end of a segment.
    /// - Parameter token: its number in the text, ends of segments counted.
    package mutating func place(ofToken token: Int) throws(TextError) -> Range<Int>? {
        guard let index = try piece(ofToken: token) else { return nil }
        let piece = pieces[index]
        let own = token - piece.firstToken
        if let last = lastAligned, last.piece == index, last.tokens.contains(own) {
            return last.places[own - last.tokens.lowerBound]
        }
        let ids = piece.tokenized.tokens
        guard ids[own] != Marker.segmentEnd else { return nil }
        var tokens = own..<own + 1
        while tokens.lowerBound > 0, ids[tokens.lowerBound - 1] != Marker.segmentEnd {
            tokens = tokens.lowerBound - 1..<tokens.upperBound
        }
        while tokens.upperBound < ids.count, ids[tokens.upperBound] != Marker.segmentEnd {
            tokens = tokens.lowerBound..<tokens.upperBound + 1
        }
        let segment = ids[..<own].count { $0 == Marker.segmentEnd }
        let ends = piece.tokenized.segmentEnds
        let start = segment > 0 ? Int(ends[segment - 1]) : 0
        let end = segment < ends.count ? Int(ends[segment]) : piece.utf8.count
        let places = try alignment.places(
            of: Array(ids[tokens]), types: piece.tokenized.types, in: Array(piece.utf8[start..<end])
        ).map { place in
            place.map { piece.start + start + $0.lowerBound..<piece.start + start + $0.upperBound }
        }
        lastAligned = (index, tokens, places)
        return places[own - tokens.lowerBound]
    }

    /// The bytes of the segment that a place of the text lies in, the end of the one before it left out.
    package mutating func segment(around place: Range<Int>) throws(TextError) -> Range<Int> {
        while segmentEnds.last ?? 0 < place.upperBound { guard try tokenizeMore() else { break } }
        var (low, high) = (0, segmentEnds.count)
        while low < high {
            let middle = (low + high) / 2
            if segmentEnds[middle] < place.upperBound { low = middle + 1 } else { high = middle }
        }
        return (low > 0 ? segmentEnds[low - 1] : 0)..<(low < segmentEnds.count ? segmentEnds[low] : text.count)
    }

    /// Whether a token is the end of a segment; `nil` where the text has no such token.
    package mutating func isSegmentEnd(token: Int) throws(TextError) -> Bool? {
        guard let index = try piece(ofToken: token) else { return nil }
        return pieces[index].tokenized.tokens[token - pieces[index].firstToken] == Marker.segmentEnd
    }

    /// How many tokens the text has, ends of segments counted.
    package mutating func tokenCount() throws(TextError) -> Int {
        while try tokenizeMore() {}
        return pieces.last.map { $0.firstToken + $0.tokenized.tokens.count } ?? 0
    }

    private mutating func piece(ofToken token: Int) throws(TextError) -> Int? {
        guard token >= 0 else { return nil }
        while (pieces.last.map { $0.firstToken + $0.tokenized.tokens.count } ?? 0) <= token {
            guard try tokenizeMore() else { return nil }
        }
        var (low, high) = (0, pieces.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if pieces[middle].firstToken <= token { low = middle } else { high = middle }
        }
        // Pieces without tokens begin at the same one.
        while low + 1 < pieces.count, pieces[low].firstToken + pieces[low].tokenized.tokens.count <= token { low += 1 }
        return low
    }

    /// - Returns: `false` where there is no more.
    private mutating func tokenizeMore() throws(TextError) -> Bool {
        guard var next = rest.popLast() else { return false }
        while next.utf8.count > Self.pieceSize, let (first, second) = next.halves(settings) {
            rest.append(second)
            next = first
        }
        let start = pieces.last.map { $0.start + $0.utf8.count } ?? 0
        let firstToken = pieces.last.map { $0.firstToken + $0.tokenized.tokens.count } ?? 0
        let tokenized = try tokenizer.tokenize(next)
        segmentEnds += tokenized.segmentEnds.map { start + Int($0) }
        pieces.append(Piece(start: start, firstToken: firstToken, utf8: next.utf8, tokenized: tokenized))
        return true
    }
}
