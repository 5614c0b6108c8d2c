internal import TestSupport
internal import Testing
internal import Tokenization

/// The tables find the boundaries that ICU's own iterator finds.
@Suite struct BoundaryTests {
    @Test func randomTextsHaveTheSameTokens() throws {
        var generator = SeededGenerator(seed: 11)
        for settings in TestTexts.settings(segments: [.document, .sentences]) {
            let fast = try Tokenizer(settings)
            let slow = try Tokenizer(settings, usesTables: false)
            for round in 0..<60 {
                let count = Int.random(in: 1..<60, using: &generator)
                let text =
                    round % 2 == 0
                    ? TestTexts.ascii(count: count, using: &generator)
                    : TestTexts.unicode(count: count, using: &generator)
                let (a, b) = try (fast.segments(of: text), slow.segments(of: text))
                #expect(same(a, b), "\(settings) \(text.unicodeScalars.map { String($0.value, radix: 16) })")
                if !same(a, b) { return }
            }
        }
    }

    @Test(.enabled(if: ReferenceData.isAvailable), arguments: TestTexts.languages)
    func languagesHaveTheSameTokens(language: String) throws {
        let text = try TestTexts.data("udhr/\(language).txt")
        for tokens in [TokenizerSettings.Tokens.words, .characters] {
            for segments in [TokenizerSettings.Segments.document, .sentences] {
                let settings = TokenizerSettings(tokens: tokens, keepPunctuation: true, segments: segments)
                let string = String(decoding: text, as: UTF8.self)
                let fast = try Tokenizer(settings).segments(of: string)
                let slow = try Tokenizer(settings, usesTables: false).segments(of: string)
                #expect(same(fast, slow))
            }
        }
    }
}

/// Equal by bytes, where `==` would take canonical equivalents for equal.
func same(_ a: [[String]], _ b: [[String]]) -> Bool {
    a.map { $0.map { Array($0.utf8) } } == b.map { $0.map { Array($0.utf8) } }
}
