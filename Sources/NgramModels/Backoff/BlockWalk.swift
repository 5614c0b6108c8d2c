internal import LanguageModeling
internal import Tokenization

/// A walk along a text, many events at a time.
///
/// A model of millions of n-grams is not in the processor's caches, and a walk that reads one thing after the other
/// waits for memory at each step. So the n-grams that end with each event are sought for a whole block of events, order
/// by order from the unigrams on: an n-gram is a child of the one without its last word, which ends with the event
/// before and is known by then. The look-ups of an order are taken by where in memory they lead, and each step asks for
/// what the next one reads.
struct BlockWalk {
    /// Events: so many that their look-ups lie near each other, so few that what is noted of them stays in the caches.
    private static let size = 1 << 15
    /// How many look-ups memory is asked for at a time; a power of two.
    static let ahead = 32
    /// The logarithm of how many regions of memory are told apart.
    private static let mostRegionBits = 11

    /// What ends with the last word, of the orders 1…N − 1; at first the beginning of a segment.
    private var history: [Context]
    /// Words since the segment began, `<s>` included.
    private var wordCount = 1

    /// What is read of a context: its children, and ln β. One that is not stored has none, and β = 1.
    struct Context {
        var firstChild: UInt32 = 0
        var childCount: UInt32 = 0
        var logBackoff = 0.0

        init() {}

        @inline(__always)
        init(_ node: Int, in ngrams: some WalkedStorage) {
            let children = ngrams.children(of: node)
            firstChild = UInt32(truncatingIfNeeded: children.lowerBound)
            childCount = UInt32(truncatingIfNeeded: children.count)
            logBackoff = ngrams.logBackoff(of: node)
        }

        /// Itself, or one that is not stored, without a branch.
        @inline(__always)
        func masked(by mask: UInt64) -> Context {
            var context = Context()
            context.firstChild = firstChild & UInt32(truncatingIfNeeded: mask)
            context.childCount = childCount & UInt32(truncatingIfNeeded: mask)
            context.logBackoff = Double(bitPattern: logBackoff.bitPattern & mask)
            return context
        }
    }

    /// A word that is sought among the children of a context.
    struct LookUp {
        var firstChild: UInt32 = 0
        var childCount: UInt32 = 0
        /// The word's code.
        var wanted: UInt32 = 0
        /// The event's place in its block.
        var event: UInt32 = 0

        /// The child it would be if the codes were spread evenly.
        @inline(__always)
        func guess(_ code: WordCode) -> Int { Int(firstChild) &+ (Int(wanted) &* Int(childCount)) &>> code.bits }

        /// How many codes are compared at once.
        static let window = 4

        /// Whether the row is compared whole, without a guess.
        @inline(__always)
        var isShort: Bool { Int(childCount) <= Self.window }

        /// A better guess, from the code that stands there.
        @inline(__always)
        func corrected(_ guess: Int, found: UInt32, _ code: WordCode) -> Int {
            clamped(guess &+ ((Int(wanted) &- Int(found)) &* Int(childCount)) &>> code.bits)
        }

        /// The nearest child.
        @inline(__always)
        func clamped(_ node: Int) -> Int {
            max(min(node, Int(firstChild) &+ Int(childCount) &- 1), Int(firstChild))
        }
    }

    init(in ngrams: some WalkedStorage) {
        history = [Context](repeating: Context(), count: ngrams.shape.order - 1)
        if !history.isEmpty { history[0] = Context(Int(Marker.segmentStart), in: ngrams) }
    }

    /// ln P of each event.
    ///
    /// - Parameter noteLengths: is told, block by block, how many words the n-gram has that was found for each event.
    mutating func scores(
        of events: Span<WordID>, in ngrams: some WalkedStorage, logPenalty: Double?,
        noteLengths: (ArraySlice<Int>) -> Void = { _ in }
    ) -> [Double] {
        let order = ngrams.shape.order
        let size = min(Self.size, events.count)
        var result: [Double] = []
        result.reserveCapacity(events.count)
        // Of each event of a block.
        var scores = [Double](repeating: 0, count: size)
        var lengths = [Int](repeating: 0, count: size)
        // The contexts before each and after the last, of the order below and of the order at hand.
        var before = [Context](repeating: Context(), count: size + 1)
        var after = before
        var lookUps = [LookUp](repeating: LookUp(), count: size)
        var sorted = lookUps
        for start in stride(from: 0, to: events.count, by: Self.size) {
            let block = events.extracting(start..<min(start + size, events.count))
            Self.startWithUnigrams(block, in: ngrams, &scores, &before)
            for event in 0..<block.count { lengths[event] = 1 }
            for n in stride(from: 2, through: order, by: 1) {
                before[0] = history[n - 2]
                history[n - 2] = before[block.count]
                let count = Self.collect(&lookUps, block, after: before, code: ngrams.shape.code, &scores)
                // Guides lead to the right lines of memory at once, so few that sorting them would take longer.
                if !ngrams.isGuided { Self.sort(lookUps, count, into: &sorted, by: ngrams.shape, order: n) }
                for event in 0...block.count { after[event] = Context() }
                if ngrams.isGuided {
                    if n < order {
                        Self.takeGuided(
                            lookUps, count, block, order: n, isContext: true, in: ngrams, before, &scores, &lengths,
                            &after)
                    } else {
                        Self.takeGuided(
                            lookUps, count, block, order: n, isContext: false, in: ngrams, before, &scores, &lengths,
                            &after)
                    }
                } else {
                    Self.take(sorted, count, block, order: n, in: ngrams, before, &scores, &lengths, &after)
                }
                swap(&before, &after)
            }
            if let logPenalty { penalize(block, lengths, order: order, logPenalty, &scores) }
            result += scores[..<block.count]
            noteLengths(lengths[..<block.count])
        }
        return result
    }

    private static func startWithUnigrams(
        _ events: Span<WordID>, in ngrams: some WalkedStorage, _ allScores: inout [Double],
        _ allContexts: inout [Context]
    ) {
        let hasContexts = ngrams.shape.order > 1
        let begin = hasContexts ? Context(Int(Marker.segmentStart), in: ngrams) : Context()
        var scores = allScores.mutableSpan
        var contexts = allContexts.mutableSpan
        for event in 0..<min(events.count, ahead) { ngrams.prefetchContext(Int(events[event])) }
        for event in 0..<events.count {
            if event &+ ahead < events.count { ngrams.prefetchContext(Int(events[event &+ ahead])) }
            let word = events[event]
            scores[event] = ngrams.logProbability(of: Int(word))
            if hasContexts {
                contexts[event &+ 1] = word == Marker.segmentEnd ? begin : Context(Int(word), in: ngrams)
            }
        }
    }

    /// A look-up for each event whose context has children; the weight of the contexts that have none.
    /// - Returns: how many look-ups there are.
    private static func collect(
        _ allLookUps: inout [LookUp], _ events: Span<WordID>, after contexts: [Context], code: WordCode,
        _ allScores: inout [Double]
    ) -> Int {
        var lookUps = allLookUps.mutableSpan
        var scores = allScores.mutableSpan
        var count = 0
        for event in 0..<events.count {
            let context = contexts[event]
            lookUps[count] = LookUp(
                firstChild: context.firstChild, childCount: context.childCount,
                wanted: code.code(of: events[event]), event: UInt32(truncatingIfNeeded: event))
            // No branch, for what comes cannot be predicted: it would cost as much as a line of memory.
            let isKept: UInt64 = context.childCount == 0 ? 0 : 1
            scores[event] += Double(bitPattern: context.logBackoff.bitPattern & (isKept &- 1))
            count &+= Int(truncatingIfNeeded: isKept)
        }
        return count
    }

    /// Brings look-ups into the order of the regions of memory that they lead to.
    private static func sort(
        _ lookUps: [LookUp], _ count: Int, into allSorted: inout [LookUp], by shape: TrieShape, order n: Int
    ) {
        let code = shape.code
        let nodes = shape.nodes(ofOrder: n)
        let first = nodes.lowerBound
        let regionBits = min(mostRegionBits, Int.bitWidth - count.leadingZeroBitCount)
        let shift = max(0, Int.bitWidth - nodes.count.leadingZeroBitCount - regionBits)
        var allStarts = [Int](repeating: 0, count: 1 << regionBits)
        var starts = allStarts.mutableSpan
        for index in 0..<count { starts[(lookUps[index].guess(code) &- first) &>> shift] &+= 1 }
        var sum = 0
        for region in starts.indices { (starts[region], sum) = (sum, sum &+ starts[region]) }
        var sorted = allSorted.mutableSpan
        for index in 0..<count {
            let region = (lookUps[index].guess(code) &- first) &>> shift
            sorted[starts[region]] = lookUps[index]
            starts[region] &+= 1
        }
    }

    /// Does the look-ups: of an n-gram that is stored, notes its probability and what it is as a context; where none
    /// is, adds the weight of the context left.
    private static func take(
        _ lookUps: [LookUp], _ count: Int, _ events: Span<WordID>, order n: Int, in ngrams: some WalkedStorage,
        _ before: [Context], _ allScores: inout [Double], _ allLengths: inout [Int], _ allAfter: inout [Context]
    ) {
        let code = ngrams.shape.code
        let isContext = n < ngrams.shape.order
        let places = ngrams.codePlaces(ofContexts: isContext)
        var allStarts = [Int](repeating: 0, count: ahead)
        var starts = allStarts.mutableSpan
        var scores = allScores.mutableSpan
        var lengths = allLengths.mutableSpan
        var after = allAfter.mutableSpan
        for start in stride(from: 0, to: count, by: ahead) {
            let end = min(start &+ ahead, count)
            for index in start..<end { ngrams.prefetchCode(at: places.place(of: lookUps[index].guess(code))) }
            for index in start..<end {
                let lookUp = lookUps[index]
                let guess = lookUp.guess(code)
                let node = lookUp.corrected(guess, found: ngrams.code(at: places.place(of: guess)), code)
                starts[index &- start] = node
                ngrams.prefetchCode(at: places.place(of: node))
                ngrams.prefetchProbability(of: node)
            }
            for index in start..<end {
                let lookUp = lookUps[index]
                let event = Int(lookUp.event)
                let node = Self.node(lookUp, from: starts[index &- start], in: ngrams, places)
                if node >= 0 {
                    scores[event] = ngrams.logProbability(of: node)
                    lengths[event] = n
                    if isContext, events[event] != Marker.segmentEnd {
                        after[event &+ 1] = Context(node, in: ngrams)
                    }
                } else {
                    scores[event] += before[event].logBackoff
                }
            }
        }
    }

    /// Charges ln α for each word by which the n-gram found is shorter than the one asked for; such a model has β = 1.
    private mutating func penalize(
        _ events: Span<WordID>, _ lengths: [Int], order: Int, _ logPenalty: Double, _ scores: inout [Double]
    ) {
        for index in 0..<events.count {
            scores[index] += logPenalty * Double(min(order, wordCount + 1) - lengths[index])
            wordCount = events[index] == Marker.segmentEnd ? 1 : wordCount + 1
        }
    }
}
