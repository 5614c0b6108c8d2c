internal import Foundation

extension FrequencySpectrum {
    /// How many types n tokens drawn without replacement have on average, over all drawings: the growth curve of the
    /// shuffled text, without a shuffle.
    ///
    /// E[V(n)] = Σ V_m [1 − C(N − m, n)/C(N, n)] (Hurlbert 1971, Ecology 52, p. 581). Relative error below 1e-7.
    /// - Precondition: 0 ≤ n ≤ N.
    public func expectedTypes(inSampleOf n: Int) -> Double {
        precondition(0...tokens ~= n, "a sample is at most the whole")
        return entries.reduce(0) { $0 + Double($1.types) * (1 - absence(of: $1.frequency, from: n)) }
    }

    /// How many types occur once in n tokens drawn without replacement, on average.
    public func expectedHapaxLegomena(inSampleOf n: Int) -> Double {
        precondition(0...tokens ~= n, "a sample is at most the whole")
        guard n > 0 else { return 0 }
        // m C(N − m, n − 1)/C(N, n): one of the m tokens is drawn and n − 1 of the others.
        return entries.reduce(0) { sum, entry in
            let m = entry.frequency
            guard n - 1 <= tokens - m else { return sum }
            let logShare = logChoose(tokens - m, n - 1) - logChoose(tokens, n)
            return sum + Double(entry.types) * Double(m) * exp(logShare)
        }
    }

    /// C(N − m, n)/C(N, n).
    private func absence(of m: Int, from n: Int) -> Double {
        guard n <= tokens - m else { return 0 }
        // Few factors are multiplied out, which is exact where the logarithms of large factorials would cancel.
        if m <= 64 {
            return (0..<m).reduce(1.0) { $0 * Double(tokens - n - $1) / Double(tokens - $1) }
        }
        return exp(logChoose(tokens - m, n) - logChoose(tokens, n))
    }
}

/// ln C(n, k).
private func logChoose(_ n: Int, _ k: Int) -> Double {
    logGamma(Double(n) + 1) - logGamma(Double(k) + 1) - logGamma(Double(n - k) + 1)
}
