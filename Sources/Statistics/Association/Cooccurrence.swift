internal import Foundation

/// How often things occur together, O, and how often they would by chance, E.
package struct Cooccurrence: Sendable, Hashable {
    package let observed: Int
    package let expected: Double

    package init(observed: Int, expected: Double) {
        (self.observed, self.expected) = (observed, expected)
    }

    /// log₂(Oᵏ/E), in bits; `nil` where O or E is 0.
    package func mutualInformation(power: Int = 1) -> Double? {
        observed == 0 || expected == 0 ? nil : Double(power) * log2(Double(observed)) - log2(expected)
    }

    /// (O − E)/√O; `nil` where O is 0.
    package var tScore: Double? {
        observed == 0 ? nil : (Double(observed) - expected) / Double(observed).squareRoot()
    }

    /// (O − E)/√E; `nil` where E is 0.
    package var zScore: Double? {
        expected == 0 ? nil : (Double(observed) - expected) / expected.squareRoot()
    }
}
