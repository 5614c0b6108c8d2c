/// What a distance between occurrences of a word adds to its average reduced frequency, times the number of tokens: a whole
/// number, so that the order of a sum of them is of no account.
///
/// - Parameters:
///   - distance: from one occurrence to the next, 1 or more.
///   - count: f, of the word.
///   - tokens: N, of the corpus.
/// - Returns: min(d f, N).
package func reducedFrequencyTerm(distance: Int, count: Int, tokens: Int) -> Int {
    let (product, overflows) = distance.multipliedReportingOverflow(by: count)
    return overflows ? tokens : min(product, tokens)
}

/// The average reduced frequency of a word: about its count where it is spread evenly, about 1 where its occurrences stand
/// together.
///
/// ARF = (1/v) Σ min(dᵢ, v), with v = N/f the mean distance and dᵢ the distances between occurrences that follow each other, the
/// last and the first taken round the end of the corpus.
///
/// - Parameters:
///   - positions: of its occurrences in ascending order, from 0.
///   - tokens: N, more than the last position.
/// - Returns: 1 to the number of positions; 0 without any.
/// - SeeAlso: Savický & Hlaváčová (2002), "Measures of word commonness", *Journal of Quantitative Linguistics* 9.
public func averageReducedFrequency(positions: [Int], tokens: Int) -> Double {
    guard let first = positions.first, let last = positions.last else { return 0 }
    precondition(first >= 0 && last < tokens, "positions lie inside the corpus")
    var sum = 0
    for (a, b) in zip(positions, positions.dropFirst() + [first + tokens]) {
        precondition(a < b, "positions ascend")
        sum += reducedFrequencyTerm(distance: b - a, count: positions.count, tokens: tokens)
    }
    return Double(sum) / Double(tokens)
}
