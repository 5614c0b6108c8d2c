/// What the rules for words say about runs of ASCII letters, the bulk of many texts: where one runs up against a byte
/// that ends it in any case, the word is found without going through the automaton byte by byte.
struct LetterRuns: Sendable {
    /// For each byte whether a run of letters before it is a whole match.
    let ends: [Bool]
    /// For each byte whether it is a whole match, and no word, before a letter.
    let standsAlone: [Bool]

    /// - Parameter firstWordStatus: what has at least this status is a word.
    /// - Returns: `nil` if the rules tell ASCII letters apart, look ahead, or do not take letters for words.
    init?(_ rules: BreakRules, firstWordStatus: Int32) {
        func next(_ state: UInt8, _ byte: UInt8) -> UInt8 { rules.asciiNext[Int(state) << 7 | Int(byte)] }
        let letter = UInt8(ascii: "a")
        let letters = (UInt8(ascii: "a")...UInt8(ascii: "z"))
        let isOneCategory = letters.allSatisfy { byte in
            rules.category[Int(byte)] == rules.category[Int(letter)]
                && rules.category[Int(byte & ~0x20)] == rules.category[Int(letter)]
        }
        // After one letter, and after more: from the second on the state must stay.
        let states = [next(rules.start, letter), next(next(rules.start, letter), letter)]
        guard isOneCategory, !rules.looksAhead, next(states[1], letter) == states[1],
            states.allSatisfy({ rules.accepts[Int($0)] && rules.status[Int($0)] >= firstWordStatus })
        else { return nil }

        let bytes = (0..<128).map { UInt8($0) }
        // A non-ASCII byte may go on with the word.
        ends = bytes.map { byte in states.allSatisfy { next($0, byte) == 0 } } + Array(repeating: false, count: 128)
        standsAlone = bytes.map { byte in
            let state = next(rules.start, byte)
            return state != 0 && rules.accepts[Int(state)] && next(state, letter) == 0
                && rules.status[Int(state)] < firstWordStatus
        }
    }
}
