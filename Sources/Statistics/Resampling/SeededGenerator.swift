/// SplitMix64: the same sequence from the same seed on every machine.
///
/// - SeeAlso: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators. Period 2⁶⁴.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// The whole state, for those who store it and go on later.
    package private(set) var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A uniform number in [0, 1), a multiple of 2⁻⁵³.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A generator of its own sequence, for the part of some work that has this number.
    ///
    /// Parts that draw from forks give the same result in any order and on any thread.
    package func fork(_ number: Int) -> SeededGenerator {
        var mixed = SeededGenerator(seed: state ^ (UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95))
        return SeededGenerator(seed: mixed.next())
    }
}
