internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// One hit in its text: the same as in the concordance, its lines kept, and the next is the one after it.
@Suite struct PassageTests {
    private func places(_ lines: [ConcordanceLine]) -> [ConcordancePassage.Place] {
        lines.map { ConcordancePassage.Place(segment: $0.segment, position: $0.position) }
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .paragraphs, .document])
    func hitsFollowEachOther(segments: TokenizerSettings.Segments) throws {
        let folder = try CorpusFolder()
        var random = SeededGenerator(seed: 4)
        let separators = [" ", " ", "  ", "\n", "\r\n", "\n\n", ", ", ".\n \n"]
        let text = (0..<400).map { _ in
            ["sea", "the", "Émile", "can’t", "שלום"].randomElement(using: &random)!
                + separators.randomElement(using: &random)!
        }.joined()
        let corpus = try folder.corpus(text, .words, segments: segments)
        let document = try corpus.subcorpus()
        let window = ConcordanceWindow(.words(20))
        let all = try corpus.concordance("sea", window: window, limit: nil).lines
        #expect(all.count > 50)
        var next: ConcordancePassage.Place? = places(all)[0]
        for (number, line) in all.enumerated() {
            let place = try #require(next)
            #expect(place == places(all)[number])
            let passage = try corpus.concordancePassage("sea", at: place, of: document, window: window)
            #expect(passage.number == number + 1 && passage.hits == all.count)
            #expect(passage.previous == (number > 0 ? places(all)[number - 1] : nil))
            #expect(passage.line.node == line.node)
            // The same words, and the white space of the text.
            func collapsed(_ text: String) -> String {
                text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            #expect(collapsed(passage.line.left) == line.left && collapsed(passage.line.right) == line.right)
            let around = passage.line.left + passage.line.node + passage.line.right
            #expect(!around.contains("\n\n\n") && !around.contains("\r") && !around.contains("  "))
            next = passage.next
        }
        #expect(next == nil)
        let lines = try corpus.concordancePassage(
            "the sea", at: places(try corpus.concordance("the sea").lines)[0], of: document,
            window: ConcordanceWindow(.words(1000)))
        #expect(lines.line.left.contains("\n") || lines.line.right.contains("\n"))
    }

    @Test func whatIsNoHitIsAnError() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus("one sea\ntwo seas\n", .words, segments: .lines)
        let document = try corpus.subcorpus()
        #expect(
            throws: CorpusError.noHit(
                query: "sea", .init(segment: 2, position: 2), document: document.documents[0].name, hits: 1)
        ) {
            try corpus.concordancePassage("sea", at: .init(segment: 2, position: 2), of: document)
        }
        let library = try folder.library(3, seed: 1)
        #expect(throws: CorpusError.severalDocuments(try library.subcorpus())) {
            try library.concordancePassage("w1", at: .init(segment: 1, position: 1), of: library.subcorpus())
        }
    }
}
