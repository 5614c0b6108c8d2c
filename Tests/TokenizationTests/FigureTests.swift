internal import TestSupport
internal import Testing
internal import Tokenization

/// Known answers on *The Time Machine*, counted by independent programs.
@Suite(.enabled(if: ReferenceData.isAvailable)) struct FigureTests {
    private func piece(_ settings: TokenizerSettings) throws -> TokenizedPiece {
        let text = try TestTexts.data("time-machine.txt")
        var piece = TokenizedPiece()
        try Tokenizer(settings).tokenize(text.span, into: &piece)
        return piece
    }

    @Test func timeMachineWords() throws {
        let piece = try piece(TokenizerSettings(lettersOnly: true, segments: .document))
        #expect(piece.tokens.count == 32_775)
        #expect(piece.types.count - 3 == 4_579)
        var counts = [Int](repeating: 0, count: piece.types.count)
        for token in piece.tokens { counts[Int(token)] += 1 }
        #expect(counts.count { $0 == 1 } == 2_397)
        let the = try #require(piece.types.id(of: "the"))
        #expect(counts[Int(the)] == 2_261)
    }

    @Test func timeMachineCharacters() throws {
        let settings = TokenizerSettings(tokens: .characters, lettersOnly: true, segments: .document)
        let piece = try piece(settings)
        #expect(piece.tokens.count == 173_428)
        #expect(piece.types.count - 3 == 27)
        #expect(piece.openCharacters == 173_428)
    }

    @Test func timeMachineLines() throws {
        let piece = try piece(TokenizerSettings(lettersOnly: true, segments: .lines))
        #expect(piece.segmentCharacters.count == 2_848)
        #expect(piece.tokens.count == 32_775 + 2_848)
    }

    @Test func tinyShakespeareHas65Characters() throws {
        let text = try TestTexts.data("tiny-shakespeare.txt")
        let settings = TokenizerSettings(
            tokens: .characters, letterCase: .preserve, whiteSpace: .keep, segments: .document)
        var piece = TokenizedPiece()
        try Tokenizer(settings).tokenize(text.span, into: &piece)
        #expect(piece.types.count - 3 == 65)
        #expect(piece.tokens.count == text.count)
    }
}
