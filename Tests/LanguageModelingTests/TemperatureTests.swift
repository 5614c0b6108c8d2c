internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct TemperatureTests {
    private static func distribution(_ generator: inout SeededGenerator) -> [Double] {
        let weights = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
            Int.random(in: 0..<4, using: &generator) == 0 ? 0 : exp(Double.random(in: -40...0, using: &generator))
        }
        let sum = weights.reduce(0, +)
        return sum == 0 ? [1] : weights.map { $0 / sum }
    }

    @Test func sumsAndOrderStay() {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<500 {
            let probabilities = Self.distribution(&generator)
            let temperature = [0, 0.05, 0.7, 1, 1.5, 10].randomElement(using: &generator)!
            let result = tempered(probabilities, temperature: temperature)
            expectClose(result.reduce(0, +), 1, 1e-12, "T = \(temperature)")
            for (a, b) in zip(probabilities.indices, probabilities.indices.dropFirst()) {
                #expect(!(probabilities[a] < probabilities[b] && result[a] > result[b]), "T = \(temperature)")
            }
            for (before, after) in zip(probabilities, result) where before == 0 { #expect(after == 0) }
            if temperature == 1 { #expect(result == probabilities) }
        }
    }

    /// ln P_T(a)/P_T(b) = ln P(a)/P(b) / T.
    @Test func ratiosAreThoseOfTheFormula() {
        var generator = SeededGenerator(seed: 32)
        for _ in 0..<200 {
            let probabilities = Self.distribution(&generator)
            let temperature = Double.random(in: 0.3...4, using: &generator)
            let result = tempered(probabilities, temperature: temperature)
            let some = probabilities.indices.filter { probabilities[$0] > 0 }
            for (a, b) in zip(some, some.dropFirst()) {
                expectClose(
                    log(result[a] / result[b]), log(probabilities[a] / probabilities[b]) / temperature, 1e-9,
                    "T = \(temperature)")
            }
        }
    }

    @Test func atZeroTheFirstOfTheLikeliestHasAll() {
        #expect(tempered([0.2, 0.4, 0.4], temperature: 0) == [0, 1, 0])
        #expect(tempered([0, 0], temperature: 0.5) == [0, 0])
    }
}
