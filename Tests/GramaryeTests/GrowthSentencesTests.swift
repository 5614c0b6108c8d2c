internal import Gramarye
internal import Statistics
internal import Testing

/// What is said beside the growth of a vocabulary holds for short texts and long extrapolations too.
@Suite struct GrowthSentencesTests {
    private func report(_ tokens: [UInt32], multiples: [Double]) -> (analysis: GrowthAnalysis, text: String) {
        let analysis = GrowthAnalysis(
            of: tokens, typeCount: Int(tokens.max() ?? 0) + 1, multiples: multiples)
        let report = analysis.report(of: "words", provenance: Provenance(version: "0"))
        return (analysis, report.text(for: Terminal(width: 100_000)).joined(separator: " "))
    }

    private func text(_ length: Int) -> [UInt32] {
        var generator = SeededGenerator(seed: 4)
        return (0..<length).map { _ in UInt32(min(1 / (generator.uniform() + 1e-4), 1e4)) }
    }

    @Test func anExtrapolationNeverStandsWithoutWhatItsIntervalsAre() {
        for length in [80, 200, 531, 5_000] {
            let (analysis, text) = report(text(length), multiples: [2, 10])
            let isSaid = text.contains(
                "of the errors on Gutenberg books: 4.7 % at twice the text, 10.8 % at ten times.")
            #expect(isSaid == !analysis.extrapolations.isEmpty, "\(text)")
            #expect(!text.contains("Beyond ten times"))
        }
        #expect(report(text(5_000), multiples: [100]).text.contains("Beyond ten times nothing was measured"))
    }

    /// 1, 2, …, 10 and ten times 1: the last tenth brings one new type of two.
    @Test func newTypesAreAShareOfTheLastTenth() {
        let (_, text) = report([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2], multiples: [2])
        #expect(text.contains("50 % of its last 2 tokens were new types."), "\(text)")
    }
}
