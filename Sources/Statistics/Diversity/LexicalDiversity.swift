internal import Foundation

/// Measures of lexical diversity that depend on the frequencies alone.
public struct LexicalDiversity: Sendable, Equatable {
    public let tokens: Int
    public let types: Int
    private let spectrum: FrequencySpectrum

    /// - Returns: `nil` for no tokens.
    public init?(_ spectrum: FrequencySpectrum) {
        guard !spectrum.isEmpty else { return nil }
        self.spectrum = spectrum
        tokens = spectrum.tokens
        types = spectrum.types
    }

    private var n: Double { Double(tokens) }
    private var v: Double { Double(types) }

    /// Types by tokens, V/N. It falls with the length of the text.
    public var typeTokenRatio: Double { v / n }
    /// Guiraud’s R = V/√N (1954).
    public var guiraud: Double { v / sqrt(n) }
    /// Herdan’s C = ln V/ln N (1960); `nil` for one token.
    public var herdan: Double? { tokens > 1 ? log(v) / log(n) : nil }
    /// Yule’s K = 10⁴ (Σ m² V_m − N)/N² (1944).
    public var yule: Double { 1e4 * (sum { $0 * $0 } - n) / (n * n) }
    /// Simpson’s D = Σ V_m m (m − 1)/(N (N − 1)) (1949): that two tokens are of one type; `nil` for one token.
    public var simpson: Double? { tokens > 1 ? sum { $0 * ($0 - 1) } / (n * (n - 1)) : nil }
    /// HD-D: the mean type–token ratio of 42 tokens drawn without replacement (McCarthy & Jarvis 2007); `nil` for fewer.
    public var hypergeometricDiversity: Double? {
        tokens >= 42 ? spectrum.expectedTypes(inSampleOf: 42) / 42 : nil
    }

    /// −Σ p ln p with p = m/N, in nats; biased downward.
    public var entropy: Double { log(n) - sum { $0 * log($0) } / n }
    /// Miller and Madow’s correction, + (V − 1)/(2N) (1955), in nats.
    public var entropyMillerMadow: Double { entropy + (v - 1) / (2 * n) }
    /// Chao and Shen’s estimate (2003, Environmental and Ecological Statistics 10, eq. 8), in nats: probabilities shrunk by
    /// the coverage 1 − V₁/N, and types weighed by the inverse of the chance to be seen.
    public var entropyChaoShen: Double {
        // With nothing but hapaxes the coverage would be 0.
        let once = min(Double(spectrum.hapaxLegomena), n - 1)
        let coverage = 1 - once / n
        guard coverage > 0 else { return 0 }
        return sum { m in
            let p = coverage * m / n
            return -p * log(p) / -expm1(n * log1p(-p))
        }
    }

    /// Σ V_m f(m).
    private func sum(_ f: (Double) -> Double) -> Double {
        spectrum.entries.reduce(0) { $0 + Double($1.types) * f(Double($1.frequency)) }
    }
}
