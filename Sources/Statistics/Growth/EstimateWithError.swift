/// A number computed from a text and how far chance may have moved it.
public struct EstimateWithError: Sendable, Equatable {
    public let value: Double
    public let standardError: Double
    /// The values that there can be, the estimate among them.
    private let range: ClosedRange<Double>

    package init(
        _ value: Double, standardError: Double, within range: ClosedRange<Double> = -.infinity ... .infinity
    ) {
        self.value = value
        self.standardError = standardError
        self.range = range
    }

    /// Of 95 %, on the normal distribution.
    public var interval: ClosedRange<Double> {
        ((value - 1.96 * standardError)...(value + 1.96 * standardError)).clamped(to: range)
    }
}
