internal import Foundation

/// A number computed from a text and how far chance may have moved it.
public struct Estimate: Sendable, Equatable {
    public let value: Double
    public let standardError: Double
    /// The values that there can be, the estimate among them.
    private let range: ClosedRange<Double>

    public init(
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

    /// The jackknife that leaves out one of g blocks at a time: words of a text come in clumps, so it is blocks that vary
    /// independently, and not tokens (Künsch 1989; Efron & Tibshirani 1993, eq. 11.5).
    init(_ value: Double, leavingOutBlocks values: [Double]) {
        let g = Double(values.count)
        let mean = values.reduce(0, +) / g
        let variance = (g - 1) / g * values.reduce(0) { $0 + square($1 - mean) }
        self.init(value, standardError: sqrt(variance))
    }
}
