internal import Foundation

/// How often two things, a row's and a column's, occur together, apart and not at all: a word near a node, or a word in one of
/// two corpora.
///
/// |           | word      | others    |       |
/// |-----------|-----------|-----------|-------|
/// | near node | O₁₁       | O₁₂       | R₁    |
/// | elsewhere | O₂₁       | O₂₂       | R₂    |
/// |           | C₁        | C₂        | N     |
///
/// - SeeAlso: Evert (2008), "Corpora and collocations", in *Corpus Linguistics. An International Handbook*; its observed and
///   expected frequencies.
public struct ContingencyTable: Sendable, Hashable {
    /// O₁₁.
    public let both: Int
    /// O₁₂.
    public let rowAlone: Int
    /// O₂₁.
    public let columnAlone: Int
    /// O₂₂.
    public let neither: Int

    /// - Precondition: no count is negative.
    public init(both: Int, rowAlone: Int, columnAlone: Int, neither: Int) {
        precondition(both >= 0 && rowAlone >= 0 && columnAlone >= 0 && neither >= 0, "counts are not negative")
        (self.both, self.rowAlone, self.columnAlone, self.neither) = (both, rowAlone, columnAlone, neither)
    }

    /// R₁.
    public var row: Int { both + rowAlone }
    /// R₂.
    public var otherRow: Int { columnAlone + neither }
    /// C₁.
    public var column: Int { both + columnAlone }
    /// C₂.
    public var otherColumn: Int { rowAlone + neither }
    /// N.
    public var total: Int { row + otherRow }

    /// E₁₁ = R₁C₁/N, how often both would occur together by chance; 0 in an empty table.
    public var expected: Double { total == 0 ? 0 : Double(row) * Double(column) / Double(total) }
}

extension ContingencyTable {
    /// How often both occur together, and would by chance: what several measures are made of.
    package var cooccurrence: Cooccurrence { Cooccurrence(observed: both, expected: expected) }

    /// Pointwise mutual information, log₂(O₁₁ᵏ/E₁₁), in bits; `nil` where O₁₁ is 0.
    ///
    /// - Parameter power: k, 1 for MI, 2 and 3 for MI² and MI³, which let rare pairs down.
    /// - SeeAlso: Church & Hanks (1990), eq. 2; Daille (1994) for the powers.
    public func mutualInformation(power: Int = 1) -> Double? { cooccurrence.mutualInformation(power: power) }

    /// Student's t as linguists take it, (O₁₁ − E₁₁)/√O₁₁; `nil` where O₁₁ is 0.
    /// - SeeAlso: Manning & Schütze (1999), section 5.3.1.
    public var tScore: Double? { cooccurrence.tScore }

    /// The z-score, (O₁₁ − E₁₁)/√E₁₁; `nil` where E₁₁ is 0.
    /// - SeeAlso: Evert (2008), table 2.
    public var zScore: Double? { cooccurrence.zScore }

    /// The log-likelihood ratio G² = 2 Σ Oᵢⱼ ln(Oᵢⱼ/Eᵢⱼ) of all four cells, 0 or more: χ² with one degree of freedom where the
    /// two are independent.
    /// - SeeAlso: Dunning (1993), section 5.2.
    public var logLikelihoodRatio: Double {
        let n = Double(total)
        func term(_ observed: Int, _ row: Int, _ column: Int) -> Double {
            observed == 0
                ? 0 : Double(observed) * (log(Double(observed)) + log(n) - log(Double(row)) - log(Double(column)))
        }
        let sum =
            term(both, row, column) + term(rowAlone, row, otherColumn) + term(columnAlone, otherRow, column)
            + term(neither, otherRow, otherColumn)
        return max(0, 2 * sum)
    }

    /// G², negative where both occur together less often than by chance.
    public var signedLogLikelihoodRatio: Double {
        Double(both) < expected ? -logLikelihoodRatio : logLikelihoodRatio
    }

    /// ΔP(column | row) = O₁₁/R₁ − O₂₁/R₂, −1 to 1; `nil` where a row is empty.
    /// - SeeAlso: Gries (2013), "50-something years of work on collocations".
    public var deltaPGivenRow: Double? {
        row == 0 || otherRow == 0 ? nil : Double(both) / Double(row) - Double(columnAlone) / Double(otherRow)
    }

    /// ΔP(row | column) = O₁₁/C₁ − O₁₂/C₂, −1 to 1; `nil` where a column is empty.
    public var deltaPGivenColumn: Double? {
        column == 0 || otherColumn == 0
            ? nil : Double(both) / Double(column) - Double(rowAlone) / Double(otherColumn)
    }

    /// The log ratio log₂((O₁₁/R₁)/(O₂₁/R₂)) with its 95 % interval, in bits; `nil` where a row is empty. A count of zero is
    /// taken as a half.
    ///
    /// The interval is that of a ratio of two proportions: 1.96 √(1/O₁₁ − 1/R₁ + 1/O₂₁ − 1/R₂) on either side of the
    /// natural logarithm.
    /// - SeeAlso: Hardie (2014), "Log Ratio: an informal introduction"; Katz et al. (1978), *Biometrics* 34, for the interval.
    public var logRatio: (value: Double, low: Double, high: Double)? {
        guard row > 0, otherRow > 0 else { return nil }
        let (a, b) = (both == 0 ? 0.5 : Double(both), columnAlone == 0 ? 0.5 : Double(columnAlone))
        let (m, n) = (Double(row), Double(otherRow))
        let value = log2(a) - log2(m) - log2(b) + log2(n)
        let error = max(0, 1 / a - 1 / m + 1 / b - 1 / n).squareRoot() / M_LN2
        return (value, value - 1.959963984540054 * error, value + 1.959963984540054 * error)
    }
}

/// The Dice coefficient of k things, k f(x₁ … x_k)/(f(x₁) + … + f(x_k)); `nil` where none occurs.
///
/// 0 to 1 where no occurrence counts twice: words in the span of one node may be more than there are nodes.
public func diceCoefficient(both: Int, _ frequencies: Int...) -> Double? {
    diceCoefficient(together: both, frequencies)
}

/// The same of things in a list.
package func diceCoefficient(together: Int, _ frequencies: [Int]) -> Double? {
    let sum = frequencies.reduce(0, +)
    return sum == 0 ? nil : Double(frequencies.count) * Double(together) / Double(sum)
}

/// 14 + log₂ of the Dice coefficient, the same in corpora of any size; `nil` where they never occur together.
/// - SeeAlso: Rychlý (2008), "A lexicographer-friendly association score".
public func logDice(both: Int, _ frequencies: Int...) -> Double? { logDice(together: both, frequencies) }

/// The same of things in a list.
package func logDice(together: Int, _ frequencies: [Int]) -> Double? {
    guard together > 0, let dice = diceCoefficient(together: together, frequencies) else { return nil }
    return 14 + log2(dice)
}
