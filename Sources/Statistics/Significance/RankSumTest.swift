internal import Foundation

/// Wilcoxon's rank-sum test (of Mann and Whitney): whether the values of one sample tend to be larger than those of another.
///
/// Equal values share the mean of their ranks. With 20 values or fewer in all p is exact, of all ways to draw the first sample
/// from the values as they are, equal ones included; with more it is that of a normal deviate, its variance corrected for ties and
/// the distance by ½ for continuity.
///
/// ```swift
/// var test = RankSumTest(first: 5, second: 5)
/// test.probability(of: [0, 0, 3, 4, 5], [1, 1, 0, 0, 0])
/// ```
///
/// It remembers exact distributions, so that one value serves many tests of samples of the same sizes.
/// - SeeAlso: Wilcoxon (1945), "Individual comparisons by ranking methods"; Lehmann (1975), *Nonparametrics*, sections 1.2 and
///   1.4, for both forms with ties.
public struct RankSumTest: Sendable {
    /// The sizes of the samples.
    public let first: Int
    public let second: Int
    /// The probabilities of distances from the mean, in half ranks, or more, by the sizes of the groups of equal values.
    private var tails: [[Int]: [Double]] = [:]

    /// The largest number of values of which p is exact.
    public static let mostExact = 20

    public init(first: Int, second: Int) {
        precondition(first > 0 && second > 0, "a sample has a value")
        (self.first, self.second) = (first, second)
    }

    /// p, two-sided: how often the sum of ranks would be as far from its mean, on either side, or farther.
    ///
    /// - Parameters:
    ///   - first: a sample of the first size.
    ///   - second: a sample of the second size.
    public mutating func probability(of first: [Double], _ second: [Double]) -> Double {
        precondition(first.count == self.first && second.count == self.second, "samples are of the sizes given")
        var values = first.map { (value: $0, isFirst: true) } + second.map { (value: $0, isFirst: false) }
        return probability(positive: &values)
    }

    /// The same of values that are not negative, of which those that are 0 need not be named.
    ///
    /// - Parameter values: in any order; they are sorted.
    package mutating func probability(positive values: inout [(value: Double, isFirst: Bool)]) -> Double {
        values.sort { $0.value < $1.value }
        let zeros = first + second - values.count
        // Of the ranks of the first sample, twice the sum; a group of equal values shares twice its mean rank.
        var (sum, groups) = (0, zeros > 0 ? [zeros] : [])
        var firstMet = 0
        var start = 0
        while start < values.count {
            var end = start
            var members = 0
            while end < values.count, values[end].value == values[start].value {
                if values[end].isFirst { members += 1 }
                end += 1
            }
            sum += members * (2 * zeros + start + end + 1)
            firstMet += members
            groups.append(end - start)
            start = end
        }
        sum += (first - firstMet) * (zeros + 1)
        let distance = abs(sum - first * (first + second + 1))
        return first + second <= Self.mostExact ? exact(distance, groups) : normal(distance, groups)
    }

    /// - Parameter distance: from the mean, in half ranks.
    private func normal(_ distance: Int, _ groups: [Int]) -> Double {
        let (m, n, all) = (Double(first), Double(second), Double(first + second))
        let ties = groups.reduce(0.0) { $0 + (Double($1) * Double($1) * Double($1) - Double($1)) }
        let variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)))
        // All values are equal.
        guard variance > 0 else { return 1 }
        return twoSidedNormalProbability(max(0, Double(distance) / 2 - 0.5) / variance.squareRoot())
    }

    private mutating func exact(_ distance: Int, _ groups: [Int]) -> Double {
        let tail = tails[groups] ?? tail(of: groups)
        tails[groups] = tail
        return tail[distance]
    }

    /// Counts the ways to draw the first sample, group by group, by twice its sum of ranks.
    private func tail(of groups: [Int]) -> [Double] {
        let all = first + second
        let most = all * (all + 1)
        var ways = [[Double]](repeating: [Double](repeating: 0, count: most + 1), count: first + 1)
        ways[0][0] = 1
        var before = 0
        for size in groups {
            let rank = 2 * before + size + 1
            before += size
            for drawn in stride(from: first, through: 1, by: -1) {
                for members in 1...min(size, drawn) {
                    let choices = choose(size, members)
                    for sum in ways[drawn - members].indices where ways[drawn - members][sum] > 0 {
                        ways[drawn][sum + members * rank] += choices * ways[drawn - members][sum]
                    }
                }
            }
        }
        let mean = first * (all + 1)
        var tail = [Double](repeating: 0, count: most + 1)
        for (sum, count) in ways[first].enumerated() where count > 0 { tail[abs(sum - mean)] += count }
        for distance in stride(from: most - 1, through: 0, by: -1) { tail[distance] += tail[distance + 1] }
        return tail.map { min(1, $0 / tail[0]) }
    }

    private func choose(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
    }
}
