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
    /// Where a node's code stands among the numbers kept, and how far after it the next one's of the same order does.
    func codePlace(of node: Int) -> (start: Int, stride: Int)
    func code(at place: Int) -> UInt32
    func prefetchCode(at place: Int)
    /// The last place there is.
    var lastPlace: Int { get }
    /// Asks memory for what a walk reads of a context.
    func prefetchContext(_ node: Int)
    /// Asks memory for a node's probability.
    func prefetchProbability(of node: Int)
}

extension FlatNgrams: WalkedStorage {
    @inline(__always)
    func shorter(_ node: Int) -> Int { Int(Int32(bitPattern: suffixes[node])) }

    @inline(__always)
    func prefetchContext(_ node: Int) {
        childStarts.prefetch(at: node)
        logBackoffs.prefetch(at: node)
        suffixes.prefetch(at: node)
    }

    @inline(__always)
    func codePlace(of node: Int) -> (start: Int, stride: Int) { (node, 1) }
    @inline(__always)
    func code(at place: Int) -> UInt32 { codes[place] }
    @inline(__always)
    func prefetchCode(at place: Int) { codes.prefetch(at: place) }
    var lastPlace: Int { @inline(__always) get { codes.count &- 1 } }
    @inline(__always)
    func prefetchProbability(of node: Int) { logProbabilities.prefetch(at: node) }
}

extension PackedNgrams: WalkedStorage {}

/// One of several places of a text from which it is scored at the same time.
private struct Lane {
    /// The event asked for next, and the first beyond the stretch.
    var position = 0
    var end = 0
    /// Earlier events are read for the state they leave alone.
    var firstScored = 0
    var state = WalkState(context: WalkState.none, available: 0)
    /// The weights of the contexts left since the last event.
    var weight = 0.0
    /// The row that is searched next: its first node, how many it has, where their codes stand.
    var first = 0
    var count = 0
    var start = 0
    var stride = 0
    /// The weight of leaving the row, and the context then.
    var backoff = 0.0
    var shorter = WalkState.none
    /// The word's code, and where in the row it is looked for.
    var wanted: UInt32 = 0
    var offset = 0

    var isIdle: Bool { end == 0 }

    /// Reads the row of the context, in which the word's code gives a place.
    @inline(__always)
    mutating func aim<Storage: WalkedStorage>(at word: WordID, in ngrams: Storage, code: WordCode) {
        let context = max(state.context, 0)
        let row = ngrams.children(of: context)
        first = row.lowerBound
        count = row.upperBound &- first
        (start, stride) = ngrams.codePlace(of: first)
        backoff = ngrams.logBackoff(of: context)
        shorter = ngrams.shorter(context)
        wanted = code.code(of: word)
        offset = (Int(wanted) &* count) &>> code.bits
        ngrams.prefetchCode(at: start &+ stride &* offset)
    }

    /// Reads the code found there, which gives a better place.
    @inline(__always)
    mutating func correct<Storage: WalkedStorage>(in ngrams: Storage, bits: Int) {
        let place = min(start &+ stride &* offset, ngrams.lastPlace)
        let distance = ((Int(wanted) &- Int(ngrams.code(at: place))) &* count) &>> bits
        offset = max(min(offset &+ distance, count &- 1), 0)
        ngrams.prefetchCode(at: start &+ stride &* offset)
        ngrams.prefetchProbability(of: first &+ offset)
    }

    /// The child by the word, sought from the place on; `nil` if the row has none.
    @inline(__always)
    func child<Storage: WalkedStorage>(in ngrams: Storage) -> Int? {
        if count == 0 { return nil }
        var offset = offset
        var place = start &+ stride &* offset
        var found = ngrams.code(at: place)
        while found < wanted {
            offset &+= 1
            if offset == count { return nil }
            place &+= stride
            found = ngrams.code(at: place)
            if found > wanted { return nil }
        }
        while found > wanted {
            if offset == 0 { return nil }
            offset &-= 1
            place &-= stride
            found = ngrams.code(at: place)
        }
        return found == wanted ? first &+ offset : nil
    }
}

extension WalkedStorage {
    /// ln P of each event, and the state after the last.
    ///
    /// A model of millions of n-grams is not in the processor's caches: a walk would wait for memory at each step. So a
    /// long text is walked in many places at once, and what each reads next is asked for while the others are at work.
    /// The places do not change the result: N − 1 words before one determine its state.
    @inline(__always)
    func scores(of events: Span<WordID>, from state: inout WalkState, logPenalty: Double?) -> [Double] {
        var result = [Double](repeating: 0, count: events.count)
        if events.isEmpty { return result }
        let order = shape.order
        if order == 1 {
            for index in events.indices { result[index] = logProbability(of: Int(events[index])) }
            return result
        }
        let contextCount = shape.contextCount
        let code = shape.code
        // Three groups of lanes take turns at the three steps of a look-up, so that at any time some ask for memory and
        // some compute.
        var stretches = Stretches(eventCount: events.count, order: order, first: state)
        let groupSize = min(16, (stretches.count + 2) / 3)
        var all = (0..<3 * groupSize).map { _ in stretches.next() }
        var active = all.count { !$0.isIdle }
        var lanes = all.mutableSpan
        var scores = result.mutableSpan
        for index in 0..<2 * groupSize {
            lanes[index].aim(at: events[lanes[index].position], in: self, code: code)
        }
        for index in 0..<groupSize { lanes[index].correct(in: self, bits: code.bits) }
        var (aiming, correcting, settling) = (2 * groupSize, groupSize, 0)
        while active > 0 {
            for offset in 0..<groupSize {
                let aimed = aiming &+ offset
                lanes[aimed].aim(at: events[lanes[aimed].position], in: self, code: code)
                lanes[correcting &+ offset].correct(in: self, bits: code.bits)

                let index = settling &+ offset
                if lanes[index].isIdle { continue }
                let position = lanes[index].position
                let word = events[position]
                var node = Int(word)
                if lanes[index].state.context >= 0 {
                    guard let child = lanes[index].child(in: self) else {
                        if logPenalty == nil { lanes[index].weight += lanes[index].backoff }
                        lanes[index].state.context = lanes[index].shorter
                        prefetchContext(max(lanes[index].shorter, 0))
                        continue
                    }
                    node = child
                }
                var weight = lanes[index].weight
                if let logPenalty {
                    let missing = min(order - 1, lanes[index].state.available) + 1 - shape.order(of: node)
                    weight = logPenalty * Double(missing)
                }
                if position >= lanes[index].firstScored { scores[position] = weight + logProbability(of: node) }
                lanes[index].weight = 0
                if word == Marker.segmentEnd {
                    lanes[index].state = .segmentStart(order: order)
                } else {
                    lanes[index].state.context = node < contextCount ? node : shorter(node)
                    lanes[index].state.available += 1
                }
                prefetchContext(max(lanes[index].state.context, 0))
                lanes[index].position = position + 1
                if position + 1 == lanes[index].end {
                    if position + 1 == events.count { state = lanes[index].state }
                    lanes[index] = stretches.next()
                    if lanes[index].isIdle { active -= 1 }
                }
            }
            (aiming, correcting, settling) = (settling, aiming, correcting)
        }
        return result
    }
}

/// A text cut into stretches, which lanes take one after the other.
private struct Stretches {
    let eventCount: Int
    let order: Int
    let first: WalkState
    let length: Int
    private var start = 0

    init(eventCount: Int, order: Int, first: WalkState) {
        self.eventCount = eventCount
        self.order = order
        self.first = first
        // So many for each of the lanes that it does not matter when some have none left.
        length = max(64 * order, (eventCount + 767) / 768)
    }

    var count: Int { (eventCount + length - 1) / length }

    /// A lane at the beginning of the next stretch; an idle one when there is none.
    mutating func next() -> Lane {
        var lane = Lane()
        guard start < eventCount else { return lane }
        lane.position = max(0, start - (order - 1))
        lane.end = min(start + length, eventCount)
        lane.firstScored = start
        if start == 0 { lane.state = first }
        start = lane.end
        return lane
    }
}
