internal import TestSupport
internal import Testing
internal import Tokenization

/// A text gives the same tokens and segments however it is read in chunks and cut into pieces.
@Suite struct TextPiecesTests {
    @Test func randomTextsCutAnywhere() throws {
        var generator = SeededGenerator(seed: 23)
        let all = TestTexts.settings(segments: [.lines, .paragraphs, .sentences, .document])
        for settings in all {
            for round in 0..<20 {
                let text =
                    round % 2 == 0
                    ? TestTexts.ascii(count: 300, using: &generator) : TestTexts.prose(words: 60, using: &generator)
                try expectTheSameCut(Array(text.utf8), settings, using: &generator)
            }
        }
    }

    @Test(.enabled(if: ReferenceData.isAvailable), arguments: TestTexts.languages)
    func languagesCutAnywhere(language: String) throws {
        let text = try TestTexts.data("udhr/\(language).txt")
        var generator = SeededGenerator(seed: 3)
        for segments in [TokenizerSettings.Segments.lines, .paragraphs, .sentences, .document] {
            for tokens in TokenizerSettings.Tokens.allCases {
                let settings = TokenizerSettings(tokens: tokens, keepPunctuation: true, segments: segments)
                for _ in 0..<4 { try expectTheSameCut(text, settings, using: &generator) }
            }
        }
    }

    @Test func aLineWithoutEndIsOnePiece() throws {
        let line = Array(String(repeating: "word ", count: 100_000).utf8)
        var pieces = TextPieces(settings: TokenizerSettings(segments: .lines), pieceSize: 1000)
        var given: [TextPiece] = []
        for start in stride(from: 0, to: line.count, by: 4096) {
            given += try pieces.append(line[start..<min(start + 4096, line.count)].span)
        }
        if let last = try pieces.finish() { given.append(last) }
        #expect(given.count == 1)
        #expect(given[0].utf8 == line)
    }

    @Test func piecesKnowTheirLines() throws {
        let text = Array("a b\nc <s> d\n".utf8)
        let settings = TokenizerSettings(tokens: .whitespace, segments: .lines)
        var pieces = TextPieces(settings: settings, pieceSize: 1)
        var given = try pieces.append(text.span)
        if let last = try pieces.finish() { given.append(last) }
        let tokenizer = try Tokenizer(settings)
        #expect(given.map(\.firstLine) == [1, 2])
        #expect(throws: TextError.literalMarker("<s>", line: 2)) { try given.map { try tokenizer.tokenize($0) } }
    }

    private func expectTheSameCut(
        _ text: [UInt8], _ settings: TokenizerSettings, using generator: inout SeededGenerator
    ) throws {
        var whole = TokenizedPiece()
        let tokenizer = try Tokenizer(settings)
        try tokenizer.tokenize(text.span, into: &whole)

        var pieces = TextPieces(settings: settings, pieceSize: Int.random(in: 1..<200, using: &generator))
        var given: [TextPiece] = []
        var position = 0
        while position < text.count {
            let end = min(text.count, position + Int.random(in: 1..<300, using: &generator))
            given += try pieces.append(text[position..<end].span)
            position = end
        }
        if let last = try pieces.finish() { given.append(last) }
        #expect(given.flatMap(\.utf8) == text)

        var types = TypeTable()
        var tokens: [TokenID] = []
        var characters: [Int] = []
        var open = 0
        for piece in given {
            let result = try tokenizer.tokenize(piece)
            let ids = types.insert(contentsOf: result.types)
            tokens += result.tokens.map { ids[Int($0)] }
            if settings.segments == .document {
                open += result.openCharacters
            } else {
                characters += result.segmentCharacters
            }
        }
        #expect(tokens == whole.tokens, "\(settings) \(String(decoding: text, as: UTF8.self).debugDescription)")
        #expect(characters == whole.segmentCharacters)
        #expect(open == whole.openCharacters)
        #expect(types.count == whole.types.count)
    }
}
