extension Int {
    /// The whole number that a `Double` is cut to; the nearest there is where it is too large, and 0 for NaN.
    ///
    /// For what was measured, or read from a file that may be damaged: `Int(_:)` ends the program there.
    ///
    ///     Int(saturating: 18855.7)    // 18855
    ///     Int(saturating: -.infinity) // Int.min
    @inlinable
    package init(saturating number: Double) {
        self = number.isNaN ? 0 : Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
}
