internal import Basics

/// How often samples of a fitted model lie further from their own fit than the data from their fit.
///
/// A p-value above 0.1 says that the data could come from the model. It is (1 + exceedances)/(1 + samples), and no less than
/// 1/(1 + samples) however far the data lie.
public struct GoodnessOfFit: Sendable, Equatable {
    public let exceedances: Int
    public let samples: Int

    public var pValue: Double { Double(1 + exceedances) / Double(1 + samples) }
    /// Whether the p-value is the least that so many samples can give, and the true one may be less.
    public var isAtFloor: Bool { exceedances == 0 }

    static func counting(
        _ samples: Int, seed: UInt64, threads: Int?, above distance: Double,
        _ bootstrappedDistance: @Sendable (inout SeededGenerator) -> Double
    ) -> GoodnessOfFit {
        let root = SeededGenerator(seed: seed)
        let exceeds = parallelMap(samples, threads: threads) { index in
            var generator = root.fork(index)
            return bootstrappedDistance(&generator) >= distance
        }
        return GoodnessOfFit(exceedances: exceeds.count { $0 }, samples: samples)
    }
}

extension WholeRangeFit {
    /// How many frequencies a bootstrap sample is made of and fitted to, about.
    func bootstrapSize(of spectrum: FrequencySpectrum) -> Int { distribution.visited(inSampleOf: spectrum.types) }

    /// The parametric bootstrap of Kolmogorov and Smirnov's D, the exponent fitted anew to each sample.
    /// - Complexity: each sample costs of the order of √V.
    public func goodnessOfFit(
        of spectrum: FrequencySpectrum, samples: Int, seed: UInt64, threads: Int? = nil
    ) -> GoodnessOfFit {
        let model = distribution
        let types = spectrum.types
        return .counting(samples, seed: seed, threads: threads, above: distance) { generator in
            let sample = model.sample(types, using: &generator)[...]
            guard let (exponent, _) = WholeRangePowerLaw.likeliestExponent(sample) else { return 0 }
            return WholeRangePowerLaw(minimum: model.minimum, exponent: exponent).distance(sample)
        }
    }
}

extension PowerLawFit {
    /// How many frequencies a bootstrap sample is made of and fitted to, about.
    func bootstrapSize(of spectrum: FrequencySpectrum) -> Int {
        spectrum.entries.count + distribution.visited(inSampleOf: tailTypes)
    }

    /// The semi-parametric bootstrap of Clauset, Shalizi & Newman (2009, section 4.1).
    ///
    /// Of as many types as the data have, each is drawn from the fitted tail with the tail's share, else from the data
    /// below xmin; xmin and α are fitted anew to each sample. Where xmin was given and not found in the data, only the tail
    /// is drawn, as large as it is, and only α is fitted anew.
    public func goodnessOfFit(
        of spectrum: FrequencySpectrum, samples: Int, seed: UInt64, searchingMinimum: Bool = true, threads: Int? = nil
    ) -> GoodnessOfFit {
        let model = distribution
        if !searchingMinimum {
            return .counting(samples, seed: seed, threads: threads, above: distance) { generator in
                let sample = model.sample(tailTypes, using: &generator)[...]
                let meanLog = Self.meanLog(sample, above: model.minimum, types: tailTypes)
                guard meanLog > 0 else { return 0 }
                let (exponent, _) = ZetaTail.likeliestExponent(minimum: model.minimum, meanLog: meanLog)
                return ZetaTail(minimum: model.minimum, exponent: exponent).distance(sample)
            }
        }
        let body = spectrum.entries.filter { $0.frequency < model.minimum }
        let (types, share) = (spectrum.types, Double(tailTypes) / Double(spectrum.types))
        return .counting(samples, seed: seed, threads: threads, above: distance) { generator in
            let tail = binomialDraw(types, share, using: &generator)
            let sample =
                resampled(body, types: types - tail, using: &generator) + model.sample(tail, using: &generator)
            return Self.bestMinimum(sample)?.distance ?? 0
        }
    }
}

/// A multinomial draw of `types` types from a spectrum.
func resampled(
    _ entries: [FrequencySpectrum.Entry], types: Int, using generator: inout SeededGenerator
) -> [FrequencySpectrum.Entry] {
    var remaining = types
    var weight = entries.reduce(0) { $0 + $1.types }
    var sample: [FrequencySpectrum.Entry] = []
    for entry in entries {
        let count = binomialDraw(remaining, Double(entry.types) / Double(weight), using: &generator)
        if count > 0 { sample.append(.init(frequency: entry.frequency, types: count)) }
        remaining -= count
        weight -= entry.types
    }
    return sample
}
