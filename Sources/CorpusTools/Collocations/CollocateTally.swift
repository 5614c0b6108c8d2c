internal import Counting
internal import Tokenization

/// What one worker has counted near hits.
struct CollocateTally: Sendable {
    private let span: CollocationSpan
    /// How many counts each type has: of each offset, or of each side.
    let columns: Int
    private let hasOffsets: Bool
    /// By type and offset, or side.
    private(set) var near: [UInt32]
    /// By type: tokens that are part of a hit.
    private(set) var inNodes: [UInt32]
    /// By type: all tokens.
    private(set) var all: [UInt32]
    private(set) var hits = 0
    /// By type: the last run in which it stood near a hit.
    private var lastRun: [Int32]
    private var found: [TokenID] = []

    init(span: CollocationSpan, idCount: Int) {
        self.span = span
        hasOffsets = span.offsets != nil
        columns = span.offsets?.count ?? 2
        near = Array(repeating: 0, count: idCount * columns)
        inNodes = Array(repeating: 0, count: idCount)
        all = Array(repeating: 0, count: idCount)
        lastRun = Array(repeating: -1, count: idCount)
    }

    /// Counts what is near the hits of a run.
    ///
    /// - Parameter hits: in the order of their beginnings.
    /// - Returns: the types near them, each once.
    mutating func add(_ run: TokenRun, hits: [Range<Int>]) -> [TokenID] {
        for id in run.ids { all[Int(id)] += 1 }
        self.hits += hits.count
        guard !hits.isEmpty else { return [] }
        found = []
        var (previous, next) = (0, 0)
        while next < hits.count {
            // Hits that overlap are one stretch without collocates.
            var node = hits[next]
            next += 1
            while next < hits.count, hits[next].lowerBound < node.upperBound {
                node = node.lowerBound..<max(node.upperBound, hits[next].upperBound)
                next += 1
            }
            addGap(in: run, previous..<node.lowerBound, followsNode: previous > 0, precedesNode: true)
            for id in run.ids[node] { inNodes[Int(id)] += 1 }
            previous = node.upperBound
        }
        addGap(in: run, previous..<run.ids.count, followsNode: true, precedesNode: false)
        return found
    }

    /// Counts the tokens between two nodes that are near one of them, each for the nearest.
    private mutating func addGap(in run: TokenRun, _ gap: Range<Int>, followsNode: Bool, precedesNode: Bool) {
        let rightEnd = followsNode ? gap.lowerBound + min(span.right, gap.count) : gap.lowerBound
        let leftStart = precedesNode ? gap.upperBound - min(span.left, gap.count) : gap.upperBound
        // Between a node and what is near it stands no end of a segment.
        let firstEnd = run.ids[gap.lowerBound..<rightEnd].firstIndex(of: Marker.segmentEnd) ?? rightEnd
        let lastEnd = run.ids[leftStart..<gap.upperBound].lastIndex(of: Marker.segmentEnd).map { $0 + 1 } ?? leftStart
        for place in gap.lowerBound..<firstEnd {
            let (after, before) = (place - gap.lowerBound + 1, gap.upperBound - place)
            add(run.ids[place], at: place >= lastEnd && before <= after ? -before : after, run.index)
        }
        for place in max(firstEnd, lastEnd)..<gap.upperBound {
            add(run.ids[place], at: place - gap.upperBound, run.index)
        }
    }

    @inline(__always)
    private mutating func add(_ id: TokenID, at offset: Int, _ run: Int) {
        let place =
            hasOffsets ? (offset < 0 ? offset + span.left : offset + span.left - 1) : (offset < 0 ? 0 : 1)
        near[Int(id) * columns + place] += 1
        let index = Int32(truncatingIfNeeded: run)
        if lastRun[Int(id)] != index {
            lastRun[Int(id)] = index
            found.append(id)
        }
    }
}
