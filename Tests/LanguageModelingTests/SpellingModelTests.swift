internal import Foundation
internal import LanguageModeling
internal import TestSupport
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

    @Test func countsAreSavedWhole() throws {
        let counts = SpellingCounts(of: ["walking", "été", "", "鯨", "walking"])
        let model = SpellingModel(counts)
        let saved = SpellingModel(try #require(SpellingCounts(numbers: counts.numbers)))
        for word in ["walking", "talk", "été", "", "鯨鯨", "x"] { #expect(saved.bits(of: word) == model.bits(of: word)) }
        #expect(SpellingCounts(numbers: counts.numbers.dropLast()) == nil)
        #expect(SpellingCounts(numbers: counts.numbers.reversed()) == nil)
        #expect(SpellingCounts(numbers: counts.numbers.dropLast() + [0]) == nil)
    }

    /// The definition, by dictionaries: P(s | h) = (n(hs) + T(h)·P(s | h′)) / (n(h) + T(h)), T being the kinds after h.
    @Test func equalsTheDefinition() {
        var random = SeededGenerator(seed: 3)
        func word() -> String {
            String((0..<Int.random(in: 0...6, using: &random)).map { _ in "abcdé鯨".randomElement(using: &random)! })
        }
        let words = (0..<300).map { _ in word() }
        var followers: [[UInt32]: [UInt32: Int]] = [:]
        func symbols(_ word: String) -> [UInt32] { [1 << 22, 1 << 22] + word.unicodeScalars.map(\.value) + [1 << 23] }
        for word in words {
            let symbols = symbols(word)
            for place in 2..<symbols.count {
                for length in 0...2 {
                    followers[Array(symbols[place - length..<place]), default: [:]][symbols[place], default: 0] += 1
                }
            }
        }
        func probability(_ symbol: UInt32, _ history: ArraySlice<UInt32>) -> Double {
            let shorter = history.isEmpty ? 1.0 / 1_112_065 : probability(symbol, history.dropFirst())
            guard let seen = followers[Array(history)] else { return shorter }
            let (total, kinds) = (Double(seen.values.reduce(0, +)), Double(seen.count))
            return (Double(seen[symbol] ?? 0) + kinds * shorter) / (total + kinds)
        }
        let model = SpellingModel(trainedOn: words)
        for word in words.prefix(100) + ["xyz", "aax", "éb鯨"] {
            let symbols = symbols(word)
            let bits = (2..<symbols.count).reduce(0.0) { $0 - log2(probability(symbols[$1], symbols[$1 - 2..<$1])) }
            #expect(model.bits(of: word) == bits)
        }
    }
}
