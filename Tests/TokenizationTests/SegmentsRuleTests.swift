internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// `auto` tells wrapped prose from verse and from a paragraph a line, for each text by itself.
@Suite struct SegmentsRuleTests {
    private func rule(_ text: String, _ tokens: TokenizerSettings.Tokens = .words) -> TokenizerSettings.Segments {
        TokenizerSettings(tokens: tokens).resolvingSegments(of: Array(text.utf8).span).segments
    }

    /// Random words of small letters, wrapped greedily at a width.
    private func wrapped(_ words: Int, width: Int, using generator: inout SeededGenerator) -> String {
        var text = ""
        var column = 0
        for index in 0..<words {
            var word = String(
                (0..<Int.random(in: 1...9, using: &generator)).map { _ in "etaoin".randomElement(using: &generator)! })
            if index == 0 { word = word.capitalized }
            if column > 0 {
                let fits = column + 1 + word.count <= width
                text += fits ? " " : "\n"
                column = fits ? column + 1 : 0
            }
            text += word
            column += word.count
        }
        return text + "."
    }

    @Test func wrappedProseIsParagraphs() {
        var generator = SeededGenerator(seed: 5)
        for width in [30, 60, 72, 80, 100] {
            let paragraphs = (0..<40).map { _ in
                wrapped(Int.random(in: 5...120, using: &generator), width: width, using: &generator)
            }
            let text = paragraphs.joined(separator: "\n\n")
            #expect(rule(text) == .paragraphs && rule(text, .characters) == .paragraphs, "\(width)")
            #expect(rule(text.replacing("\n", with: "\r\n")) == .paragraphs)
            // Blank lines must divide it.
            #expect(rule(paragraphs.joined(separator: "\n")) == .lines)
            // A paragraph a line, with blank lines between and without.
            let unwrapped = paragraphs.map { $0.replacing("\n", with: " ") }
            #expect(rule(unwrapped.joined(separator: "\n\n")) == .lines)
            #expect(rule(unwrapped.joined(separator: "\n")) == .lines)
            #expect(rule(text, .whitespace) == .lines)
        }
    }

    @Test func verseAndListsAreLines() {
        let stanza = """
            So far, so good, the ferryman said,
            And pulled at his oar with a will;
            The river ran dark on its gravelly bed,
            And the lamp in the ferry was still.

            """
        #expect(rule(String(repeating: stanza + "\n", count: 10)) == .lines)
        // Lines so full that the next word would not fit, as heroic couplets are.
        let couplet = "What dire offence from am'rous causes springs,\nWhat mighty contests rise from trivial things,\n"
        #expect(rule(String(repeating: couplet + couplet + "\n", count: 10)) == .lines)
        #expect(rule(String(repeating: couplet.lowercased() + couplet.lowercased() + "\n", count: 10)) == .paragraphs)
        #expect(rule("one verse\nanother verse\na third\n") == .lines)
        #expect(rule("one\ntwo\n\nsix\nten\n\nred\n") == .lines)
        #expect(rule("") == .lines && rule("one line") == .lines && rule("\n\n\n") == .lines)
    }

    @Test func proseWithoutSpacesCounts() {
        let line = String(repeating: "文", count: 40)
        let block = [line, line, String(repeating: "字", count: 12)].joined(separator: "\n")
        #expect(rule([block, block, block].joined(separator: "\n\n")) == .paragraphs)
        #expect(rule([block, block, block].joined(separator: "\n\n").replacing(line + "\n", with: line)) == .lines)
    }

    @Test func onlyTheFirstMebibyteCounts() {
        var generator = SeededGenerator(seed: 6)
        let prose = wrapped(60, width: 60, using: &generator) + "\n\n"
        let lines = String(repeating: "é line alone\n\n", count: LineStatistics.sampleSize / 15 + 1)
        #expect(rule(lines + String(repeating: prose, count: 10_000)) == .lines)
        #expect(rule(String(repeating: prose, count: 3_000) + lines) == .paragraphs)
    }

    /// What is decided does not depend on the chunks that a text comes in, and holds for all its pieces.
    @Test func piecesKnowTheRule() throws {
        var generator = SeededGenerator(seed: 8)
        let text = (0..<4_000).map { _ in wrapped(50, width: 64, using: &generator) + "\n\n" }.joined()
        for chunk in [10_000, 1 << 20, 1 << 24] {
            let utf8 = Array(text.utf8)
            var pieces = TextPieces(settings: TokenizerSettings(), pieceSize: 5_000)
            var given: [TextPiece] = []
            for start in stride(from: 0, to: utf8.count, by: chunk) {
                given += try pieces.append(utf8[start..<min(start + chunk, utf8.count)].span)
            }
            given += try pieces.finish()
            #expect(given.flatMap(\.utf8) == utf8 && pieces.settings.segments == .paragraphs)
            #expect(given.allSatisfy { $0.segments == .paragraphs && $0.utf8.count <= 5_000 })
            let tokenizer = try Tokenizer(TokenizerSettings())
            let segments = try given.reduce(0) { try $0 + tokenizer.tokenize($1).segmentCharacters.count }
            #expect(segments == 4_000)
            #expect(try tokenizer.segments(of: text).count == 4_000)
        }
    }

    @Test(.enabled(if: ReferenceData.isAvailable)) func publishedTexts() throws {
        for (name, wanted) in [
            ("tiny-shakespeare.txt", TokenizerSettings.Segments.lines), ("time-machine.txt", .paragraphs),
            ("udhr/eng.txt", .lines), ("udhr/cmn_hans.txt", .lines), ("wikitext2.test.txt", .lines),
        ] {
            #expect(try rule(String(decoding: TestTexts.data(name), as: UTF8.self)) == wanted, "\(name)")
        }
    }
}
