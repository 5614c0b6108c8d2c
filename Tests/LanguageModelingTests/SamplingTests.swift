internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing
internal import Tokenization

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

    /// What is drawn in proportion to, worked out step by step in another way.
    private func plain(_ settings: SamplingSettings, _ probabilities: [Double], seen: Set<Int>) -> [Double] {
        var weights = probabilities
        weights[1] = 0
        if !settings.drawsUnknown { weights[0] = 0 }
        for word in seen where weights[word] > 0 {
            weights[word] = exp(settings.repetitionPenalty * log(weights[word]))
        }
        var order = weights.indices.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
        if let k = settings.topK { for word in order.dropFirst(k) { weights[word] = 0 } }
        weights = weights.map { $0 > 0 ? pow($0, 1 / settings.temperature) : 0 }
        weights = weights.map { $0 / weights.reduce(0, +) }
        if let p = settings.topP {
            order = order.filter { weights[$0] > 0 }
            let kept =
                order.indices.first { order[...$0].reduce(0) { $0 + weights[$1] } >= p - 1e-12 } ?? order.count - 1
            for word in order.dropFirst(kept + 1) { weights[word] = 0 }
        }
        if let p = settings.minP {
            let largest = weights.max()!
            weights = weights.map { $0 < p * largest - 1e-15 ? 0 : $0 }
        }
        return weights.map { $0 / weights.reduce(0, +) }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>) func everySettingIsAPlainCalculation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let size = Int.random(in: 4...40, using: &random)
        var probabilities = (0..<size).map { _ in exp(4 * random.uniform()) }
        probabilities[1] = 0
        probabilities = probabilities.map { $0 / probabilities.reduce(0, +) }
        let settings = SamplingSettings(
            temperature: 0.3 + 1.5 * random.uniform(), topK: Bool.random(using: &random) ? nil : size / 2,
            topP: Bool.random(using: &random) ? nil : 0.05 + 0.9 * random.uniform(),
            minP: Bool.random(using: &random) ? nil : 0.9 * random.uniform() + 0.01,
            repetitionPenalty: Bool.random(using: &random) ? 1 : 0.7 + random.uniform(),
            drawsUnknown: Bool.random(using: &random))
        let seen = Set((2..<size).filter { _ in Bool.random(using: &random) })
        let expected = plain(settings, probabilities, seen: seen)
        let weights = try #require(settings.weights(of: probabilities, after: Set(seen.map { WordID($0) })))
        let sum = weights.reduce(0, +)
        for word in 0..<size {
            #expect(abs(weights[word] / sum - expected[word]) < 1e-9, "word \(word) of \(settings)")
        }
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let word = try #require(
                settings.draw(from: probabilities, after: Set(seen.map { WordID($0) }), using: &generator))
            #expect(expected[Int(word)] > 0)
        }
    }

    @Test func theNucleusIsTheFewestThatHaveTheShare() {
        // 4/9, then 3/9: 7/9 together.
        #expect(close(frequencies(SamplingSettings(topP: 0.4)), [0, 0, 0, 0, 1]))
        #expect(close(frequencies(SamplingSettings(topP: 0.5)), [0, 0, 0, 3.0 / 7, 4.0 / 7]))
        #expect(close(frequencies(SamplingSettings(topP: 0.8)), [0, 0, 2.0 / 9, 3.0 / 9, 4.0 / 9]))
        #expect(close(frequencies(SamplingSettings(minP: 0.6)), [0, 0, 0, 3.0 / 7, 4.0 / 7]))
        #expect(close(frequencies(SamplingSettings(topP: 1, minP: 0.01)), [0, 0, 2.0 / 9, 3.0 / 9, 4.0 / 9]))
    }

    @Test func nothingCanBeDrawnFromUnknownAlone() {
        var generator = SeededGenerator(seed: 1)
        #expect(SamplingSettings().draw(from: [1, 0, 0], using: &generator) == nil)
    }
}
