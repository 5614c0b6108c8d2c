internal import Synchronization

/// ICU's own compiled rules for boundaries (UAX #29), as flat tables: the same boundaries as ICU's iterator gives,
/// several times as fast, because a step is a look-up in a table.
///
/// ICU keeps its rules as an automaton over categories of code points. A boundary is the end of the longest match
/// from the last boundary; the state that ends the match carries the rule's status. Stretches of scripts that need a
/// dictionary are found here and divided by ICU.
struct BreakRules: Sendable {
    /// States from here on accept or take part in looking ahead; 0 ends a match.
    let firstNotable: UInt8
    /// Where a rule looks ahead, boundaries are not the ends of matches alone.
    let looksAhead: Bool
    /// For each state whether a boundary may stand after it.
    let accepts: [Bool]
    /// For each state the number of the look-ahead that begins after it, 0 for none, and of the one that ends.
    let lookAheadBegun: [UInt8]
    let lookAheadEnded: [UInt8]
    /// The state before the first code point.
    let start: UInt8
    /// `state × 128 + byte` → the next state, for ASCII.
    let asciiNext: [UInt8]
    /// `state × categories + category` → the next state.
    let next: [UInt8]
    let categories: Int
    /// The status of a match that ends in a state, ICU's `UBRK_WORD_…`.
    let status: [Int32]
    /// The category of each code point.
    let category: [UInt8]
    /// Categories from here on belong to scripts that need a dictionary.
    let firstDictionaryCategory: UInt8

    /// The category that stands for the end of the text.
    private static let endCategory = 1
    /// The category that stands before the first code point, where rules ask for it.
    private static let beginCategory = 2

    /// What was made of ICU's rules, by kind and language; `nil` where its own iterator serves.
    private static let known = Mutex<[String: BreakRules?]>([:])

    /// The rules of a language; an empty code stands for Unicode's root locale.
    /// - Returns: `nil` where ICU's rules are not of the format known here; its own iterator serves then.
    static func of(_ kind: BreakIterator.Kind, language: String) -> BreakRules? {
        known.withLock { known in
            let key = "\(kind) \(language)"
            if let rules = known[key] { return rules }
            let rules = BreakRules(kind, language: language)
            known[key] = .some(rules)
            return rules
        }
    }

    private init?(_ kind: BreakIterator.Kind, language: String) {
        guard let rules = CompiledRules(kind, language: language) else { return nil }
        // States are numbered anew, so that one comparison tells whether there is more to do than to go on.
        let states = 0..<rules.stateCount
        func isNotable(_ state: Int) -> Bool {
            rules.accepts(state) || rules.lookAheadBegun(in: state) > 0 || rules.lookAheadEnded(in: state) > 0
        }
        let order = states.filter { !isNotable($0) } + states.filter(isNotable)
        var renamed = [UInt8](repeating: 0, count: rules.stateCount)
        for (new, old) in order.enumerated() { renamed[old] = UInt8(new) }
        guard order.first == 0 else { return nil }

        let categories = rules.categoryCount
        firstNotable = UInt8(states.count { !isNotable($0) })
        accepts = order.map(rules.accepts)
        lookAheadBegun = order.map { UInt8(rules.lookAheadBegun(in: $0)) }
        lookAheadEnded = order.map { UInt8(rules.lookAheadEnded(in: $0)) }
        looksAhead = states.contains { rules.lookAheadBegun(in: $0) > 0 }
        let oldStart = rules.requiresBeginning ? rules.next(from: 1, on: Self.beginCategory) : 1
        start = renamed[oldStart]
        self.categories = categories
        status = order.map(rules.status(of:))
        next = order.flatMap { state in (0..<categories).map { renamed[rules.next(from: state, on: $0)] } }
        category = rules.categoryOfCodePoints
        firstDictionaryCategory = rules.firstDictionaryCategory
        let ascii = (0..<128).map { Int(rules.categoryOfCodePoints[$0]) }
        asciiNext = order.flatMap { state in ascii.map { renamed[rules.next(from: state, on: $0)] } }
    }
}

extension BreakRules {
    /// Where the text from the last boundary on has its next one.
    struct Match {
        /// Beyond the match's last byte.
        var end: Int
        var status: Int32
        /// Whether ICU has to look for boundaries inside.
        var needsDictionary: Bool
    }

    /// The match from `position`, a boundary.
    ///
    /// - Parameters:
    ///   - state: `start`, or the state after some code points before `position` that belong to the match.
    ///   - end: where the text ends.
    /// - Precondition: `text` is valid UTF-8.
    @inline(__always)
    func match(in text: UnsafePointer<UInt8>, from position: Int, to end: Int, state: UInt8) -> Match {
        var state = Int(state)
        var position = position
        var best = Match(end: position, status: status[state], needsDictionary: false)
        var bestState = 0
        var slashes: [8 of Int] = .init(repeating: -1)
        let notable = Int(firstNotable)
        best.needsDictionary = unsafe asciiNext.withUnsafeBufferPointer { asciiNext in
            var largestCategory: UInt8 = 0
            while position < end {
                let byte = unsafe text[position]
                if byte < 0x80 {
                    state = Int(unsafe asciiNext[state &<< 7 | Int(byte)])
                    position &+= 1
                } else {
                    let (scalar, length) = unsafe UTF8Scalar.decode(text + position)
                    let category = self.category[Int(scalar)]
                    state = Int(next[state &* categories &+ Int(category)])
                    position &+= length
                    largestCategory = max(largestCategory, category)
                }
                if state >= notable {
                    if !looksAhead || accepts[state] {
                        best.end = position
                        bestState = state
                    } else if lookAheadEnded[state] > 0, slashes[Int(lookAheadEnded[state])] >= 0 {
                        best.end = slashes[Int(lookAheadEnded[state])]
                        bestState = state
                        return largestCategory >= firstDictionaryCategory
                    }
                    if looksAhead, lookAheadBegun[state] > 0 { slashes[Int(lookAheadBegun[state])] = position }
                } else if state == 0 {
                    return largestCategory >= firstDictionaryCategory
                }
            }
            state = Int(next[state &* categories &+ Self.endCategory])
            if accepts[state] {
                best.end = end
                bestState = state
            }
            return largestCategory >= firstDictionaryCategory
        }
        if bestState != 0 { best.status = status[bestState] }
        return best
    }
}
