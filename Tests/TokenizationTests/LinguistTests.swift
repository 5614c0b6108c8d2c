internal import Basics
internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// Words as linguists want them cut.
@Suite struct LinguistTests {
    private func words(_ text: String, _ settings: TokenizerSettings = TokenizerSettings(segments: .lines)) throws
        -> [String]
    {
        try Tokenizer(settings).segments(of: text).flatMap { $0 }
    }

    private func settings(
        _ change: (inout TokenizerSettings) -> Void = { _ in }
    ) -> TokenizerSettings {
        var settings = TokenizerSettings(segments: .lines)
        change(&settings)
        return settings
    }

    // MARK: Characters

    @Test func apostrophesBetweenLettersAreOne() throws {
        let text = "Don't don’t donʼt ’tis dogs’ 5’6 ‘rock ’n’ roll’"
        #expect(try words(text) == ["don't", "don't", "don't", "tis", "dogs", "5’6", "rock", "n", "roll"])
        #expect(
            try words(text, settings { $0.apostrophes = .keep })
                == ["don't", "don’t", "donʼt", "tis", "dogs", "5’6", "rock", "n", "roll"])
        // A mark belongs to its letter, and what is left out does not stand between.
        #expect(try words("e\u{301}’a q\u{307}’a l\u{AD}’\u{2060}x") == ["é'a", "q\u{307}'a", "l'x"])
        let characters = settings { ($0.tokens, $0.apostrophes) = (.characters, .unify) }
        #expect(try words("a’b ’", characters) == ["a", "'", "b", " ", "’"])
    }

    @Test func invisibleCharactersLeaveWords() throws {
        #expect(try words("co\u{AD}operate wo\u{2060}rd bro\u{FEFF}ken \u{AD}") == ["cooperate", "word", "broken"])
        // Joiners stay where scripts need them.
        #expect(try words("می\u{200C}خواهم ක්\u{200D}ෂ") == ["می\u{200C}خواهم", "ක්\u{200D}ෂ"])
        let letters = settings { $0.lettersOnly = true }
        #expect(try words("co\u{AD}op-eration", letters) == ["co", "op", "eration"])
    }

    @Test func everyWhiteSpaceDivides() throws {
        for scalar in (1...0x3000).compactMap({ Unicode.Scalar(UInt32($0)) }) where scalar.properties.isWhitespace {
            #expect(try words("mot\(scalar)un") == ["mot", "un"], "\(String(scalar.value, radix: 16))")
            #expect(try words("10\(scalar)000") == ["10", "000"], "\(String(scalar.value, radix: 16))")
        }
    }

    @Test func marksGoIfAsked() throws {
        let strips = settings { $0.stripsMarks = true }
        #expect(try words("שָׁלוֹם بِسْمِ مـــد آية café", strips) == ["שלום", "بسم", "مد", "آية", "café"])
        #expect(try words("שָׁלוֹם").first?.unicodeScalars.count == 7)
    }

    /// Whatever the text, refining it twice is refining it once, and it holds nothing that leaves.
    @Test func refinedTextStays() throws {
        var generator = SeededGenerator(seed: 31)
        for settings in TestTexts.linguists(segments: [.document]) where settings.tokens == .words {
            let tokenizer = try Tokenizer(settings)
            for _ in 0..<200 {
                let text = TestTexts.unicode(count: 30, using: &generator)
                let once = try tokenizer.segments(of: text).flatMap { $0 }
                for word in once {
                    #expect(
                        !word.unicodeScalars.contains { ["\u{AD}", "\u{2060}", "\u{FEFF}", "\u{202F}"].contains($0) })
                    if settings.stripsMarks { #expect(!word.unicodeScalars.contains("\u{640}")) }
                }
            }
        }
    }

    // MARK: Words

    @Test func hyphensAreKeptIfAsked() throws {
        let keep = settings { $0.hyphens = .keep }
        let text = "A well-known state-of-the-art F-16 -- word--word, -x y- ro‑ro co‐op 1914-18"
        #expect(
            try words(text, keep)
                == [
                    "a", "well-known", "state-of-the-art", "f-16", "word", "word", "x", "y", "ro-ro", "co-op",
                    "1914-18",
                ])
        #expect(try words("well-known") == ["well", "known"])
        let marks = settings { ($0.hyphens, $0.keepPunctuation) = (.keep, true) }
        #expect(
            try words("a-b, c- d -e f--g-", marks) == ["a-b", ",", "c", "-", "d", "-", "e", "f", "-", "-", "g", "-"])
    }

    @Test func cliticsAreWords() throws {
        func cut(
            _ text: String, _ language: TokenizerSettings.Clitics, _ more: (inout TokenizerSettings) -> Void = { _ in }
        ) throws -> [String] {
            try words(
                text,
                settings {
                    $0.clitics = language; more(&$0)
                })
        }
        #expect(
            try cut("L’histoire qu'il n'a aujourd'hui, jusqu’à c'est-à-dire presqu'île", .fr)
                == [
                    "l'", "histoire", "qu'", "il", "n'", "a", "aujourd'hui", "jusqu'", "à", "c'", "est", "à", "dire",
                    "presqu'île",
                ])
        #expect(
            try cut("dell'arte un’altra c'è l'ho D'Artagnan po'", .it)
                == ["dell'", "arte", "un'", "altra", "c'", "è", "l'", "ho", "d'", "artagnan", "po"])
        #expect(
            try cut("Don't John's I'll they've shouldn’t've o'clock can't n't dogs' O'Brien", .en)
                == [
                    "do", "n't", "john", "'s", "i", "'ll", "they", "'ve", "should", "n't", "'ve", "o'clock", "ca",
                    "n't",
                    "n't", "dogs", "o'brien",
                ])
        // As they are written, and joined at hyphens before they are divided.
        #expect(
            try cut("DON’T mother-in-law's", .en) {
                ($0.letterCase, $0.apostrophes, $0.hyphens) = (.preserve, .keep, .keep)
            } == ["DO", "N’T", "mother-in-law", "'s"])
    }

    @Test func symbolsAreWordsIfAsked() throws {
        let keep = settings { $0.keepsSymbols = true }
        #expect(
            try words(
                "See https://a.org/b_c?d=1&e=(f), www.x.com. #Wahl2025 @some_one me@here.org #1 # @ 😀👍🏽❤️ ☺ © 5€", keep)
                == [
                    "see", "https://a.org/b_c?d=1&e=(f)", "www.x.com", "#wahl2025", "@some_one", "me@here.org", "1",
                    "@",
                    "😀", "👍🏽", "❤️", "☺", "5",
                ])
        #expect(try words("(http://a.b) «@x» 🇩🇪👩‍🔬", keep) == ["http://a.b", "@x", "🇩🇪", "👩‍🔬"])
        #expect(try words("#tag 😀") == ["tag"])
    }

    @Test func languagesHaveTheirBoundaries() throws {
        // A colon joins a word and its ending in Finnish and Swedish.
        #expect(try words("EU:n", settings { $0.locale = "fi" }) == ["eu:n"])
        #expect(try words("ISPARTA", settings { $0.locale = "tr" }) == ["ısparta"])
        #expect(throws: TextError.unknownLanguage("qq")) { try Tokenizer(settings { $0.locale = "qq" }) }
        #expect(throws: TextError.unknownLanguage("tr-TR")) { try Tokenizer(settings { $0.locale = "tr-TR" }) }
    }

    // MARK: Sentences

    private func sentences(_ text: String, _ language: String? = nil) throws -> [Int] {
        var settings = TokenizerSettings(segments: .sentences)
        settings.locale = language
        return try Tokenizer(settings).segments(of: text).map(\.count)
    }

    @Test func noSentenceEndsAfterAnAbbreviation() throws {
        #expect(try sentences("Dr. Stone wrote. Prof.\nMarsh slept, e.g. Monday. J. R. Smith came.") == [3, 5, 4])
        #expect(try sentences("Er kam mit Hr. Meyer. Vgl. Nr. 5. Das ist alles.") == [5, 3, 3])
        #expect(
            try sentences("M. Dupont dort. Mme. Dupont aussi. El Sr. Gil vino. Il Sig. Rossi venne.") == [3, 3, 4, 4])
        // What is a word too is one, but before a number.
        #expect(try sentences("No. He left. See No. 5. It was I. Then he came.") == [1, 2, 3, 3, 3])
        // CLDR's list of a language.
        #expect(try sentences("Capt. Bly met Sgt.\nRoe, i.e. Jim. Exec. Smith left.", "en") == [7, 3])
        #expect(try sentences("Exec. Smith left.") == [1, 2])
        // Nor after what stands behind a quotation mark or a dash; an s behind an apostrophe is none.
        #expect(try sentences("“Mr. Fox—Dr. Hen--St. John,” it said. It was the lion's. He left.") == [8, 4, 2])
    }

    @Test func theFirstEditionKnewNoAbbreviations() throws {
        var settings = TokenizerSettings(segments: .sentences)
        settings.edition = .first
        #expect(try Tokenizer(settings).segments(of: "Dr. Stone wrote.").count == 2)
    }

    // MARK: Settings

    /// Databases of the first version keep their tokenizer.
    @Test func olderSettingsAreReadAsTheyWere() throws {
        let json = """
            {"keepPunctuation":false,"letterCase":"lower","lettersOnly":false,"normalization":"nfc","segments":"lines",
            "tokens":"words","whiteSpace":"collapse"}
            """
        let old = try JSONDecoder().decode(TokenizerSettings.self, from: Data(json.utf8))
        #expect(old.apostrophes == .keep && old.hyphens == .split && old.edition == .first && old.locale == nil)
        #expect(try words("don’t co\u{AD}op mot\u{202F}un", old) == ["don’t", "co\u{AD}op", "mot\u{202F}un"])
        for settings in TestTexts.settings(segments: [.auto, .sentences]) + [old] {
            let again = try JSONDecoder().decode(TokenizerSettings.self, from: Data(sortedJSON(settings).utf8))
            #expect(again == settings && again.fingerprint == settings.fingerprint)
        }
    }

    @Test func theFingerprintChangesWithEach() throws {
        let base = settings()
        let changes: [(inout TokenizerSettings) -> Void] = [
            { $0.apostrophes = .keep }, { $0.hyphens = .keep }, { $0.clitics = .fr }, { $0.clitics = .it },
            { $0.locale = "tr" }, { $0.locale = "az" }, { $0.stripsMarks = true }, { $0.keepsSymbols = true },
            { $0.normalization = .nfkc }, { $0.edition = .first }, { $0.segments = .auto },
        ]
        let all = [base] + changes.map { settings($0) }
        #expect(Set(all.map(\.fingerprint)).count == all.count)
        #expect(Set(all.map(\.description)).count == all.count)
    }

    // MARK: The text itself

    @Test func tokensKnowTheirPlaces() throws {
        func places(_ text: String, _ settings: TokenizerSettings) throws -> [String] {
            var piece = TokenizedPiece()
            let utf8 = Array(text.utf8)
            try Tokenizer(settings).tokenize(utf8.span, into: &piece)
            return try SourceAlignment(settings).places(of: piece.tokens, types: piece.types, in: utf8).compactMap {
                $0
            }
            .map { String(decoding: utf8[$0], as: UTF8.self) }
        }
        #expect(
            try places("“Don’t,” ΟΔΟΣ co\u{AD}op Cafe\u{301} 中文字\n", settings())
                == ["Don’t", "ΟΔΟΣ", "co\u{AD}op", "Cafe\u{301}", "中", "文字"])
        #expect(
            try places("L’eau ﬁn", settings { ($0.clitics, $0.normalization) = (.fr, .nfkc) }) == ["L’", "eau", "ﬁn"])
        #expect(try places("IĞDIR İs", settings { $0.locale = "tr" }) == ["IĞDIR", "İs"])
    }

    /// Places ascend, and tokens of a text come from places that spell them.
    @Test func placesSpellTheirTokens() throws {
        var generator = SeededGenerator(seed: 41)
        for settings in TestTexts.linguists(segments: [.lines]) + [settings()] {
            let tokenizer = try Tokenizer(settings)
            for _ in 0..<40 {
                let utf8 = Array(TestTexts.prose(words: 40, using: &generator).utf8)
                var piece = TokenizedPiece()
                try tokenizer.tokenize(utf8.span, into: &piece)
                let places = try SourceAlignment(settings).places(of: piece.tokens, types: piece.types, in: utf8)
                var end = 0
                for (token, place) in zip(piece.tokens, places) where token != Marker.segmentEnd {
                    guard let place else {
                        Issue.record("\(settings): \(piece.types[token]) in \(String(decoding: utf8, as: UTF8.self))")
                        return
                    }
                    #expect(place.lowerBound >= end)
                    end = place.upperBound
                }
            }
        }
    }

    @Test func marksOfOtherToolsAreCounted() throws {
        func counts(_ text: String) throws -> [Int] {
            var piece = TokenizedPiece()
            try Tokenizer(settings()).tokenize(Array(text.utf8).span, into: &piece)
            return piece.marks.counts
        }
        #expect(try counts("<s> the <unk> well @-@ known </s>\n<s> a </s>") == [2, 2, 1, 1])
        #expect(try counts("a<s>b</s> me@-@x <s>x <unk>. @ <") == [0, 0, 0, 0])
    }
}
