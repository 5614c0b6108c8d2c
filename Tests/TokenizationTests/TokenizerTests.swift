internal import TestSupport
internal import Testing
internal import Tokenization

/// What becomes of a text, worked by hand.
@Suite struct TokenizerTests {
    private typealias Settings = TokenizerSettings

    private func segments(_ text: String, _ settings: TokenizerSettings) throws -> [[String]] {
        try Tokenizer(settings).segments(of: text)
    }

    private func characters(_ text: String, _ settings: TokenizerSettings) throws -> [Int] {
        var piece = TokenizedPiece()
        try Tokenizer(settings).tokenize(Array(text.utf8).span, into: &piece)
        let isOpen = settings.segments == .document && !piece.tokens.isEmpty
        return piece.segmentCharacters + (isOpen ? [piece.openCharacters + settings.segmentEndCharacters] : [])
    }

    // MARK: Words

    @Test func wordsAreThoseOfUnicode() throws {
        let settings = Settings(segments: .lines)
        #expect(try segments("Call me Ishmael.", settings) == [["call", "me", "ishmael"]])
        #expect(
            try segments("Isn't 3.14 > 1,000? Well-known_name", settings) == [
                ["isn't", "3.14", "1,000", "well", "known_name"]
            ])
        #expect(try segments("L\u{2019}Été à Paris 👍🏽 — oui", settings) == [["l'été", "à", "paris", "oui"]])
        #expect(try segments("... — !", settings) == [])
        #expect(try segments("ΟΔΥΣΣΕΥΣ", settings) == [["οδυσσευς"]])
    }

    @Test func scriptsWithoutSpacesAreDividedByDictionary() throws {
        let settings = Settings(segments: .lines)
        for (text, words) in [
            ("我们在北京", ["我们", "在", "北京"]), ("สวัสดีชาวโลก", ["สวัสดี", "ชาว", "โลก"]),
            ("こんにちは世界", ["こんにちは", "世界"]),
        ] {
            #expect(try segments(text, settings) == [words])
        }
    }

    @Test func punctuationIsKeptOnDemandAndWhiteSpaceNever() throws {
        let settings = Settings(keepPunctuation: true, segments: .lines)
        #expect(try segments("\"Well,\u{A0}well!\"  👩‍👩‍👧", settings) == [["\"", "well", ",", "well", "!", "\"", "👩‍👩‍👧"]])
    }

    @Test func lettersOnlyLeavesLettersAndMarks() throws {
        let settings = Settings(lettersOnly: true, segments: .lines)
        #expect(try segments("Isn't it 3.14? हिन्दी2go", settings) == [["isn", "t", "it", "हिन्दी", "go"]])
        #expect(try segments("1895\n...\nwords", settings) == [["words"]])
    }

    // MARK: White space

    @Test func whiteSpaceIsSpaceTabCRAndLFAlone() throws {
        let settings = Settings(tokens: .whitespace, segments: .lines)
        #expect(
            try segments(" A\tb \rc,\u{A0}d\u{B}e\u{3000}f \r\n\r\n", settings) == [
                ["A", "b", "c,\u{A0}d\u{B}e\u{3000}f"]
            ])
    }

    @Test func literalUnkIsTheUnknownToken() throws {
        var piece = TokenizedPiece()
        let settings = Settings(tokens: .whitespace, segments: .lines)
        try Tokenizer(settings).tokenize(Array("a <unk> a\n".utf8).span, into: &piece)
        #expect(piece.tokens == [3, Marker.unknown, 3, Marker.segmentEnd])
    }

    @Test(arguments: ["<s>", "</s>"]) func literalMarkersAreErrors(marker: String) throws {
        for segments in [Settings.Segments.lines, .paragraphs, .sentences, .document] {
            for letterCase in Settings.Case.allCases {
                let settings = Settings(tokens: .whitespace, letterCase: letterCase, segments: segments)
                #expect(throws: TextError.literalMarker(marker, line: 4)) {
                    try self.segments("one é two\r\n\nthree\nfour \(marker) five\n", settings)
                }
                // As a part of a token it is text.
                #expect(try self.segments("x\(marker)", settings) == [["x\(marker)"]])
            }
        }
    }

    // MARK: Characters

    @Test func charactersAreWhatReadersSee() throws {
        let settings = Settings(tokens: .characters, letterCase: .preserve, segments: .lines)
        #expect(
            try segments("e\u{302}👩‍👩‍👧🇩🇪🇫🇷한\u{1112}\u{1161}नि!", settings) == [
                ["\u{EA}", "👩‍👩‍👧", "🇩🇪", "🇫🇷", "한", "하", "नि", "!"]
            ])
    }

    @Test func whiteSpaceCollapsesOrIsKept() throws {
        let text = " a \t\u{3000}b\r\nc\n\n"
        let document = Settings.Segments.document
        #expect(
            try segments(text, Settings(tokens: .characters, segments: document)) == [
                [" ", "a", " ", "b", " ", "c", " "]
            ])
        #expect(
            try segments(text, Settings(tokens: .characters, whiteSpace: .keep, segments: document)) == [
                [" ", "a", " ", "\t", "\u{3000}", "b", "\r\n", "c", "\n", "\n"]
            ])
        // The line end that closes a segment is no token; nothing else is trimmed.
        #expect(
            try segments(text, Settings(tokens: .characters, whiteSpace: .keep, segments: .lines)) == [
                [" ", "a", " ", "\t", "\u{3000}", "b"], ["c"],
            ])
        #expect(
            try segments("a1\n2b", Settings(tokens: .characters, lettersOnly: true, segments: document)) == [
                ["a", " ", "b"]
            ])
        #expect(
            try segments(
                "a1\n2b", Settings(tokens: .characters, lettersOnly: true, whiteSpace: .keep, segments: document))
                == [["a", " ", " ", " ", "b"]])
    }

    // MARK: Segments

    @Test func linesEndAtLineFeeds() throws {
        #expect(
            try segments("a b\r\n\r\n \t\nc\rd\n\ne", Settings(segments: .lines)) == [["a", "b"], ["c", "d"], ["e"]])
    }

    @Test func paragraphsEndAtBlankLines() throws {
        let settings = Settings(segments: .paragraphs)
        #expect(try segments("\n\na\nb\r\n \r\nc\n\n\n\u{3000}\nd", settings) == [["a", "b"], ["c"], ["d"]])
    }

    @Test func sentencesRunAcrossLineEndsAndEndAtBlankLines() throws {
        let settings = Settings(segments: .sentences)
        let text = "It was late. The rain\nhad stopped! Was it 3.5 miles\nto go?\n\nChapter two\n\nHe left."
        #expect(
            try segments(text, settings) == [
                ["it", "was", "late"], ["the", "rain", "had", "stopped"], ["was", "it", "3.5", "miles", "to", "go"],
                ["chapter", "two"], ["he", "left"],
            ])
    }

    @Test func aDocumentIsOneSegment() throws {
        #expect(try segments("a\n\nb. C\n", Settings(segments: .document)) == [["a", "b", "c"]])
        for tokens in Settings.Tokens.allCases where tokens != .characters {
            #expect(try segments(" \n\n", Settings(tokens: tokens, segments: .document)) == [])
        }
    }

    // MARK: Canonical text

    @Test func canonicalTextIsCountedInScalars() throws {
        // "wellknown isn't it" and the end.
        #expect(try characters("Well-known,  isn't it?", Settings(segments: .lines)) == [9 + 1 + 5 + 1 + 2 + 1])
        #expect(try characters("我们在北京\nab", Settings(segments: .lines)) == [5 + 1, 2 + 1])
        #expect(try characters(" a  bc\n", Settings(tokens: .whitespace, segments: .lines)) == [1 + 1 + 2 + 1])
        #expect(try characters(" a  bc\n", Settings(tokens: .characters, segments: .lines)) == [5 + 1])
        #expect(try characters(" a  bc\n", Settings(tokens: .characters, segments: .document)) == [6 + 1])
        // Two scalars, one character.
        #expect(try characters("🇩🇪", Settings(tokens: .characters, segments: .lines)) == [2 + 1])
        #expect(try characters("a\nb", Settings(segments: .document)) == [1 + 1 + 1 + 1])
    }

    @Test func wordsWithPunctuationAndCharactersAgreeOnTheLengthOfATextOfAnyScript() throws {
        var generator = SeededGenerator(seed: 61)
        let words = Settings(keepPunctuation: true, segments: .document)
        let clusters = Settings(tokens: .characters, segments: .document)
        for _ in 0..<500 {
            let text = TestTexts.unicode(count: 40, using: &generator)
            #expect(
                try characters("x " + text + " x", words) == characters("x " + text + " x", clusters),
                "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test func textsDecideOnSegmentsThatAreNotNamed() throws {
        let tokenizer = try Tokenizer(Settings())
        #expect(try tokenizer.segments(of: "To be,\nor not.\n\nThat.") == [["to", "be"], ["or", "not"], ["that"]])
    }

    // MARK: Fingerprint

    @Test func everySettingChangesTheFingerprint() {
        let all = TestTexts.settings(segments: Settings.Segments.allCases)
        #expect(Set(all.map(\.fingerprint)).count == all.count)
        #expect(all.allSatisfy { $0.fingerprint.count == 16 && $0.fingerprint.allSatisfy(\.isHexDigit) })
    }
}
