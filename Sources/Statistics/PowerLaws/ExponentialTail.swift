internal import Foundation

/// The exponential distribution of whole numbers, p(m) = (1 − e^−λ) e^−λ(m − xmin): geometric.
struct ExponentialTail: CountDistribution {
    let minimum: Int
    /// λ > 0.
    let rate: Double

    func logProbability(_ m: Int) -> Double { log(-expm1(-rate)) - rate * Double(m - minimum) }

    func survival(_ m: Int) -> Double { exp(-rate * Double(m - minimum)) }

    /// The likeliest, λ = ln(1 + 1/(mean − xmin)).
    /// - Precondition: some frequency lies above the first of the tail.
    init(fitting tail: ArraySlice<FrequencySpectrum.Entry>) {
        minimum = tail.first!.frequency
        let types = tail.reduce(0) { $0 + $1.types }
        let excess = tail.reduce(0.0) { [minimum] in $0 + Double($1.types) * Double($1.frequency - minimum) }
        rate = log1p(Double(types) / excess)
    }
}
