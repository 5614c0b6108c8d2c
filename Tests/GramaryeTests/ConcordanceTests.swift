internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Every hit is shown with what stands around it in the text.
@Suite struct ConcordanceTests {
    /// A text of words with marks, capitals, apostrophes and accents, blank lines and white space of several kinds.
    private static func text(_ words: Int, _ random: inout SeededGenerator) -> String {
        let vocabulary = [
            "the", "Time", "can’t", "3.14", "Émile", "cafe\u{301}", "ΟΔΟΣ", "Straße", "שלום", "soft\u{AD}ly", "x",
            "“said”",
            "(well", "done!)", "naïve",
        ]
        let separators = [" ", " ", " ", "  ", "\n", "\r\n", ". ", "\n\n", "\t", ", ", "; ", " — "]
        return (0..<words).map { _ in
            vocabulary.randomElement(using: &random)! + separators.randomElement(using: &random)!
        }.joined()
    }

    /// With a window wide enough the tokens of what is left, the node and what is right are those of the document.
    @Test(
        arguments: [TokenizerSettings.Tokens.words, .whitespace],
        [TokenizerSettings.Segments.lines, .paragraphs, .document])
    func aContextIsTheWholeText(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try CorpusFolder()
        for seed in 0..<4 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            // Shares divide some of the documents of one segment.
            let corpus = try folder.corpus(
                Self.text(Int.random(in: 3...90, using: &random), &random), tokens, segments: segments)
            let all = try corpus.tokens(of: .whole).ids.filter { $0 != Marker.segmentEnd }.map {
                try corpus.store.types()[$0]
            }
            let tokenizer = try Tokenizer(corpus.tokenizer)
            func words(_ text: String) throws -> [String] { try tokenizer.segments(of: text).flatMap(\.self) }
            let found = try corpus.concordance("*", window: ConcordanceWindow(.characters(100_000)), limit: nil)
            #expect(found.hits == all.count && found.lines.count == all.count && found.notes.count == 1)
            for (index, line) in found.lines.enumerated() {
                #expect(try words(line.node) == [all[index]])
                #expect(try words(line.left) == Array(all[..<index]), "\(line.left)")
                #expect(try words(line.right) == Array(all[(index + 1)...]), "\(line.right)")
            }
        }
    }

    /// Blocks of many segments, one segment of many blocks: the contexts at their ends reach into the next.
    @Test(arguments: [TokenizerSettings.Segments.lines, .document])
    func contextsReachOverBlocks(segments: TokenizerSettings.Segments) throws {
        let folder = try CorpusFolder()
        let words = (0..<150_000).map { "w\($0)" }
        let text = words.enumerated().map { $1 + ($0 % 9 == 8 && segments == .lines ? "\n" : " ") }.joined()
        let corpus = try folder.corpus(text, .words, segments: segments)
        for place in [0, 1, 65_530, 65_536, 119_998, 120_000, 134_999, 135_000, 149_999]
            + stride(from: 45_300, to: 45_400, by: 30)
        {
            let found = try corpus.concordance("w\(place)", window: ConcordanceWindow(.words(3)))
            let line = try #require(found.lines.first)
            #expect(line.left == words[max(0, place - 3)..<place].joined(separator: " "))
            #expect(
                line.right == words[min(words.count, place + 1)..<min(words.count, place + 4)].joined(separator: " "))
            let wide = try corpus.concordance("w\(place)", window: ConcordanceWindow(.characters(20)))
            #expect(
                wide.lines.first.map { words[..<place].suffix(6).joined(separator: " ").hasSuffix($0.left) } == true)
        }
    }

    /// Positions count from 1, and a page is the beginning of all.
    @Test func pagesAreBeginnings() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.library(20, seed: 5)
        for keys in [[], [.word(at: 1)], [.metadata("author"), .word(at: -1), .document], [.node, .word(at: 2)]]
            as [[ConcordanceKey]]
        {
            let all = try corpus.concordance("w0|w1", sortedBy: keys, limit: nil)
            let page = try corpus.concordance("w0|w1", sortedBy: keys, limit: 7)
            #expect(page.lines == Array(all.lines.prefix(7)) && page.total == all.total && page.hits == all.lines.count)
            // One page after the other they are all, and behind the last is nothing.
            let pages = try stride(from: 0, to: all.total + 7, by: 7).map {
                try corpus.concordance("w0|w1", sortedBy: keys, limit: 7, skipping: $0)
            }
            #expect(pages.flatMap(\.lines) == all.lines && pages.allSatisfy { $0.total == all.total })
            #expect(
                try corpus.concordance("w0|w1", sortedBy: keys, limit: .max, skipping: 9).lines
                    == Array(all.lines.dropFirst(9)))
            #expect(all.lines.allSatisfy { $0.segment >= 1 && $0.position >= 1 })
            #expect(Set(all.lines.map(\.document)).count == all.documents)
        }
        for key in [.word(at: 1), .node, .document, .metadata("year")] as [ConcordanceKey] {
            let groups = try corpus.concordanceGroups("w0|w1", by: key, limit: nil)
            #expect(groups.groups.reduce(0) { $0 + $1.hits } == groups.hits)
            #expect(groups.groups.map(\.hits) == groups.groups.map(\.hits).sorted(by: >))
        }
    }

    /// Groups of documents share all documents and tokens among them, hits or none; groups of words are of all tokens.
    @Test func groupsOfDocumentsAreWhole() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.library(20, seed: 5)
        let all = try corpus.subcorpus().documents.map(\.name)
        let some = try corpus.subcorpus(named: Array(all.prefix(7)))
        for (part, names) in [(.whole, all), (.documents(some), Array(all.prefix(7)))] as [(CorpusPart, [String])] {
            for query in ["w0|w1", "w0", "nowhere"] {
                let found = try corpus.concordanceGroups(query, by: .document, of: part, limit: nil)
                #expect(found.groups.compactMap(\.label).sorted() == names.sorted() && found.searched == names.count)
                for key in [.document, .metadata("year"), .metadata("author")] as [ConcordanceKey] {
                    let groups = try corpus.concordanceGroups(query, by: key, of: part, limit: nil)
                    #expect(groups.groups.reduce(0) { $0 + $1.tokens } == groups.tokens)
                    #expect(groups.groups.reduce(0) { $0 + $1.hits } == groups.hits)
                    #expect(groups.groups.reduce(0) { $0 + $1.documents } == groups.documents)
                }
                let words = try corpus.concordanceGroups(query, by: .word(at: 1), of: part, limit: nil)
                #expect(words.groups.allSatisfy { $0.tokens == words.tokens && $0.hits > 0 })
            }
        }
    }
}
