/// Pairs of subwords that may be made one: what they become, and which go first.
package struct PairTable: Sendable {
    private struct Slot {
        var pair: UInt64
        var rank: UInt32
        var result: UInt32
    }

    /// No pair of subwords has these two numbers.
    private static let vacant = UInt64.max
    private var slots: [Slot]

    /// - Parameter pairs: left, right, rank, result; of a pair given twice the last counts.
    package init(_ pairs: [(UInt32, UInt32, UInt32, UInt32)]) {
        var size = 16
        while size < pairs.count * 2 { size *= 2 }
        slots = Array(repeating: Slot(pair: Self.vacant, rank: 0, result: 0), count: size)
        for (left, right, rank, result) in pairs {
            let pair = UInt64(left) << 32 | UInt64(right)
            slots[place(of: pair)] = Slot(pair: pair, rank: rank, result: result)
        }
    }

    /// The rank of a pair, and what it becomes; `nil` where the two stay apart.
    @inline(__always)
    func merge(_ left: SubwordID, _ right: SubwordID) -> (rank: UInt32, result: SubwordID)? {
        let slot = slots[place(of: UInt64(left) << 32 | UInt64(right))]
        return slot.pair == Self.vacant ? nil : (slot.rank, slot.result)
    }

    @inline(__always)
    private func place(of pair: UInt64) -> Int {
        let product = pair.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        var position = Int(truncatingIfNeeded: product.high ^ product.low) & (slots.count - 1)
        while slots[position].pair != pair, slots[position].pair != Self.vacant {
            position = (position + 1) & (slots.count - 1)
        }
        return position
    }
}
