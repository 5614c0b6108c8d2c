internal import Tokenization

/// Where a document of several segments is cut by shares of its tokens: at the nearest segment ends.
///
/// A split to which four fifths of a segment are due or more gets one, even where both cuts are nearest to one end: a
/// text of eight paragraphs has a valid and a test split.
///
/// Where tokens are subwords, shares are of the canonical text's characters: what subwords are trained on does not depend on
/// what they become.
struct ShareCuts {
    private let document: ReadDocument
    private let spool: TokenSpool
    private let byCharacters: Bool
    /// For each piece and the document's end, the tokens and segment ends before it.
    private var before: [(tokens: Int, segments: Int)] = [(0, 0)]

    /// - Parameter byCharacters: whether shares are of characters; then the lengths of segments are in the spool.
    init(_ document: ReadDocument, in spool: TokenSpool, byCharacters: Bool = false) {
        self.document = document
        self.spool = spool
        self.byCharacters = byCharacters
        for piece in document.pieces {
            let last = before[before.count - 1]
            before.append((last.tokens + piece.tokens.count - piece.segments, last.segments + piece.segments))
        }
    }

    /// - Returns: how many of the first segments are train, and how many train or valid.
    func cuts(_ shares: [Int]) throws -> (train: Int, valid: Int) {
        guard document.segmentCount > 0 else { return (0, 0) }
        let sum = shares.reduce(0, +)
        var train = try segments(nearestTo: shares[0], of: sum)
        var valid = try max(train, segments(nearestTo: shares[0] + shares[1], of: sum))
        let count = document.segmentCount
        func isDue(_ split: Split) -> Bool {
            let share = shares[split.rawValue]
            return share > 0 && Double(share) * Double(count) >= 0.8 * Double(sum)
        }
        if isDue(.test) { valid = min(valid, count - 1) }
        if isDue(.valid), train >= valid {
            if valid + 1 < count || valid < count && !isDue(.test) { valid += 1 } else { train = valid - 1 }
        }
        return (min(train, valid), valid)
    }

    /// How many segments end up to the end that is nearest to a part of the tokens; of two as near the first, but that empty
    /// segments stay with what stands before them.
    private func segments(nearestTo part: Int, of sum: Int) throws -> Int {
        // Empty segments at either end of the text belong to what has all of it.
        if part == 0 { return 0 }
        if part == sum { return document.segmentCount }
        if byCharacters { return try segments(nearestToCharacters: part, of: sum) }
        let target = before[before.count - 1].tokens * part
        let piece = before.indices.dropLast().last { before[$0].tokens * sum <= target } ?? 0
        var below = (tokens: 0, segments: 0)
        var above: (tokens: Int, segments: Int)?
        for end in try ends(inPiece: piece) {
            if end.tokens * sum <= target { below = end } else { above = above ?? end }
        }
        if below.segments == 0, let earlier = document.pieces.prefix(piece).lastIndex(where: { $0.segments > 0 }) {
            below = try ends(inPiece: earlier).last ?? below
        }
        if above == nil,
            let later = document.pieces.indices.dropFirst(piece + 1).first(where: { document.pieces[$0].segments > 0 })
        {
            above = try ends(inPiece: later).first
        }
        guard let above else { return below.segments }
        return target - below.tokens * sum <= above.tokens * sum - target ? below.segments : above.segments
    }

    /// The same by characters.
    private func segments(nearestToCharacters part: Int, of sum: Int) throws -> Int {
        let target = document.segmentLengths.sum * part
        var lengths = document.segmentLengths.reader(in: spool)
        var (segments, characters) = (0, 0)
        while segments < document.segmentCount {
            let next = characters + (try lengths.next())
            if next * sum > target { return target - characters * sum <= next * sum - target ? segments : segments + 1 }
            (segments, characters) = (segments + 1, next)
        }
        return segments
    }

    /// For each segment end in a piece, the tokens and segments of the document up to it.
    private func ends(inPiece piece: Int) throws -> [(tokens: Int, segments: Int)] {
        var (tokens, segments) = before[piece]
        var ends: [(tokens: Int, segments: Int)] = []
        for token in try spool.tokens(of: document.pieces[piece].tokens) {
            if token == Marker.segmentEnd {
                segments += 1
                ends.append((tokens, segments))
            } else {
                tokens += 1
            }
        }
        return ends
    }
}
