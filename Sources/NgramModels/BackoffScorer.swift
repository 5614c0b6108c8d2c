internal import LanguageModeling
internal import Tokenization

/// Walks a stream with the longest stored context as its state.
struct BackoffScorer: Scorer {
    private let model: BackoffModel
    private var state: WalkState

    init(_ model: BackoffModel) {
        self.model = model
        state = .segmentStart(order: model.shape.order)
    }

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        switch model.ngrams {
        case .estimated(let ngrams): ngrams.scores(of: events, from: &state, logPenalty: model.logPenalty)
        case .packed(let ngrams): ngrams.scores(of: events, from: &state, logPenalty: model.logPenalty)
        }
    }
}

/// Where a walk along a text stands.
struct WalkState {
    /// The longest stored context that ends the history; `none` for the empty one.
    var context: Int
    /// Words since the segment began, `<s>` included.
    var available: Int

    static let none = -1

    static func segmentStart(order: Int) -> WalkState {
        WalkState(context: order > 1 ? Int(Marker.segmentStart) : none, available: 1)
    }
}

/// A model in memory.
protocol WalkedStorage: BackoffStorage where Failure == Never {
    /// ``suffix(of:)`` without a branch, which would wait for memory: `WalkState.none` where there is none.
    func shorter(_ node: Int) -> Int
    /// The same of a context, from beside its weight.
    func shorterContext(_ context: Int) -> Int
}

extension EstimatedNgrams: WalkedStorage {
    @inline(__always)
    func shorter(_ node: Int) -> Int { Int(Int32(bitPattern: suffixes[node])) }
    @inline(__always)
    func shorterContext(_ context: Int) -> Int { shorter(context) }
}

extension PackedNgrams: WalkedStorage {
    @inline(__always)
    func shorter(_ node: Int) -> Int { Int(Int32(bitPattern: entries[3 &* node &+ 2])) }
    @inline(__always)
    func shorterContext(_ context: Int) -> Int { Int(Int32(bitPattern: contexts[3 &* context &+ 2])) }
}

/// One of several places of a text from which it is scored at the same time.
private struct Lane {
    /// The event asked for next, and the first of another lane.
    var position: Int
    let end: Int
    /// Earlier events are read for the state they leave alone.
    let firstScored: Int
    var state: WalkState
    /// The weights of the contexts left since the last event.
    var weight = 0.0
    /// The row that is searched next, the weight of leaving it, and the context then.
    var row = 0..<0
    var backoff = 0.0
    var shorter = WalkState.none
    /// Where in the row the word is looked for first, and the code found there.
    var place = 0
    var found: UInt32 = 0
}

extension WalkedStorage {
    /// ln P of each event, and the state after the last.
    ///
    /// A model of millions of n-grams is not in the processor's caches: a walk would wait for memory at each step. So a
    /// long stretch is walked in many places at once, whose memory accesses overlap. The places do not change the
    /// result: N − 1 words before one determine its state.
    @inline(__always)
    func scores(of events: Span<WordID>, from state: inout WalkState, logPenalty: Double?) -> [Double] {
        var result = [Double](repeating: 0, count: events.count)
        if events.isEmpty { return result }
        let warmUp = shape.order - 1
        let laneCount = events.count < 64 * (warmUp + 1) ? 1 : 16
        let length = (events.count + laneCount - 1) / laneCount
        var lanes: [Lane] = []
        for number in 0..<laneCount where number * length < events.count {
            let start = number * length
            lanes.append(
                Lane(
                    position: max(0, start - warmUp), end: min(start + length, events.count), firstScored: start,
                    state: number == 0 ? state : WalkState(context: WalkState.none, available: 0)))
        }
        let order = shape.order
        let contextCount = shape.contextCount
        let lastNode = shape.nodeCount - 1
        let code = shape.code
        var active = lanes.count
        while active > 0 {
            // Three rounds over all lanes, each of which only reads what the one before has made known. The first two
            // have no branch to be foretold wrongly, which would make the lanes wait for each other.
            for index in 0..<active {
                let context = max(lanes[index].state.context, 0)
                lanes[index].row = contextCount == 0 ? 0..<0 : children(of: context)
                lanes[index].backoff = contextCount == 0 ? 0 : logBackoff(of: context)
                lanes[index].shorter = contextCount == 0 ? WalkState.none : shorterContext(context)
            }
            for index in 0..<active {
                let wanted = code.code(of: events[lanes[index].position])
                let row = lanes[index].row
                lanes[index].place = min(row.lowerBound + (Int(wanted) &* row.count) >> code.bits, lastNode)
                lanes[index].found = self.code(of: lanes[index].place)
            }
            var index = 0
            while index < active {
                let word = events[lanes[index].position]
                var node = Int(word)
                let context = lanes[index].state.context
                if context >= 0 {
                    guard
                        let child = findCode(
                            code.code(of: word), bits: code.bits, in: lanes[index].row, codeAt: self.code(of:))
                    else {
                        if logPenalty == nil { lanes[index].weight += lanes[index].backoff }
                        lanes[index].state.context = lanes[index].shorter
                        index += 1
                        continue
                    }
                    node = child
                }
                if let logPenalty {
                    let missing = min(order - 1, lanes[index].state.available) + 1 - shape.order(of: node)
                    lanes[index].weight = logPenalty * Double(missing)
                }
                if lanes[index].position >= lanes[index].firstScored {
                    result[lanes[index].position] = lanes[index].weight + logProbability(of: node)
                }
                lanes[index].weight = 0
                if word == Marker.segmentEnd {
                    lanes[index].state = .segmentStart(order: order)
                } else {
                    lanes[index].state.context = node < contextCount ? node : shorter(node)
                    lanes[index].state.available += 1
                }
                lanes[index].position += 1
                if lanes[index].position == lanes[index].end {
                    if lanes[index].end == events.count { state = lanes[index].state }
                    active -= 1
                    lanes.swapAt(index, active)
                } else {
                    index += 1
                }
            }
        }
        return result
    }
}
