internal import LanguageModeling
internal import Tokenization

extension TokenizerSettings {
    /// What a token and a segment are, in sentences for who has not read the settings' names.
    var sentences: String {
        [tokensSentence, changesSentence, segmentsSentence].compactMap(\.self).joined(separator: " ")
    }

    private var tokensSentence: String {
        switch tokens {
        case .words:
            let rest = keepPunctuation ? "punctuation marks are tokens, too" : "punctuation is left out"
            let parts = hyphens == .split ? "parts of hyphenated words are words" : "hyphenated words are one"
            return "A token is a word by Unicode's boundaries; \(parts), \(rest)."
        case .subwords:
            return "A token is a subword of \(subwords?.name ?? ""): a stretch of a word, the space before it included."
        case .whitespace: return "A token is whatever stands between white space, punctuation included."
        case .characters:
            return "A token is a character as people see it"
                + (whiteSpace == .collapse ? "; a run of white space is one space." : ".")
        }
    }

    private var changesSentence: String? {
        var changes: [String] = []
        switch letterCase {
        case .lower: changes.append("capitals are made small")
        case .fold: changes.append("case is folded")
        case .preserve: changes.append("capitals stay")
        }
        if normalization == .nfkc { changes.append("look-alike characters are made one") }
        if lettersOnly { changes.append("only letters stay") }
        if stripsMarks { changes.append("points of Arabic and Hebrew go") }
        if keepsSymbols { changes.append("emoji, hashtags, @names and addresses are words") }
        if let clitics { changes.append("clitics (\(clitics.rawValue)) are words of their own") }
        if let locale { changes.append("by the rules of the language \(locale)") }
        guard let first = changes.first else { return nil }
        return first.prefix(1).uppercased() + first.dropFirst()
            + changes.dropFirst().map { ", " + $0 }.joined() + "."
    }

    private var segmentsSentence: String {
        let what =
            switch segments {
            case .auto: tokens == .whitespace ? "a line" : "a line or a paragraph, as each document is laid out"
            case .lines: "a line"
            case .sentences: "a sentence"
            case .paragraphs: "a paragraph"
            case .document: "a document"
            }
        return "A segment, which models read from its beginning to its end, is \(what)."
    }
}

extension VocabularyRule {
    /// Which words models know, in a sentence.
    var sentence: String {
        let rest = "all others are <unk> to them."
        return switch self {
        case .minimumCount(1): "Models know every word of train; \(rest)"
        case .minimumCount(let count): "Models know the words that occur \(count) times or more in train; \(rest)"
        case .size(let size): "Models know the most frequent words of train, \(size) with <unk> and </s>; \(rest)"
        case .list(let words): "Models know \(words.count) listed words; \(rest)"
        case .subwords: "Models know every subword of the tokenizer, those too that train does not have."
        }
    }
}
