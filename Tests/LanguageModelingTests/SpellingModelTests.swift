internal import Foundation
internal import LanguageModeling
internal import Testing

@Suite struct SpellingModelTests {
    /// After every prefix the probabilities of all continuations sum to 1: the bits of a prefix ended are those of the
    /// prefix plus its end, so the masses of "a", "ab", … can be compared with what the alphabet leaves.
    @Test func massesOfAllShortStringsStayBelowOne() {
        let model = SpellingModel(trainedOn: ["ab", "ba", "abba"])
        var mass = 0.0
        var strings = [""]
        for _ in 0...8 {
            mass += strings.reduce(0) { $0 + exp2(-model.bits(of: $1)) }
            strings = strings.flatMap { [$0 + "a", $0 + "b"] }
        }
        #expect(mass < 1 && mass > 0.5)
    }

    @Test func withoutTrainingEveryScalarCostsTheSame() {
        let model = SpellingModel(trainedOn: [])
        #expect(abs(model.bits(of: "xyz") - 4 * log2(1_112_065)) < 1e-9)
    }

    @Test func handWorked() {
        // One word "a". Of the start: P₀(a) = (1 + 2·u)/(2 + 2), P₁(a) = (1 + P₀)/2, P₂(a) = (1 + P₁)/2; likewise the end.
        let u = 1.0 / 1_112_065
        let p = (1 + (1 + (1 + 2 * u) / 4) / 2) / 2
        #expect(abs(SpellingModel(trainedOn: ["a"]).bits(of: "a") + 2 * log2(p)) < 1e-12)
    }

    @Test func whatResemblesTheTrainingIsCheaper() {
        let model = SpellingModel(trainedOn: ["walking", "talking", "sulking", "hawking"])
        #expect(model.bits(of: "balking") < model.bits(of: "qqzxvvj"))
    }
}
