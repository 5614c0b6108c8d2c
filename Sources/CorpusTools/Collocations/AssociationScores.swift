package import Statistics

/// How strongly a word is tied to a node, or the words of an n-gram to each other, by the measures in use.
package struct AssociationScores: Sendable {
    private let table: ContingencyTable
    private let cooccurrence: Cooccurrence
    private let frequencies: [Int]

    /// - Parameters:
    ///   - table: the node's, or the first words', against the last word's.
    ///   - expected: how often they would occur together by chance; the table's where `nil`.
    ///   - joint: how often they do.
    ///   - frequencies: of each of them, for Dice's coefficient.
    package init(_ table: ContingencyTable, expected: Double? = nil, joint: Int, frequencies: [Int]) {
        self.table = table
        cooccurrence = Cooccurrence(observed: joint, expected: expected ?? table.expected)
        self.frequencies = frequencies
    }

    package var observed: Int { cooccurrence.observed }
    package var expected: Double { cooccurrence.expected }

    /// The value by one measure; `nil` where it is undefined.
    package func value(by measure: AssociationMeasure) -> Double? {
        switch measure {
        case .observed: Double(observed)
        case .expected: expected
        case .logDice: logDice(together: observed, frequencies)
        case .mutualInformation: cooccurrence.mutualInformation()
        case .mutualInformation2: cooccurrence.mutualInformation(power: 2)
        case .mutualInformation3: cooccurrence.mutualInformation(power: 3)
        case .tScore: cooccurrence.tScore
        case .zScore: cooccurrence.zScore
        case .logLikelihoodRatio: table.signedLogLikelihoodRatio
        case .deltaPGivenNode: table.deltaPGivenRow
        case .deltaPGivenWord: table.deltaPGivenColumn
        case .dice: diceCoefficient(together: observed, frequencies)
        case .logRatio: table.logRatio?.value
        case .logRatioLow: table.logRatio?.low
        case .logRatioHigh: table.logRatio?.high
        }
    }
}

/// By what collocates are sorted; the values are the names of columns.
public enum AssociationMeasure: String, Sendable, CaseIterable {
    case observed
    case expected
    case logDice = "logdice"
    case mutualInformation = "mi"
    case mutualInformation2 = "mi2"
    case mutualInformation3 = "mi3"
    case tScore = "t"
    case zScore = "z"
    case logLikelihoodRatio = "g2"
    case deltaPGivenNode = "delta_p_given_node"
    case deltaPGivenWord = "delta_p_given_word"
    case dice
    case logRatio = "log_ratio"
    case logRatioLow = "log_ratio_low"
    case logRatioHigh = "log_ratio_high"
}
