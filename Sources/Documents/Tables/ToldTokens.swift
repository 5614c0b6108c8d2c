/// The tokens that CoNLL-U or vertical text tells: as a text of a segment a line and a space between tokens, and where in the
/// source they stand.
///
/// The source may be a whole document, or a part that ``ToldPieces`` cut out of it: the tokens of the parts are those of the
/// whole.
package struct ToldTokens: Sendable {
    /// A segment a line. A space inside of a token is a no-break space, so that it stays one.
    package private(set) var utf8: [UInt8] = []
    /// For each segment, where its line ends in `utf8` and where it ends in the source.
    private var ends: [(told: Int, source: Int)] = []
    /// For each token, where its line begins in the source.
    private var lineStarts: [Int] = []
    private let sourceCount: Int

    /// - Parameter leavesSegmentOpen: whether the last segment goes on in another part.
    package init(_ source: [UInt8], format: TextFormat, leavesSegmentOpen: Bool = false) {
        sourceCount = source.count
        var lines = ToldLines(format)
        source.forEachLine { line, end in
            switch lines.kind(of: line) {
            case .token(let token):
                // As good as no token has a space.
                let words =
                    token.contains(where: \.isASCIISpace) ? token.split(whereSeparator: \.isASCIISpace) : [token]
                guard words.contains(where: { !$0.isEmpty }) else { return }
                lineStarts.append(line.startIndex)
                if !isAtStart { utf8.append(0x20) }
                for (index, word) in words.enumerated() {
                    if index > 0 { utf8 += [0xC2, 0xA0] }
                    utf8 += word
                }
            case .segmentEnd(let isOfSegment): endSegment(at: isOfSegment ? end : line.startIndex)
            case .other: break
            }
        }
        if leavesSegmentOpen {
            if !isAtStart { utf8.append(0x20) }
        } else {
            endSegment(at: sourceCount)
        }
    }

    /// Whether the next token is the first of a segment.
    private var isAtStart: Bool { utf8.last ?? 0x0A == 0x0A }

    private mutating func endSegment(at position: Int) {
        guard !isAtStart else { return }
        utf8.append(0x0A)
        ends.append((utf8.count, position))
    }

    /// Where in the source a segment ends whose line ends at a place of `utf8`.
    package func sourceEnd(ofLineEndingAt place: Int) -> Int {
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle].told < place { low = middle + 1 } else { high = middle }
        }
        return low < ends.count ? ends[low].source : sourceCount
    }

    /// Where the source can be cut before the token that stands at a place of `utf8`.
    package func sourceStart(ofTokenAt place: Int) -> Int {
        guard place > 0 else { return 0 }
        return utf8[place - 1] == 0x0A ? sourceEnd(ofLineEndingAt: place) : sourceLine(ofTokenAt: place)
    }

    /// Where in the source the line of the token begins that stands at a place of `utf8`.
    package func sourceLine(ofTokenAt place: Int) -> Int {
        let token = utf8[..<place].count { $0 == 0x20 || $0 == 0x0A }
        return token < lineStarts.count ? lineStarts[token] : sourceCount
    }
}
