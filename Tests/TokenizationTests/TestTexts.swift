internal import TestSupport
internal import Tokenization

/// Texts that are hard to tokenize, and random ones.
enum TestTexts {
    /// A corpus of the folder of reference data.
    static func data(_ path: String) throws -> [UInt8] { Array(try ReferenceData.text("corpora/\(path)").utf8) }

    static let languages = [
        "arb", "cmn_hans", "deu", "ell", "eng", "fin", "heb", "hin", "jpn", "kor", "rus", "tha", "tur", "vie",
    ]

    /// A random text of ASCII, rich in what word boundaries depend on.
    static func ascii(count: Int, using generator: inout SeededGenerator) -> String {
        let alphabet = Array("aaabcXYZ019''..,,::;;__-\"\"!?()@#  \t\n\n\r\r\n\u{B}\u{C}\u{1}")
        return String((0..<count).map { _ in alphabet.randomElement(using: &generator)! })
    }

    /// A random text that mixes scripts, marks, joiners, white space and punctuation.
    static func unicode(count: Int, using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<count { text.unicodeScalars.append(scalar(using: &generator)) }
        return text
    }

    /// Random words of several scripts in sentences and paragraphs, some lines blank.
    static func prose(words: Int, using generator: inout SeededGenerator) -> String {
        let vocabulary = [
            "the", "Time", "can't", "3.14", "e-mail", "Émile", "cafe\u{301}", "ΟΔΟΣ", "Straße", "שלום", "عربي", "हिन्दी",
            "well-known", "isn’t", "l'eau", "dell’arte", "#tag", "@name", "https://a.b/c?d=(e),", "👍🏽", "co\u{AD}op",
            "IĞDIR",
            "שָׁלוֹם", "مـد", "Dr.", "a\u{202F}b", "ﬁn", "J\u{301}", "ʼn", "ro\u{2011}ro", "ไทย", "中文", "カナ", "한글", "U.S.",
            "\u{301}x", "*", "—", "👩\u{200D}🔬", "Mr.",
        ]
        let separators = [
            " ", " ", " ", "  ", "\n", "\r\n", ". ", "! ", ".\n", "\n\n", "\n \t\n", "\t", "\u{A0}", ", ", "。",
        ]
        return (0..<words).map { _ in
            vocabulary.randomElement(using: &generator)! + separators.randomElement(using: &generator)!
        }.joined()
    }

    private static let notable = Array(
        ("aZ09I-#@ _'.,:;\"!?\n\r\t\u{AD}\u{2019}\u{2BC}\u{2010}\u{2011}\u{202F}\u{2060}\u{640}\u{201C}\u{2026}\u{B7}\u{300}\u{301}\u{323}\u{345}\u{308}\u{200B}\u{200C}\u{200D}\u{FEFF}"
            + "ΣσςΑΌßİıŐéÅ\u{212B}\u{2126}\u{1E9E}ǅ\u{A0}\u{2028}\u{2029}\u{85}\u{3000}"
            + "אבג״׳\u{5B0}\u{5BC}عربي\u{64B}\u{651}\u{6DD}हिन्दी\u{94D}\u{93C}ไทยภาษาที่\u{E33}ລາວ\u{EB3}中文字漢かなカナー\u{3099}\u{FF9E}"
            + "한글\u{1100}\u{1161}\u{11A8}👍\u{1F3FD}👩🇩🇪\u{FE0F}❤\u{20E3}\u{E0020}𝐀𐐀𐐨\u{1D165}\u{1D16E}ﬁŉǰΐ")
            .unicodeScalars)

    private static func scalar(using generator: inout SeededGenerator) -> Unicode.Scalar {
        if Int.random(in: 0..<8, using: &generator) > 0 { return notable.randomElement(using: &generator)! }
        while true {
            let limit: UInt32 = Bool.random(using: &generator) ? 0x3000 : 0x110000
            if let scalar = Unicode.Scalar(UInt32.random(in: 1..<limit, using: &generator)) { return scalar }
        }
    }

    /// Settings of every kind, all of `segments` among them.
    static func settings(segments: [TokenizerSettings.Segments]) -> [TokenizerSettings] {
        var all: [TokenizerSettings] = []
        for segments in segments {
            for tokens in TokenizerSettings.Tokens.allCases {
                for letterCase in TokenizerSettings.Case.allCases {
                    for normalization in TokenizerSettings.Normalization.allCases {
                        for (lettersOnly, keepPunctuation) in [(false, false), (true, false), (false, true)] {
                            for whiteSpace in TokenizerSettings.WhiteSpace.allCases {
                                if keepPunctuation && tokens != .words { continue }
                                if whiteSpace == .keep && tokens != .characters { continue }
                                all.append(
                                    TokenizerSettings(
                                        tokens: tokens, letterCase: letterCase, normalization: normalization,
                                        lettersOnly: lettersOnly, keepPunctuation: keepPunctuation,
                                        whiteSpace: whiteSpace, segments: segments))
                            }
                        }
                    }
                }
            }
        }
        return all + linguists(segments: segments) + subwords(segments: segments)
    }

    /// Settings of subwords, trained ones and those of a file, which puts a space before a text.
    static func subwords(segments: [TokenizerSettings.Segments]) -> [TokenizerSettings] {
        var generator = SeededGenerator(seed: 2)
        let text = prose(words: 500, using: &generator)
        guard let trained = try? TestSubwords.trained(on: text, size: 400),
            let read = try? SubwordModel(reading: TestSubwords.pairs, named: "pairs")
        else { preconditionFailure("models for tests") }
        return segments.flatMap { segments in
            [
                TokenizerSettings(segments: segments, subwords: trained),
                TokenizerSettings(
                    letterCase: .fold, normalization: .nfkc, whiteSpace: .collapse, segments: segments,
                    stripsMarks: true, subwords: trained),
                TokenizerSettings(letterCase: .lower, lettersOnly: true, segments: segments, subwords: trained),
                TokenizerSettings(segments: segments, subwords: read),
            ]
        }
    }

    /// Settings of what linguists want of words.
    static func linguists(segments: [TokenizerSettings.Segments]) -> [TokenizerSettings] {
        segments.flatMap { segments in
            [
                TokenizerSettings(segments: segments, hyphens: .keep),
                TokenizerSettings(keepPunctuation: true, segments: segments, hyphens: .keep, clitics: .en),
                TokenizerSettings(letterCase: .preserve, segments: segments, apostrophes: .keep, clitics: .fr),
                TokenizerSettings(segments: segments, hyphens: .keep, clitics: .it, keepsSymbols: true),
                TokenizerSettings(normalization: .nfkc, segments: segments, locale: "tr", keepsSymbols: true),
                TokenizerSettings(keepPunctuation: true, segments: segments, locale: "lt", stripsMarks: true),
                TokenizerSettings(
                    normalization: TokenizerSettings.Normalization.none, segments: segments, locale: "fi",
                    stripsMarks: true),
                TokenizerSettings(letterCase: .fold, lettersOnly: true, segments: segments, locale: "az"),
                TokenizerSettings(tokens: .characters, segments: segments, apostrophes: .unify, stripsMarks: true),
                TokenizerSettings(tokens: .whitespace, letterCase: .lower, segments: segments, locale: "tr"),
            ]
        }
    }
}
