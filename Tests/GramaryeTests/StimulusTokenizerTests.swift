internal import Gramarye
internal import TestSupport
internal import Testing

/// Every token belongs to one word of the text that it was cut from.
@Suite struct StimulusTokenizerTests {
    private func tokenize(
        _ parts: [Stimulus.Part], _ settings: TokenizerSettings = TokenizerSettings(segments: .lines)
    ) throws -> TokenizedStimulus {
        try StimulusTokenizer(settings).tokenize(Stimulus(item: "1", parts: parts))
    }

    /// The words with their tokens, segments' ends left out.
    private func spelled(_ stimulus: TokenizedStimulus) -> [[String]] {
        stimulus.words.filter { !$0.isSegmentEnd }.map { word in [word.text] + word.tokens.map { stimulus.tokens[$0] } }
    }

    @Test func punctuationStaysWithItsWord() throws {
        let stimulus = try tokenize([.text("“The cat’s paw,” — it sat.")])
        #expect(
            spelled(stimulus) == [
                ["“The", "the"], ["cat’s", "cat's"], ["paw,”", "paw"], ["—"], ["it", "it"], ["sat.", "sat"],
            ])
        #expect(stimulus.tokens == ["the", "cat's", "paw", "it", "sat", "</s>"])
        let kept = try tokenize([.text("paw, sat.")], TokenizerSettings(keepPunctuation: true, segments: .lines))
        #expect(spelled(kept) == [["paw,", "paw", ","], ["sat.", "sat", "."]])
    }

    @Test func aWordMayBeOfSeveralTokens() throws {
        #expect(
            spelled(try tokenize([.text("a well-known man")]))
                == [["a", "a"], ["well-known", "well", "known"], ["man", "man"]])
        let given = try tokenize([.words(["New York", "is", "!"])])
        #expect(spelled(given) == [["New York", "new", "york"], ["is", "is"], ["!"]])
        #expect(
            given.words.map(\.place) == [0, 1, 2, 2] && given.words.map(\.isSegmentEnd) == [false, false, false, true])
    }

    @Test func segmentsAndPlacesAreCounted() throws {
        let stimulus = try tokenize([.text("One two\nthree"), .text("four")])
        #expect(stimulus.words.map(\.text) == ["One", "two", "</s>", "three", "</s>", "four", "</s>"])
        #expect(stimulus.words.map(\.segment) == [1, 1, 1, 2, 2, 3, 3])
        #expect(stimulus.words.map(\.position) == [1, 2, 3, 1, 2, 1, 2])
        #expect(stimulus.words.map(\.part) == [0, 0, 0, 0, 0, 1, 1])
    }

    @Test func whiteSpaceAmongCharactersIsOfTheWordBefore() throws {
        let stimulus = try tokenize([.text("ab c")], TokenizerSettings(tokens: .characters, segments: .lines))
        #expect(spelled(stimulus) == [["ab", "a", "b", " "], ["c", "c"]])
        #expect(stimulus.spelling(of: stimulus.words[0]) == ["a", "b"])
    }

    @Test func scriptsWithoutSpacesAreCutWhereTokensAbut() throws {
        let stimulus = try tokenize([.text("山下的书店。")])
        #expect(stimulus.words.filter { !$0.isSegmentEnd }.map(\.text).joined() == "山下的书店。")
        #expect(stimulus.words.count > 3)
    }

    private static let pieces = [
        "the", "cat's", "well-known", "—", "3.14", "naïve,", "“Quoted”", "…", "e-mail@x.org", "U.S.A.", "l’été", "a/b",
        "(",
        "可以", "ภาษาไทย", "x\u{301}y", "don\u{2019}t!?", "</i>",
    ]

    @Test(
        arguments: TokenizerSettings.Tokens.allCases, [TokenizerSettings.Segments.lines, .sentences])
    func everyTokenBelongsToOneWord(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        var generator = SeededGenerator(seed: 31)
        for keep in [false, true] {
            let settings = TokenizerSettings(tokens: tokens, keepPunctuation: keep, segments: segments)
            let tokenizer = try Tokenizer(settings)
            let stimuli = try StimulusTokenizer(settings)
            for _ in 0..<150 {
                var text = ""
                for _ in 0..<Int.random(in: 1...12, using: &generator) {
                    text += Self.pieces.randomElement(using: &generator)!
                    text += [" ", " ", "  ", "\n", ". "].randomElement(using: &generator)!
                }
                let result = try stimuli.tokenize(Stimulus(item: "1", parts: [.text(text)]))
                // In the order of the text, each once; and they are those that the tokenizer makes of the whole.
                #expect(result.words.flatMap(\.tokens) == Array(result.tokens.indices), "\(text)")
                #expect(result.tokens == (try tokenizer.segments(of: text).flatMap { $0 + ["</s>"] }), "\(text)")
                let words = result.words.filter { !$0.isSegmentEnd }.map(\.text).joined()
                #expect(result.words.isEmpty || words == text.filter { !$0.isWhitespace }, "\(text)")
            }
        }
    }
}
