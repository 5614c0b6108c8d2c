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
        case .compact(let ngrams): ngrams.scores(of: events, from: &state, logPenalty: model.logPenalty)
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
}

extension FlatNgrams: WalkedStorage {
    @inline(__always)
    func shorter(_ node: Int) -> Int { Int(Int32(bitPattern: suffixes[node])) }
}

extension PackedNgrams: WalkedStorage {}

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
    /// The word's code; where in the row it is looked for, and the code found there.
    var wanted: UInt32 = 0
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
        let laneCount = events.count < 64 * (warmUp + 1) ? 1 : 32
        let length = (events.count + laneCount - 1) / laneCount
        var all: [Lane] = []
        for number in 0..<laneCount where number * length < events.count {
            let start = number * length
            all.append(
                Lane(
                    position: max(0, start - warmUp), end: min(start + length, events.count), firstScored: start,
                    state: number == 0 ? state : WalkState(context: WalkState.none, available: 0)))
        }
        let order = shape.order
        let contextCount = shape.contextCount
        let lastNode = shape.nodeCount - 1
        let code = shape.code
        var active = all.count
        var lanes = all.mutableSpan
        while active > 0 {
            // Four rounds over all lanes, each of which only reads what the one before has made known. The first three
            // have no branch to be foretold wrongly, which would make the lanes wait for each other: the row of the
            // context, a place guessed in it, and a better one by the code found there.
            for index in 0..<active {
                let context = max(lanes[index].state.context, 0)
                lanes[index].row = contextCount == 0 ? 0..<0 : children(of: context)
                lanes[index].backoff = contextCount == 0 ? 0 : logBackoff(of: context)
                lanes[index].shorter = contextCount == 0 ? WalkState.none : shorter(context)
            }
            for index in 0..<active {
                let wanted = code.code(of: events[lanes[index].position])
                let row = lanes[index].row
                let place = min(row.lowerBound &+ (Int(wanted) &* row.count) >> code.bits, lastNode)
                lanes[index].wanted = wanted
                lanes[index].place = place
                lanes[index].found = self.code(of: place)
            }
            for index in 0..<active {
                let row = lanes[index].row
                let distance = ((Int(lanes[index].wanted) &- Int(lanes[index].found)) &* row.count) >> code.bits
                let place = min(
                    max(lanes[index].place &+ distance, row.lowerBound), max(row.upperBound &- 1, 0), lastNode)
                lanes[index].place = place
                lanes[index].found = self.code(of: place)
            }
            var index = 0
            while index < active {
                let word = events[lanes[index].position]
                var node = Int(word)
                let context = lanes[index].state.context
                if context >= 0 {
                    guard
                        let child = findCode(
                            lanes[index].wanted, bits: code.bits, in: lanes[index].row,
                            from: (lanes[index].place, lanes[index].found), codeAt: self.code(of:))
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
