internal import Basics
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

    private func pieces(
        of text: String, _ settings: TokenizerSettings, pieceSize: Int, longestStretch: Int = 1 << 20, chunk: Int
    ) throws -> [TextPiece] {
        let text = Array(text.utf8)
        var pieces = TextPieces(settings: settings, pieceSize: pieceSize, longestStretch: longestStretch)
        var given: [TextPiece] = []
        for start in stride(from: 0, to: text.count, by: chunk) {
            given += try pieces.append(text[start..<min(start + chunk, text.count)].span)
        }
        given += try pieces.finish()
        #expect(given.flatMap(\.utf8) == text)
        return given
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .paragraphs], TokenizerSettings.Tokens.allCases)
    func aLineWithoutEndIsCutBetweenWords(
        segments: TokenizerSettings.Segments, tokens: TokenizerSettings.Tokens
    ) throws {
        let settings = TokenizerSettings(tokens: tokens, segments: segments)
        let line = String(repeating: "word 12 ", count: 50_000)
        let given = try pieces(of: line, settings, pieceSize: 1_000, chunk: 4_096)
        #expect(given.count > 380 && given.allSatisfy { $0.utf8.count <= 1_000 })
        #expect(given.dropLast().allSatisfy(\.leavesSegmentOpen) && given.last?.leavesSegmentOpen == false)
        // Lines that fit end their pieces.
        let lines = try pieces(of: "word word\n\n" + line + "\n\nword word\n", settings, pieceSize: 1_000, chunk: 4_096)
        #expect(lines.first?.leavesSegmentOpen == false && lines.first?.utf8.count == 11)
    }

    /// What cannot be cut is one piece up to a limit, and beyond an error that says where, whatever the chunks.
    @Test(arguments: [1, 100, 1_000, 100_000])
    func whatCannotBeCutHasALimit(chunk: Int) throws {
        for segments in [TokenizerSettings.Segments.lines, .paragraphs, .document] {
            for tokens in TokenizerSettings.Tokens.allCases {
                let settings = TokenizerSettings(tokens: tokens, segments: segments)
                let word = "a b\n\n" + String(repeating: "é", count: 500) + "\n\nc d\n"
                let given = try pieces(of: word, settings, pieceSize: 100, longestStretch: 1_010, chunk: chunk)
                #expect(given.contains { $0.utf8.count >= 1_000 })
                let error = TextError.stretchTooLong(longest: 999, offset: 5, line: 3, segments: segments)
                #expect(throws: error, "\(settings)") {
                    try pieces(of: word, settings, pieceSize: 100, longestStretch: 999, chunk: chunk)
                }
            }
        }
        let sentences = TokenizerSettings(segments: .sentences)
        let error = TextError.stretchTooLong(longest: 999, offset: 18, line: 1, segments: .sentences)
        #expect(throws: error) {
            try pieces(
                of: "This is a lion's. " + String(repeating: "This is not one ", count: 100), sentences, pieceSize: 20,
                longestStretch: 999, chunk: chunk)
        }
        #expect(error.fact == "line 1, from byte 18 on: more than 999 bytes without the end of a sentence")
    }

    /// Where a segment is cut inside, what follows is a token whatever scalar it begins with.
    @Test(arguments: TokenizerSettings.Tokens.allCases, [false, true])
    func everyScalarAfterACutBeginsAToken(tokens: TokenizerSettings.Tokens, lettersOnly: Bool) throws {
        let settings = TokenizerSettings(
            tokens: tokens, letterCase: lettersOnly ? .fold : .lower, normalization: lettersOnly ? .nfkc : .nfc,
            lettersOnly: lettersOnly, segments: .lines, stripsMarks: lettersOnly)
        let tokenizer = try Tokenizer(settings)
        var cuts = 0
        for value in 1..<0x3_2000 as Range<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            var cutter = TextPieces(settings: settings, pieceSize: 1)
            let text = "x \(scalar)"
            let given = try cutter.append(Array(text.utf8).span)
            guard given.first?.leavesSegmentOpen == true, let last = try cutter.finish().last else { continue }
            cuts += 1
            let whole = try tokenizer.segments(of: text)
            let (a, b) = try (tokenizer.tokenize(given[0]), tokenizer.tokenize(last))
            let parts = a.tokens.map { a.types[$0] } + b.tokens.dropLast().map { b.types[$0] }
            guard whole == [parts], b.tokens.count > 1, b.tokens.last == Marker.segmentEnd else {
                Issue.record("\(settings) \(String(value, radix: 16))")
                return
            }
        }
        #expect(cuts > 50_000)
    }

    @Test func piecesKnowTheirLines() throws {
        let text = Array("a b\nc <s> d\n".utf8)
        let settings = TokenizerSettings(tokens: .whitespace, segments: .lines)
        for (pieceSize, lines) in [(8, [1, 2]), (1, [1, 1, 2, 2, 2])] {
            var pieces = TextPieces(settings: settings, pieceSize: pieceSize)
            var given = try pieces.append(text.span)
            given += try pieces.finish()
            let tokenizer = try Tokenizer(settings)
            #expect(given.map(\.firstLine) == lines)
            #expect(throws: TextError.literalMarker("<s>", line: 2)) { try given.map { try tokenizer.tokenize($0) } }
        }
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
        given += try pieces.finish()
        #expect(given.flatMap(\.utf8) == text)

        var types = TypeTable()
        var tokens: [TokenID] = []
        var characters: [Int] = []
        var open = 0
        for piece in given {
            let result = try tokenizer.tokenize(piece)
            let ids = types.insert(contentsOf: result.types)
            tokens += result.tokens.map { ids[Int($0)] }
            for count in result.segmentCharacters {
                characters.append(open + count)
                open = 0
            }
            open += result.openCharacters
        }
        #expect(tokens == whole.tokens, "\(settings) \(String(decoding: text, as: UTF8.self).debugDescription)")
        #expect(characters == whole.segmentCharacters)
        #expect(open == whole.openCharacters)
        #expect(types.count == whole.types.count)
    }
}
