package import Tokenization

/// How the n-grams of an order are written as integers: the first word apart, the others packed in 64 bits.
///
/// Windows run over a token stream, in which each segment's tokens are followed by `</s>` and `<s>` is implied.
package struct PackedWindows: Sendable {
    package let order: Int
    /// Bits an id takes.
    package let idBits: Int
    /// Whether each segment is followed by one pad, so that its last (order − 1)-gram begins a window too. The pad is
    /// written as `<s>`, which follows nothing.
    package let padsEnd: Bool

    private let mask: UInt64
    private let topShift: Int

    /// - Returns: `nil` where the words after the first do not fit in 64 bits.
    package init?(order: Int, typeCount: Int, padsEnd: Bool = false) {
        precondition(order >= 2)
        self.order = order
        self.padsEnd = padsEnd
        idBits = bitsNeeded(for: typeCount)
        guard idBits * (order - 1) <= 64 else { return nil }
        mask = idBits * (order - 1) == 64 ? .max : (1 << UInt64(idBits * (order - 1))) - 1
        topShift = idBits * (order - 2)
    }

    /// Bits the words after the first take.
    package var restBits: Int { idBits * (order - 1) }

    /// What a scan remembers of the tokens behind it.
    package struct State: Sendable {
        fileprivate var rest: UInt64
        fileprivate var filled: Int

        /// At the beginning of a segment.
        package static let segmentStart = State(rest: UInt64(Marker.segmentStart), filled: 1)
    }

    /// The state after some tokens.
    /// - Parameters:
    ///   - tokens: the last `order − 1` tokens read, or all of them if there are fewer.
    ///   - startsSegment: whether the first of them begins a segment.
    package func state(after tokens: some Sequence<TokenID>, startsSegment: Bool) -> State {
        var state = startsSegment ? State.segmentStart : State(rest: 0, filled: 0)
        for token in tokens { push(token, &state) { _, _ in } }
        return state
    }

    /// Calls `emit` with the first word and the packed others of each window ended in `tokens`.
    @inline(__always)
    package func forEach(in tokens: Span<TokenID>, _ state: inout State, _ emit: (TokenID, UInt64) -> Void) {
        for index in tokens.indices { push(tokens[index], &state, emit) }
    }

    /// Writes the `order` ids of a key of a `WindowSorter`.
    @inline(__always)
    func unpack(_ key: UInt64, firstWord: TokenID, into ids: UnsafeMutableBufferPointer<TokenID>) {
        let relative = restBits == 64 ? 0 : key &>> UInt64(restBits)
        unsafe ids[0] = firstWord &+ TokenID(truncatingIfNeeded: relative)
        let idMask: UInt64 = (1 << UInt64(idBits)) - 1
        for index in 1..<order {
            let word = (key &>> UInt64(idBits * (order - 1 - index))) & idMask
            unsafe ids[index] = TokenID(truncatingIfNeeded: word)
        }
    }

    /// Adds, for each window ended in `tokens`, 1 to the count of its first word.
    package func addFirstWordCounts(of tokens: Span<TokenID>, from state: State, to counts: inout [Int]) {
        var state = state
        var counted = counts.mutableSpan
        forEach(in: tokens, &state) { first, _ in counted[Int(first)] &+= 1 }
    }

    /// Adds, for each window ended in `tokens` that begins with some words, 1 to the count of the word after them.
    /// - Parameter words: one or two, fewer than the order.
    package func addNextWordCounts(
        of tokens: Span<TokenID>, after words: [TokenID], from state: State, to counts: inout [Int]
    ) {
        let shift = UInt64(idBits * (order - 1 - words.count))
        let mask: UInt64 = (1 << UInt64(idBits)) - 1
        let (first, second) = (words[0], words.count > 1 ? UInt64(words[1]) : nil)
        var state = state
        var counted = counts.mutableSpan
        forEach(in: tokens, &state) { word, rest in
            guard word == first, second == nil || rest >> (shift + UInt64(idBits)) == second else { return }
            counted[Int(truncatingIfNeeded: (rest >> shift) & mask)] &+= 1
        }
    }

    @inline(__always)
    private func push(_ token: TokenID, _ state: inout State, _ emit: (TokenID, UInt64) -> Void) {
        step(token, &state, emit)
        if token == Marker.segmentEnd {
            if padsEnd { step(Marker.segmentStart, &state, emit) }
            state = .segmentStart
        }
    }

    @inline(__always)
    private func step(_ token: TokenID, _ state: inout State, _ emit: (TokenID, UInt64) -> Void) {
        let first = TokenID(truncatingIfNeeded: state.rest &>> topShift)
        state.rest = ((state.rest &<< idBits) | UInt64(token)) & mask
        state.filled += 1
        if state.filled >= order { emit(first, state.rest) }
    }
}

/// Bits that hold every number below `count`.
package func bitsNeeded(for count: Int) -> Int {
    count <= 2 ? 1 : Int.bitWidth - (count - 1).leadingZeroBitCount
}
