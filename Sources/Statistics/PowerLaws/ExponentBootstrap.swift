internal import Basics
internal import Foundation

/// How the exponent of a tail varies when types are drawn anew from those observed, and xmin is chosen anew in each draw.
///
/// The error that the likelihood gives takes xmin as known. Where xmin is chosen by the data it moves with them, and the
/// exponent moves with it.
/// - SeeAlso: Clauset, Shalizi & Newman (2009), section 3.3; Efron & Tibshirani (1993), chapter 13.
public struct ExponentBootstrap: Sendable, Equatable {
    /// The standard deviation of α over the samples.
    public let standardError: Double
    /// The same of the Zipf exponent 1/(α − 1).
    public let zipfStandardError: Double
    /// Of 95 %, of the Zipf exponent: the percentiles of the samples.
    public let zipfInterval: ClosedRange<Double>

    /// With fewer samples than this percentiles of 2.5 % are those of the outermost.
    static let fewestSamples = 20

    /// - Returns: `nil` where fewer than twenty samples have an exponent.
    init?(exponents: [Double]) {
        guard exponents.count >= Self.fewestSamples else { return nil }
        let zipf = exponents.map { 1 / ($0 - 1) }.sorted()
        standardError = standardDeviation(exponents)
        zipfStandardError = standardDeviation(zipf)
        zipfInterval = quantile(zipf, 0.025)...quantile(zipf, 0.975)
    }
}

extension PowerLawFit {
    /// The bootstrap of the exponent.
    ///
    /// - Parameter searchingMinimum: whether xmin is chosen anew; where it was given, only types from it on are drawn.
    /// - Complexity: each sample costs what the fit costs.
    public func bootstrap(
        of spectrum: FrequencySpectrum, samples: Int, seed: UInt64, searchingMinimum: Bool = true, threads: Int? = nil
    ) -> ExponentBootstrap? {
        // Another sequence than that of the goodness of fit, which has the same seed.
        let root = SeededGenerator(seed: seed).fork(-1)
        let tail = Array(spectrum.entries.drop { $0.frequency < minimum })
        let exponents = parallelMap(samples, threads: threads) { index -> Double? in
            var generator = root.fork(index)
            let sample = resampled(
                searchingMinimum ? spectrum.entries : tail, types: searchingMinimum ? spectrum.types : tailTypes,
                using: &generator)
            let minimum = searchingMinimum ? Self.bestMinimum(sample)?.minimum : minimum
            return minimum.flatMap { Self.exponent(of: sample, above: $0) }
        }
        return ExponentBootstrap(exponents: exponents.compactMap(\.self))
    }

    /// The likeliest exponent above an xmin; `nil` where all frequencies there are xmin.
    private static func exponent(of entries: [FrequencySpectrum.Entry], above minimum: Int) -> Double? {
        let tail = entries.drop { $0.frequency < minimum }
        let meanLog = meanLog(tail, above: minimum, types: tail.reduce(0) { $0 + $1.types })
        return meanLog > 0 ? ZetaTail.likeliestExponent(minimum: minimum, meanLog: meanLog).exponent : nil
    }
}
