internal import Foundation

/// A discrete power law fitted to the frequencies from xmin on, as Clauset, Shalizi & Newman (2009) do.
public struct PowerLawFit: Sendable, Equatable {
    package let distribution: ZetaTail
    /// Of α: 1/√(n [ζ″/ζ − (ζ′/ζ)²]).
    public let standardError: Double
    public let logLikelihood: Double
    /// Kolmogorov and Smirnov's D between the tail and the fit.
    public let distance: Double
    /// Types that occur xmin times or more.
    public let tailTypes: Int

    public var minimum: Int { distribution.minimum }
    public var exponent: Double { distribution.exponent }

    /// The fit of greatest likelihood above a given minimum.
    /// - Returns: `nil` if fewer than two different frequencies lie there.
    public init?(_ spectrum: FrequencySpectrum, minimum: Int) {
        let start = spectrum.entries.firstIndex { $0.frequency >= minimum } ?? spectrum.entries.count
        let tail = spectrum.entries[start...]
        guard tail.count >= 2 else { return nil }
        let types = tail.reduce(0) { $0 + $1.types }
        let meanLog = Self.meanLog(tail, above: minimum, types: types)
        let (exponent, information) = ZetaTail.likeliestExponent(minimum: minimum, meanLog: meanLog)
        distribution = ZetaTail(minimum: minimum, exponent: exponent)
        standardError = 1 / sqrt(Double(types) * information)
        logLikelihood = distribution.logLikelihood(tail)
        distance = distribution.distance(tail)
        tailTypes = types
    }

    /// The fit whose xmin, of all frequencies but the largest, makes D smallest.
    /// - Returns: `nil` if fewer than two different frequencies occur.
    public init?(_ spectrum: FrequencySpectrum) {
        guard let minimum = Self.bestMinimum(spectrum.entries) else { return nil }
        self.init(spectrum, minimum: minimum.minimum)
    }

    /// The mean of ln(m/xmin) over the types of a tail.
    package static func meanLog(_ tail: ArraySlice<FrequencySpectrum.Entry>, above minimum: Int, types: Int) -> Double {
        tail.reduce(0) { $0 + Double($1.types) * log(Double($1.frequency) / Double(minimum)) } / Double(types)
    }

    /// xmin and its D.
    static func bestMinimum(_ entries: [FrequencySpectrum.Entry]) -> (minimum: Int, distance: Double)? {
        var types = 0.0
        var sumOfLogs = 0.0
        // Σ types and Σ types · ln m from each entry on.
        var tails: [(types: Double, sumOfLogs: Double)] = []
        for entry in entries.reversed() {
            types += Double(entry.types)
            sumOfLogs += Double(entry.types) * log(Double(entry.frequency))
            tails.append((types, sumOfLogs))
        }
        tails.reverse()
        let cumulativeTypes = FrequencySpectrum.cumulativeTypes(entries)
        var best: (minimum: Int, distance: Double)?
        var last: Double?
        for start in entries.indices.dropLast() {
            let minimum = entries[start].frequency
            let meanLog = tails[start].sumOfLogs / tails[start].types - log(Double(minimum))
            guard meanLog > 0 else { continue }
            let (exponent, _) = ZetaTail.likeliestExponent(minimum: minimum, meanLog: meanLog, start: last)
            last = exponent
            let fit = ZetaTail(minimum: minimum, exponent: exponent)
            let distance = fit.distance(
                entries[start...], cumulativeTypes: cumulativeTypes, atMost: best?.distance ?? .infinity)
            if distance < best?.distance ?? .infinity { best = (minimum, distance) }
        }
        return best
    }
}
