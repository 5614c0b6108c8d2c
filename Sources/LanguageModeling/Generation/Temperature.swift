internal import Foundation

/// The distribution P_T(w) ∝ P(w)^(1/T), by word: flatter above T = 1, steeper below, at 0 the likeliest word alone.
///
/// The likeliest of several is that of the least id, as in drawing. What is 0 stays 0.
///
/// - Parameters:
///   - probabilities: not negative; need not sum to 1.
///   - temperature: T, not negative and finite.
/// - Returns: numbers that sum to 1, the same ones at T = 1; all 0 where all are 0.
package func tempered(_ probabilities: [Double], temperature: Double) -> [Double] {
    precondition(temperature >= 0 && temperature.isFinite)
    if temperature == 1 { return probabilities }
    guard let largest = probabilities.max(), largest > 0 else { return probabilities }
    if temperature == 0 {
        var alone = [Double](repeating: 0, count: probabilities.count)
        alone[probabilities.firstIndex(of: largest)!] = 1
        return alone
    }
    let weights = temperedWeights(probabilities, largest: largest, temperature: temperature)
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
}

/// The same up to a factor, the largest being 1, so that no power underflows for all words at once.
func temperedWeights(_ probabilities: [Double], largest: Double, temperature: Double) -> [Double] {
    probabilities.map { $0 > 0 ? exp(log($0 / largest) / temperature) : 0 }
}
