/// Values by numbers other than 0: a table whose slots are looked for one after the other.
struct SequenceTable<Value: BitwiseCopyable & Sendable>: Sendable {
    private struct Slot {
        /// 0 where the slot is empty.
        var sequence: UInt64
        var value: Value
    }

    private let initial: Value
    private var slots: [Slot]
    private(set) var count = 0

    /// - Parameter initial: the value of a sequence that comes for the first time.
    init(_ initial: Value, capacity: Int = 0) {
        self.initial = initial
        var size = 1 << 10
        while size < 2 * capacity { size *= 2 }
        slots = Array(repeating: Slot(sequence: 0, value: initial), count: size)
    }

    subscript(sequence: UInt64) -> Value? {
        @inline(__always)
        get {
            let slot = slots[place(of: sequence)]
            return slot.sequence == 0 ? nil : slot.value
        }
    }

    mutating func update(_ sequence: UInt64, _ change: (inout Value) -> Void) {
        let place = place(of: sequence)
        change(&slots[place].value)
        guard slots[place].sequence == 0 else { return }
        slots[place].sequence = sequence
        count += 1
        if 2 * count > slots.count { grow() }
    }

    func forEach(_ body: (UInt64, Value) -> Void) {
        for slot in slots where slot.sequence != 0 { body(slot.sequence, slot.value) }
    }

    /// The slot that holds a sequence, or the empty one where it belongs.
    @inline(__always)
    private func place(of sequence: UInt64) -> Int {
        let product = sequence.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while slots[place].sequence != 0, slots[place].sequence != sequence { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(sequence: 0, value: initial), count: 4 * old.count)
        for slot in old where slot.sequence != 0 { slots[place(of: slot.sequence)] = slot }
    }
}
