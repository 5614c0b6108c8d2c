internal import Foundation

/// How far the curve lies from its fits, by doublings of the rank: means of ln observed − ln fitted frequency.
///
/// A law that holds leaves residuals near 0 without a trend; a power law fitted to what is none leaves an arc.
package struct ZipfResidual: Sendable, Equatable {
    package let ranks: ClosedRange<Int>
    /// The geometric mean of the frequencies at these ranks.
    package let frequency: Double
    /// From the least-squares line; `nil` outside its ranks.
    package let line: Double?
    package let zipfMandelbrot: Double?
    /// From f₂; `nil` for independent halves, whose types are not those that f₂ was fitted to.
    package let wholeRange: Double?
}

extension ZipfAnalysis {
    /// The residuals of each doubling of the rank whose types all have tokens.
    package var residuals: [ZipfResidual] {
        guard curve.types > 0 else { return [] }
        let tokens = curve.runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        return RankFrequency.doublings(1...curve.types).compactMap { bin in
            let runs = curve.runs(in: bin)
            guard runs.allSatisfy({ $0.frequency > 0 }) else { return nil }
            let count = Double(bin.count)
            let observed = runs.reduce(0) { $0 + Double($1.count) * log($1.frequency) } / count
            let logRank = SumsOfLogarithms.first(bin) / count
            let isFitted = line.map { $0.ranks.contains(bin.lowerBound) && $0.ranks.contains(bin.upperBound) } ?? false
            return ZipfResidual(
                ranks: bin, frequency: exp(observed),
                line: isFitted ? line.map { observed - ($0.intercept - $0.exponent * logRank) } : nil,
                zipfMandelbrot: zipfMandelbrot.map {
                    // ln of N p(1) (1 + b)^a (r + b)^−a.
                    let first = log(tokens * $0.probability(ofRank: 1)) + $0.exponent * log1p($0.shift)
                    return observed - (first - $0.exponent * SumsOfLogarithms.first(bin, shift: $0.shift) / count)
                },
                wholeRange: wholeRange.flatMap { law in
                    guard curve.types == spectrum.types else { return nil }
                    // Rank r is V · P(X ≥ m), so m = xmin (V/r)^s.
                    let first = log(Double(law.distribution.minimum)) + law.zipfExponent * log(Double(curve.types))
                    return observed - (first - law.zipfExponent * logRank)
                })
        }
    }
}
