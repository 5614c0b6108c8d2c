internal import TestSupport
internal import Testing
internal import Tokenization

/// A document of one segment is cut into shares at white space.
@Suite struct DocumentSharesTests {
    private func piece(_ text: String, _ tokens: TokenizerSettings.Tokens) throws -> TokenizedPiece {
        var piece = TokenizedPiece()
        let settings = TokenizerSettings(tokens: tokens, segments: .document)
        try Tokenizer(settings).tokenize(Array(text.utf8).span, into: &piece)
        return piece
    }

    private func parts(_ text: String, _ tokens: TokenizerSettings.Tokens, _ shares: [Int]) throws -> [DocumentShares
        .Part]
    {
        let piece = try piece(text, tokens)
        return DocumentShares.parts(
            of: piece.tokens.span, whiteSpaceBefore: piece.whiteSpaceBefore, types: piece.types, kind: tokens,
            shares: shares)
    }

    @Test func wordsAreCutAtTheNearestWhiteSpace() throws {
        // Canonical text: "aa bb" and its end, 6 characters; half of it lies nearest to the space.
        #expect(
            try parts("aa bb", .words, [1, 1]) == [
                .init(tokens: 0..<1, characters: 3), .init(tokens: 1..<2, characters: 3),
            ])
        // "aaaaaaa b c": 12 characters with its end; the space after 7 letters is nearest to 6.
        #expect(
            try parts("aaaaaaa b c", .words, [1, 1]) == [
                .init(tokens: 0..<1, characters: 8), .init(tokens: 1..<3, characters: 4),
            ])
        // No cut between two words of which no white space stands before the second.
        #expect(try parts("one-two three", .words, [1, 1]).map(\.tokens) == [0..<2, 2..<3])
    }

    @Test func sharesOfNothingAreEmpty() throws {
        #expect(
            try parts("aa bb", .words, [0, 1, 0]) == [
                .init(tokens: 0..<0, characters: 0), .init(tokens: 0..<2, characters: 6),
                .init(tokens: 2..<2, characters: 0),
            ])
    }

    @Test func textWithoutWhiteSpaceIsCutAnywhere() throws {
        let text = String(repeating: "中文字", count: 20)
        let parts = try parts(text, .words, [8, 1, 1])
        #expect(parts.map(\.characters).reduce(0, +) == 60 + 3)
        #expect(parts.allSatisfy { !$0.tokens.isEmpty })
        // Of letters too.
        #expect(try self.parts("aaaaaaaaaa", .characters, [8, 1, 1]).map(\.tokens) == [0..<8, 8..<9, 9..<10])
    }

    /// Whatever the shares and the word's length: it cannot be cut.
    @Test(arguments: TokenizerSettings.Tokens.allCases) func aTokenAloneIsInTheLargestShare(
        tokens: TokenizerSettings.Tokens
    ) throws {
        for length in tokens == .characters ? 1...1 : 1...12 {
            let text = String(repeating: "a", count: length)
            for number in 1..<216 {
                let shares = [number / 36, number / 6 % 6, number % 6]
                let parts = try parts(text, tokens, shares)
                let largest = shares.firstIndex(of: shares.max()!)
                #expect(parts.map { !$0.tokens.isEmpty } == (0..<3).map { $0 == largest }, "\(text) \(shares)")
                #expect(parts.map(\.characters).reduce(0, +) == length + 1)
            }
        }
    }

    @Test func charactersKeepTheirSpaceInThePartBefore() throws {
        #expect(
            try parts("aa bb", .characters, [1, 1]) == [
                .init(tokens: 0..<3, characters: 4), .init(tokens: 3..<5, characters: 3),
            ])
    }

    @Test(arguments: TokenizerSettings.Tokens.allCases)
    func partsAreTheSegmentAndTheirTextsTokenizeAlike(tokens: TokenizerSettings.Tokens) throws {
        var generator = SeededGenerator(seed: 53)
        for _ in 0..<200 {
            let words = (0..<Int.random(in: 1..<60, using: &generator)).map { _ in
                String(
                    repeating: "aé中k".randomElement(using: &generator)!, count: Int.random(in: 1..<9, using: &generator)
                )
            }
            let text = words.joined(separator: " ")
            let shares = (0..<3).map { _ in Int.random(in: 0..<10, using: &generator) }
            guard shares.contains(where: { $0 > 0 }) else { continue }
            let whole = try piece(text, tokens)
            let parts = try parts(text, tokens, shares)
            #expect(parts.map(\.tokens.lowerBound) == [0] + parts.dropLast().map(\.tokens.upperBound))
            #expect(parts.last?.tokens.upperBound == whole.tokens.count)
            for part in parts where !part.tokens.isEmpty {
                // The part as a text of its own.
                var spelled = ""
                for index in part.tokens {
                    let spaced =
                        tokens == .whitespace || tokens == .words && whole.whiteSpaceBefore[index]
                    spelled += (spaced ? " " : "") + whole.types[whole.tokens[index]]
                }
                let alone = try piece(spelled, tokens)
                let end = TokenizerSettings(tokens: tokens).segmentEndCharacters
                #expect(alone.openCharacters + end == part.characters, "\(text) \(shares)")
                #expect(
                    alone.tokens.map { alone.types[$0] } == whole.tokens[part.tokens].map { whole.types[$0] })
            }
        }
    }

    @Test func cutsAreTheNearestPossible() throws {
        var generator = SeededGenerator(seed: 59)
        for _ in 0..<200 {
            let words = (0..<Int.random(in: 2..<40, using: &generator)).map { _ in
                String(repeating: "x", count: Int.random(in: 1..<12, using: &generator))
            }
            let parts = try parts(words.joined(separator: " "), .whitespace, [8, 1, 1])
            let lengths = words.map { $0.count + 1 }
            let total = lengths.reduce(0, +)
            for (cut, target) in [(0, total * 8 / 10), (1, total * 9 / 10)] {
                let distances = (0...words.count).map { abs(lengths.prefix($0).reduce(0, +) - target) }
                #expect(distances[parts[cut].tokens.upperBound] == distances.min())
            }
        }
    }
}
