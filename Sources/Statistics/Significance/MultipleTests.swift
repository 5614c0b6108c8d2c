internal import Foundation

/// The logarithm of the probability that a χ² of one degree of freedom is this large or larger. It goes on where the
/// probability itself is below what a `Double` holds, from G² about 1,480.
///
/// - Parameter value: 0 or more, as G².
package func logChiSquaredProbability(_ value: Double) -> Double {
    let x = (max(0, value) / 2).squareRoot()
    return log(scaledComplementaryError(x)) - x * x
}

/// Probabilities of one family of tests, each adjusted so that the probability of one false alarm or more in all of them stays
/// below the level.
///
/// - Parameter logarithms: natural, of the tests' own p.
/// - Returns: the logarithms of the adjusted p in the same order, 0 at most.
/// - SeeAlso: Holm (1979), "A simple sequentially rejective multiple test procedure".
package func holmAdjusted(logarithms: [Double]) -> [Double] {
    var adjusted = logarithms
    var least = -Double.infinity
    let order = logarithms.indices.sorted { (logarithms[$0], $0) < (logarithms[$1], $1) }
    for (rank, index) in order.enumerated() {
        least = max(least, min(0, logarithms[index] + log(Double(logarithms.count - rank))))
        adjusted[index] = least
    }
    return adjusted
}
