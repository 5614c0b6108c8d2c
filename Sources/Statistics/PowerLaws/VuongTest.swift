internal import Foundation

/// Which of two models of the same frequencies is closer to the truth, if the data can tell.
public struct VuongTest: Sendable, Equatable {
    /// A model of the frequencies of types.
    public enum Model: String, Sendable {
        case zeta = "zeta"
        case wholeRange = "f2"
        case lognormal = "lognormal"
        case exponential = "exponential"
        case truncatedPowerLaw = "truncated power law"
    }

    public let first: Model
    public let second: Model
    /// Both are fitted to frequencies of at least this.
    public let minimum: Int
    /// ln of the ratio of likelihoods; positive favours the first.
    public let logLikelihoodRatio: Double
    /// Vuong's statistic; `nil` for nested models, where the statistic is 2 × the ratio, and for equal ones.
    public let z: Double?
    /// That a ratio as far from 0 comes about by chance while both are equally far from the truth; `nil` where the second
    /// has become the first.
    public let pValue: Double?
    /// Whether the second, fitted, is at the edge of its parameters: a lognormal there is a continuous power law, rounded.
    ///
    /// From a high xmin on that is the discrete power law; at a low one it is a law of its own, and a rival.
    public let isAtEdge: Bool

    /// Whether the second, at its edge, has become the first, so that there is nothing to test.
    public var isSameLaw: Bool { pValue == nil }
    /// Laws whose likelihoods are nearer than this factor, one of them at its edge, are the same.
    private static let sameLaw = M_E

    /// The model that the data favour at 5 %, `nil` where they cannot tell.
    public var favoured: Model? {
        guard let pValue, pValue <= 0.05 else { return nil }
        return logLikelihoodRatio > 0 ? first : second
    }

    /// Vuong's test (1989, Econometrica 57, eq. 5.6) for models of which neither contains the other.
    static func vuong(
        _ first: (Model, any CountDistribution), _ second: (Model, any CountDistribution),
        _ tail: ArraySlice<FrequencySpectrum.Entry>, isAtEdge: Bool = false
    ) -> VuongTest {
        var (n, sum, squares) = (0.0, 0.0, 0.0)
        for entry in tail {
            let difference = first.1.logProbability(entry.frequency) - second.1.logProbability(entry.frequency)
            n += Double(entry.types)
            sum += Double(entry.types) * difference
            squares += Double(entry.types) * difference * difference
        }
        let variance = max(0, squares / n - square(sum / n))
        let isSameLaw = isAtEdge && abs(sum) < log(sameLaw)
        let z = variance > 1e-24 && !isSameLaw ? sum / sqrt(n * variance) : nil
        return VuongTest(
            first: first.0, second: second.0, minimum: first.1.minimum, logLikelihoodRatio: sum, z: z,
            pValue: isSameLaw ? nil : z.map(twoSidedNormalProbability) ?? 1, isAtEdge: isAtEdge)
    }

    /// A law against the likeliest lognormal.
    static func lognormal(
        against law: (Model, any CountDistribution), _ tail: ArraySlice<FrequencySpectrum.Entry>
    ) -> VuongTest {
        let rival = LognormalTail(fitting: tail)
        return vuong(law, (.lognormal, rival), tail, isAtEdge: rival.isAtEdge)
    }

    /// The likelihood ratio test of a power law against itself with a cutoff, whose λ = 0 lies at the edge: half of χ²
    /// with one degree of freedom (Self & Liang 1987, case 5).
    static func cutoff(
        _ law: ZetaTail, _ truncated: TruncatedPowerLaw, _ tail: ArraySlice<FrequencySpectrum.Entry>
    ) -> VuongTest {
        // A fit at the edge, with nearly no cutoff, may fall short of the one without by rounding.
        let ratio = min(0, law.logLikelihood(tail) - truncated.logLikelihood(tail))
        return VuongTest(
            first: .zeta, second: .truncatedPowerLaw, minimum: law.minimum, logLikelihoodRatio: ratio, z: nil,
            pValue: ratio == 0 ? 1 : erfc(sqrt(-ratio)) / 2, isAtEdge: false)
    }
}

extension PowerLawFit {
    /// The power law against the lognormal, the exponential and itself with a cutoff, all above the same xmin.
    package func comparisons(in spectrum: FrequencySpectrum) -> [VuongTest] {
        let tail = spectrum.entries[spectrum.entries.firstIndex { $0.frequency >= minimum }!...]
        // The rivals begin at the first frequency that occurs. An xmin below it, asked for, would give them an advantage.
        guard tail.first!.frequency == minimum else { return [] }
        let law = (VuongTest.Model.zeta, distribution)
        return [
            .lognormal(against: law, tail),
            .vuong(law, (.exponential, ExponentialTail(fitting: tail)), tail),
            .cutoff(distribution, TruncatedPowerLaw(fitting: tail, exponent: exponent), tail),
        ]
    }
}

extension WholeRangeFit {
    /// f₂ against the zeta distribution, the lognormal and the exponential over the whole range.
    package func comparisons(in spectrum: FrequencySpectrum) -> [VuongTest] {
        let all = spectrum.entries[...]
        guard let zeta = PowerLawFit(spectrum, minimum: distribution.minimum) else { return [] }
        let law = (VuongTest.Model.wholeRange, distribution)
        return [
            .vuong(law, (.zeta, zeta.distribution), all),
            .lognormal(against: law, all),
            .vuong(law, (.exponential, ExponentialTail(fitting: all)), all),
        ]
    }
}
