internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct SamplingTests {
    private let probabilities = [0.1, 0, 0.2, 0.3, 0.4]

    private func frequencies(_ settings: SamplingSettings, draws: Int = 20_000) -> [Double] {
        var generator = SeededGenerator(seed: 5)
        var counts = [Double](repeating: 0, count: probabilities.count)
        for _ in 0..<draws { counts[Int(settings.draw(from: probabilities, using: &generator)!)] += 1 }
        return counts.map { $0 / Double(draws) }
    }

    private func close(_ a: [Double], _ b: [Double]) -> Bool {
        zip(a, b).allSatisfy { abs($0 - $1) < 0.015 }
    }

    @Test func drawsFollowTheModelWithUnknownRenormalizedAway() {
        #expect(close(frequencies(SamplingSettings()), [0, 0, 2.0 / 9, 3.0 / 9, 4.0 / 9]))
        #expect(close(frequencies(SamplingSettings(drawsUnknown: true)), probabilities))
    }

    @Test func temperatureSharpensAndZeroTakesTheLikeliest() {
        // Squares: 0.04, 0.09, 0.16.
        #expect(close(frequencies(SamplingSettings(temperature: 0.5)), [0, 0, 4.0 / 29, 9.0 / 29, 16.0 / 29]))
        #expect(frequencies(SamplingSettings(temperature: 0), draws: 50)[4] == 1)
    }

    @Test func topKLeavesTheLikeliest() {
        #expect(close(frequencies(SamplingSettings(topK: 2)), [0, 0, 0, 3.0 / 7, 4.0 / 7]))
        #expect(frequencies(SamplingSettings(topK: 1), draws: 50)[4] == 1)
    }

    @Test func nothingCanBeDrawnFromUnknownAlone() {
        var generator = SeededGenerator(seed: 1)
        #expect(SamplingSettings().draw(from: [1, 0, 0], using: &generator) == nil)
    }
}
