internal import Testing
internal import Tokenization

@Suite struct SegmentsRuleTests {
    private func rule(_ text: String, _ tokens: TokenizerSettings.Tokens = .words) -> TokenizerSettings.Segments {
        let bytes = Array(text.utf8)
        return SegmentsRule.resolve(firstMiB: bytes.span, tokens: tokens)
    }

    @Test func blocksBetweenBlankLinesAreParagraphs() {
        #expect(rule("one\ntwo\n\nthree\nfour\n") == .paragraphs)
        #expect(rule("one\r\ntwo\r\n \t\r\nthree\r\nfour") == .paragraphs)
        #expect(rule("one\ntwo\n\nthree\nfour\n", .characters) == .paragraphs)
        // Four of seven lines stand in blocks of two or more, then four of eight.
        #expect(rule("a\nb\n\nc\nd\n\ne\n\nf\n\ng\n") == .paragraphs)
        #expect(rule("a\nb\n\nc\nd\n\ne\n\nf\n\ng\n\nh\n") == .lines)
    }

    @Test func withoutBlankLinesThereAreLines() {
        #expect(rule("one verse\nanother verse\na third\n") == .lines)
        #expect(rule("\n\none verse\nanother verse\n\n\n") == .lines)
        #expect(rule("") == .lines && rule("one line") == .lines)
    }

    @Test func tokensBetweenWhiteSpaceStandInLines() {
        #expect(rule("one\ntwo\n\nthree\nfour\n", .whitespace) == .lines)
    }

    @Test func onlyTheFirstMebibyteCounts() {
        let lines = String(repeating: "a line alone\n\n", count: SegmentsRule.sampleSize / 14 + 1)
        #expect(rule(lines + String(repeating: "x\ny\n\n", count: 500_000)) == .lines)
    }
}
