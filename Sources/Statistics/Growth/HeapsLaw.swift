internal import Foundation

/// Heaps’ law, V(N) = K N^h, by least squares of ln V on ln N at sizes evenly spaced in their logarithm.
public struct HeapsLaw: Sendable, Equatable {
    /// K.
    public let coefficient: Double
    /// h.
    public let exponent: Double

    /// - Returns: `nil` for fewer than two sizes.
    public init?(_ points: [(tokens: Int, types: Double)]) {
        let usable = points.filter { $0.tokens > 0 && $0.types > 0 }
        guard let line = LineFit(usable.map { (x: log(Double($0.tokens)), y: log($0.types)) }) else { return nil }
        coefficient = exp(line.intercept)
        exponent = line.slope
    }

    public func types(inTokens n: Double) -> Double { coefficient * pow(n, exponent) }
}
