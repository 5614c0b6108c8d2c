/// Truth values, 32 in a number: what a spool of numbers takes.
struct PackedFlags {
    private let numbers: [UInt32]

    init(_ numbers: [UInt32]) { self.numbers = numbers }

    init(_ flags: [Bool]) {
        var numbers = [UInt32](repeating: 0, count: (flags.count + 31) / 32)
        for (index, flag) in flags.enumerated() where flag { numbers[index / 32] |= 1 << UInt32(index % 32) }
        self.numbers = numbers
    }

    var packed: [UInt32] { numbers }

    subscript(index: Int) -> Bool { numbers[index / 32] & 1 << UInt32(index % 32) != 0 }
}
