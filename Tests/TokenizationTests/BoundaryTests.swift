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

    /// The whole way, by ICU alone: the text mapped at once, then cut by ICU's iterator.
    @Test func allFastPathsTogetherEqualICU() throws {
        var generator = SeededGenerator(seed: 71)
        for settings in TestTexts.settings(segments: [.lines]) where !settings.lettersOnly {
            let fast = try Tokenizer(settings)
            let mapper = try TextMapper(
                letterCase: settings.letterCase, normalization: settings.normalization, language: settings.locale ?? "")
            var plain = settings
            plain.letterCase = .preserve
            plain.normalization = .none
            let slow = try Tokenizer(plain, usesTables: false)
            for round in 0..<30 {
                var text = ""
                // Long stretches of ASCII and of everything else, and both in turn.
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    let count = Int.random(in: 0..<(round % 3 == 0 ? 400 : 20), using: &generator)
                    text +=
                        Bool.random(using: &generator)
                        ? TestTexts.ascii(count: count, using: &generator)
                        : TestTexts.unicode(count: count, using: &generator)
                }
                let mapped = String(decoding: try mapper.map(Array(text.utf8)), as: UTF8.self)
                let (a, b) = try (fast.segments(of: text), slow.segments(of: mapped))
                #expect(same(a, b), "\(settings) \(text.unicodeScalars.map { String($0.value, radix: 16) })")
                if !same(a, b) { return }
            }
        }
    }

    /// White space as `split` finds it.
    @Test func whitespaceTokensAreThoseOfSplit() throws {
        var generator = SeededGenerator(seed: 73)
        let settings = TokenizerSettings(
            tokens: .whitespace, normalization: TokenizerSettings.Normalization.none, segments: .lines)
        let tokenizer = try Tokenizer(settings)
        let bytes = Array(UInt8(1)...0x7F) + [UInt8](repeating: 0x20, count: 40) + Array("\t\r\n".utf8)
        for round in 0..<2_000 {
            let count = Int.random(in: 0..<120, using: &generator)
            let text =
                round % 2 == 0
                ? String(decoding: (0..<count).map { _ in bytes.randomElement(using: &generator)! }, as: UTF8.self)
                : TestTexts.unicode(count: count, using: &generator)
            let wanted = text.unicodeScalars.split(separator: "\n").map { line in
                line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map { String(Substring($0)) }
            }.filter { !$0.isEmpty }
            #expect(try same(tokenizer.segments(of: text), wanted), "\(Array(text.utf8))")
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
