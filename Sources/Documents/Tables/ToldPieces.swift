/// Cuts a document that tells its tokens into parts that are read by themselves: where segments end, or, in a segment longer
/// than a part is to be, before a token.
package struct ToldPieces: Sendable {
    /// A part of the source.
    package struct Part: Sendable {
        package let source: ArraySlice<UInt8>
        /// Whether its last segment goes on in the next part, which begins with a token of it.
        package let leavesSegmentOpen: Bool
    }

    private var rest: ArraySlice<UInt8>
    private let format: TextFormat
    private let pieceSize: Int

    /// - Parameter pieceSize: bytes that a part has at most, where it can be cut.
    package init(_ source: ArraySlice<UInt8>, format: TextFormat, pieceSize: Int) {
        precondition(pieceSize > 0)
        rest = source
        self.format = format
        self.pieceSize = pieceSize
    }

    /// The next part; `nil` after the last.
    /// - Complexity: linear in the part's length and in that of the line after it.
    package mutating func next() -> Part? {
        guard !rest.isEmpty else { return nil }
        let cut = cut()
        let part = Part(source: rest[..<cut.position], leavesSegmentOpen: cut.isInside)
        rest = rest[cut.position...]
        return part
    }

    /// The last end of a segment within the size, else the last token there, else the first of both beyond.
    private func cut() -> (position: Int, isInside: Bool) {
        guard rest.count > pieceSize else { return (rest.endIndex, false) }
        let limit = rest.startIndex + pieceSize
        var lines = ToldLines(format)
        var segmentEnd: Int?
        var tokenStart: Int?
        var isInSegment = false
        var start = rest.startIndex
        while start < rest.endIndex {
            let (line, end) = rest.line(from: start)
            if start > limit {
                if let segmentEnd { return (segmentEnd, false) }
                if let tokenStart { return (tokenStart, true) }
            }
            switch lines.kind(of: line) {
            case .token(let token):
                if isInSegment, segmentEnd == nil, start <= limit || tokenStart == nil, Self.beginsWithLetter(token) {
                    tokenStart = start
                }
                isInSegment = true
            case .segmentEnd(let isOfSegment):
                let position = isOfSegment ? end : start
                if isInSegment, position <= limit || segmentEnd == nil && tokenStart == nil { segmentEnd = position }
                isInSegment = false
            case .other: break
            }
            start = end
        }
        if let segmentEnd, segmentEnd < rest.endIndex { return (segmentEnd, false) }
        return tokenStart.map { ($0, true) } ?? (rest.endIndex, false)
    }

    /// Whether tokenizing leaves something of a token in any case.
    private static func beginsWithLetter(_ token: ArraySlice<UInt8>) -> Bool {
        guard let first = String(decoding: token.prefix(4), as: UTF8.self).unicodeScalars.first else { return false }
        return first.properties.isAlphabetic && first.properties.canonicalCombiningClass == .notReordered
    }
}
