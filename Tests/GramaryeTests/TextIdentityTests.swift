internal import Foundation
internal import Gramarye
internal import Testing

/// Bits per character mean the same whatever the tokens, where the text is the same.
@Suite struct TextIdentityTests {
    static let text: String = {
        let lines = [
            "Call me Ishmael — some years ago", "It is, is it?  The whale's way\t", " naïve Σίσυφος, well-known", "x",
        ]
        var text = ""
        for number in 0..<60 { text += "\(lines[number % 4]) \(number).\n" }
        return text
    }()

    /// Every model here gives each character of the canonical text one bit, whatever token it is in: a token costs its
    /// scalars and a space before it unless it begins a segment, `</s>` one more.
    @Test func aModelOfTheTextHasTheSameBitsUnderEveryTokenization() throws {
        let folder = try CorpusFolder()
        var text = ""
        for number in 0..<80 { text += "the quick fox \(number % 7) ran to the old mill \(number)\n" }
        // Words and characters alike.
        let words: [String] = text.split { $0 == " " || $0 == "\n" }.map { String($0) }
        let characters: [String] = text.filter { $0 != "\n" }.map { String($0) }
        for tokens in TokenizerSettings.Tokens.allCases {
            let corpus = try folder.corpus(text, tokens)
            let vocabulary = try corpus.vocabulary(.list(words + characters))
            let test = try corpus.events(of: .test, in: vocabulary)
            #expect(test.outOfVocabularyCount == 0)
            var starts = true
            let scores: [Double] = test.words.map { word in
                defer { starts = word == 2 }
                if word == 2 { return -log(2.0) }
                let space = starts || tokens == .characters ? 0 : 1
                let scalars = vocabulary.words[Int(word)].unicodeScalars.count
                return -log(2.0) * Double(scalars + space)
            }
            let evaluation = Evaluation(of: test, logProbabilities: scores)
            #expect(abs(evaluation.bitsPerCharacter! - 1) < 1e-12, "\(tokens)")
        }
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .document])
    func lettersOnlyLeavesTheSameText(segments: TokenizerSettings.Segments) throws {
        let folder = try CorpusFolder()
        let corpora = try TokenizerSettings.Tokens.allCases.map {
            try folder.corpus(Self.text, $0, lettersOnly: true, segments: segments)
        }
        for split in Split.allCases {
            for other in corpora.dropFirst() { try corpora[0].requireSameText(as: other, in: split) }
            #expect(try corpora[0].textIdentity(of: split).characters > 0)
        }
    }

    @Test func keptPunctuationLeavesTheSameText() throws {
        let folder = try CorpusFolder()
        let words = try folder.corpus(Self.text, .words, punctuation: true)
        try words.requireSameText(as: folder.corpus(Self.text, .characters), in: .test)
    }

    @Test func aTextThatOneTokenizerCutShortIsRefusedWithTheReason() throws {
        let folder = try CorpusFolder()
        let words = try folder.corpus(Self.text, .words)
        let error = #expect(throws: CorpusError.self) {
            try words.requireSameText(as: folder.corpus(Self.text, .characters), in: .test)
        }
        #expect(error?.cause?.contains("dropped the punctuation") == true)
        let letters = try folder.corpus(Self.text, .words, lettersOnly: true)
        let other = #expect(throws: CorpusError.self) { try words.requireSameText(as: letters, in: .test) }
        #expect(other?.cause?.contains("letters alone") == true)
        let stranger = try folder.corpus(Self.text + "another text\n", .words)
        let third = #expect(throws: CorpusError.self) { try words.requireSameText(as: stranger, in: .test) }
        #expect(third?.cause?.contains("same documents") == true)
    }
}
