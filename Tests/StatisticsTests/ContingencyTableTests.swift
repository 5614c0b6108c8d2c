internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct ContingencyTableTests {
    /// Gries (2013), his table of *of course*.
    private let ofCourse = ContingencyTable(both: 5_610, rowAlone: 168_938, columnAlone: 2_257, neither: 10_233_063)

    @Test func publishedValues() {
        expectClose(ofCourse.mutualInformation(), 5.41037, 1e-6)
        expectClose(ofCourse.mutualInformation(power: 3), 30.31794, 1e-6)
        expectClose(ofCourse.zScore, 476.9685, 1e-6)
        expectClose(ofCourse.logLikelihoodRatio, 36_693.849, 1e-7)
        expectClose(ofCourse.deltaPGivenRow, 0.032, 5e-4)
        expectClose(ofCourse.deltaPGivenColumn, 0.697, 5e-4)
        expectClose(diceCoefficient(both: 5_610, ofCourse.row, ofCourse.column), 0.061508, 1e-6)
        expectClose(logDice(both: 5_610, ofCourse.row, ofCourse.column), 9.976920, 1e-6)
        // Dunning (1993), table 3; Manning & Schütze (1999), *new companies*.
        let dunning = ContingencyTable(both: 10, rowAlone: 0, columnAlone: 3, neither: 31_764)
        expectClose(dunning.logLikelihoodRatio, 167.23, 1e-4)
        let companies = ContingencyTable(both: 8, rowAlone: 15_820, columnAlone: 4_667, neither: 14_287_173)
        expectClose(companies.tScore, 0.999932, 1e-6)
    }

    /// Dunning (1993), table 3, and Manning & Schütze (1999), tables 5.6 and 5.15, as NLTK's doctest of collocations has them:
    /// n(xy), n(x), n(y) and N.
    @Test func valuesOfNLTK() {
        func table(_ both: Int, _ x: Int, _ y: Int, _ total: Int) -> ContingencyTable {
            ContingencyTable(both: both, rowAlone: x - both, columnAlone: y - both, neither: total - x - y + both)
        }
        expectClose(table(110, 2_552, 221, 31_777).logLikelihoodRatio, 270.72, 2e-5)
        expectClose(table(8, 13, 32, 31_777).logLikelihoodRatio, 95.29, 5e-5)
        expectClose(table(20, 42, 20, 14_307_668).mutualInformation(), 18.38, 2e-4)
        expectClose(table(8, 15_828, 4_675, 14_307_668).tScore, 0.999932, 1e-6)
        expectClose(diceCoefficient(both: 110, 2_552, 221), 220 / 2_773.0, 1e-12)
    }

    /// Half as often in the first of two equal corpora: (1/100)/(2/100), se² of the natural logarithm 1/1 − 1/100 + 1/2 − 1/100.
    @Test func logRatioByHand() throws {
        let ratio = try #require(
            ContingencyTable(both: 1, rowAlone: 99, columnAlone: 2, neither: 98).logRatio)
        expectClose(ratio.value, -1, 1e-12)
        let error = (1 - 0.01 + 0.5 - 0.01).squareRoot() / log(2)
        expectClose(ratio.low, -1 - 1.959964 * error, 1e-6)
        expectClose(ratio.high, -1 + 1.959964 * error, 1e-6)
        // A half for none: (3/10)/(0.5/10).
        let absent = try #require(ContingencyTable(both: 3, rowAlone: 7, columnAlone: 0, neither: 10).logRatio)
        expectClose(absent.value, log2(6), 1e-12)
    }

    @Test func symmetryAndIndependence() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<500 {
            let counts = (0..<4).map { _ in Int.random(in: 0...50, using: &generator) }
            let table = ContingencyTable(
                both: counts[0], rowAlone: counts[1], columnAlone: counts[2], neither: counts[3])
            let turned = ContingencyTable(
                both: counts[0], rowAlone: counts[2], columnAlone: counts[1], neither: counts[3])
            let swapped = ContingencyTable(
                both: counts[2], rowAlone: counts[3], columnAlone: counts[0], neither: counts[1])
            expectClose(table.logLikelihoodRatio, turned.logLikelihoodRatio, 1e-9)
            expectClose(table.signedLogLikelihoodRatio, -swapped.signedLogLikelihoodRatio, 1e-9)
            #expect(table.deltaPGivenRow == turned.deltaPGivenColumn)
            if let ratio = table.logRatio, let other = swapped.logRatio {
                expectClose(ratio.value, -other.value, 1e-9)
                expectClose(ratio.low, -other.high, 1e-9)
            }
        }
        let independent = ContingencyTable(both: 6, rowAlone: 14, columnAlone: 24, neither: 56)
        expectClose(independent.logLikelihoodRatio, 0, 1e-9)
        expectClose(independent.mutualInformation(), 0, 1e-12)
        expectClose(independent.logRatio?.value, 0, 1e-12)
    }

    @Test func emptyTables() {
        let nothing = ContingencyTable(both: 0, rowAlone: 0, columnAlone: 0, neither: 0)
        #expect(nothing.expected == 0 && nothing.logLikelihoodRatio == 0)
        #expect(nothing.mutualInformation() == nil && nothing.tScore == nil && nothing.zScore == nil)
        #expect(nothing.deltaPGivenRow == nil && nothing.deltaPGivenColumn == nil && nothing.logRatio == nil)
        #expect(diceCoefficient(both: 0, 0, 0) == nil && logDice(both: 0, 3, 4) == nil)
    }
}
