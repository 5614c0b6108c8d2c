/// How the words of an n-gram stand in numbers of 64 bits: its first word's id, then the codes of the others, from the
/// highest bits on. Such numbers, the first before the next, are in the order of the nodes of a trie.
struct ArpaKeys: Sendable {
    /// Of a word.
    let bits: Int
    let order: Int
    /// Words that a number holds, but perhaps the last.
    let perNumber: Int
    /// Numbers of a key.
    let width: Int

    init(bits: Int, order: Int) {
        (self.bits, self.order) = (bits, order)
        perNumber = 64 / bits
        width = (order + perNumber - 1) / perNumber
    }

    /// By how many bits a word of a number is shifted.
    @inline(__always)
    func shift(of word: Int) -> UInt64 { UInt64(64 &- bits &* (word % perNumber &+ 1)) }

    /// The lowest bits of a number, which are zero.
    func unusedBits(of number: Int) -> Int { 64 - bits * min(perNumber, order - number * perNumber) }

    /// A word of a key: its id if it is the first, else its code.
    @inline(__always)
    func word(_ word: Int, ofKeyAt start: Int, in numbers: [UInt64]) -> UInt32 {
        UInt32(truncatingIfNeeded: numbers[start &+ word / perNumber] >> shift(of: word))
            & UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) &- 1)
    }
}
