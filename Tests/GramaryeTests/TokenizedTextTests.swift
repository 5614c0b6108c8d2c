internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing
internal import Tokenization

/// A text from outside is tokenized by pieces on several threads.
@Suite struct TokenizedTextTests {
    private static func text(words: Int, marker: Int? = nil) -> [UInt8] {
        var generator = SeededGenerator(seed: 8)
        var text = ""
        for number in 0..<words {
            let word = UInt32.random(in: 0...UInt32.max, using: &generator)
            // Some words are frequent, most are rare, and each piece has some of its own.
            text += number == marker ? "</s>" : "w\(word % 3 == 0 ? word % 100 : word % 1_000_000)"
            text += word % 17 == 0 ? "\n" : " "
        }
        return Array(text.utf8)
    }

    private static func withCorpus(_ body: (Corpus) throws -> Void) throws {
        let folder = try CorpusFolder()
        try body(try folder.corpus("a b\nc d\n", .whitespace))
    }

    @Test func threadsDoNotMatter() throws {
        let text = Self.text(words: 700_000)
        try Self.withCorpus { corpus in
            let one = try corpus.tokenize(text.span, threads: 1)
            #expect(one.tokens.ids.count > 700_000 && text.count > 4 << 20)
            for threads in [2, 3, 64] {
                let several = try corpus.tokenize(text.span, threads: threads)
                #expect(several.types.count == one.types.count)
                #expect((0..<one.types.count).allSatisfy { several.types[TokenID($0)] == one.types[TokenID($0)] })
                #expect(several.tokens.ids == one.tokens.ids)
                #expect(several.tokens.characterCount == one.tokens.characterCount)
            }
            // Ids are in the order of first occurrence, as they would be in one piece.
            var next = Marker.texts.count
            for id in one.tokens.ids where Int(id) >= Marker.texts.count {
                #expect(Int(id) <= next)
                if Int(id) == next { next += 1 }
            }
            #expect(next == one.types.count)
        }
    }

    @Test func theFirstErrorIsTold() throws {
        let text = Self.text(words: 700_000, marker: 300_000)
        let line = 1 + text[..<text.firstRange(of: Array("</s>".utf8))!.lowerBound].count { $0 == 0x0A }
        try Self.withCorpus { corpus in
            for threads in [1, 2, 64] {
                #expect { try corpus.tokenize(text.span, threads: threads) } throws: { error in
                    (error as? any ExplainedError).map { "\($0.fact)".contains("\(line)") } ?? false
                }
            }
        }
    }
}
