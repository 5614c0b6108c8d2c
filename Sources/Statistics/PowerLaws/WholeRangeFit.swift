internal import Foundation

/// The whole-range power law f₂ fitted to all frequencies by greatest likelihood.
public struct WholeRangeFit: Sendable, Equatable {
    package let distribution: WholeRangePowerLaw
    /// Of β: 1/√(−∂²ℓ/∂β²).
    public let standardError: Double
    public let logLikelihood: Double
    /// Kolmogorov and Smirnov's D.
    public let distance: Double

    /// β.
    public var exponent: Double { distribution.exponent }
    /// The exponent of Zipf's law, 1/(β − 1).
    public var zipfExponent: Double { 1 / (exponent - 1) }
    /// Of the Zipf exponent, by the delta method.
    public var zipfStandardError: Double { standardError / square(exponent - 1) }

    /// - Returns: `nil` if fewer than two different frequencies occur.
    public init?(_ spectrum: FrequencySpectrum) {
        let tail = spectrum.entries[...]
        guard let first = tail.first, let (exponent, information) = WholeRangePowerLaw.likeliestExponent(tail) else {
            return nil
        }
        distribution = WholeRangePowerLaw(minimum: first.frequency, exponent: exponent)
        standardError = 1 / sqrt(information)
        logLikelihood = distribution.logLikelihood(tail)
        distance = distribution.distance(tail)
    }
}
