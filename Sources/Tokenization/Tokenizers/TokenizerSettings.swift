/// Everything that decides which tokens and segments a text becomes. Fixed by the first ingest into a corpus.
public struct TokenizerSettings: Sendable, Hashable {
    /// Words by Unicode's boundaries, what stands between white space, characters as people see them, or the subwords of a
    /// model.
    public enum Tokens: String, Sendable, Codable, CaseIterable {
        case words, whitespace, characters, subwords

        /// Those that need nothing besides their name.
        public static let allCases: [Tokens] = [.words, .whitespace, .characters]
    }
    /// How capitals are written; `fold` makes alike all spellings that differ by case alone.
    public enum Case: String, Sendable, Codable, CaseIterable { case lower, preserve, fold }
    /// Unicode's composed form; the same with what is alike but for its look made one, as ﬁ and fi; or the text as it
    /// stands.
    public enum Normalization: String, Sendable, Codable, CaseIterable { case nfc, nfkc, none }
    /// Between characters, and in subwords: whether a run of white space is one space.
    public enum WhiteSpace: String, Sendable, Codable, CaseIterable { case collapse, keep }
    /// What stands between `<s>` and `</s>`; `auto` is decided for each document by its own layout: see `SegmentsRule`.
    public enum Segments: String, Sendable, Codable, CaseIterable { case auto, lines, sentences, paragraphs, document }
    /// Whether a blank line is an empty segment, where segments are lines.
    public enum BlankLines: String, Sendable, Codable, CaseIterable { case drop, keep }
    /// Whether ’ and ʼ between letters are the apostrophe ' of typewriters.
    public enum Apostrophes: String, Sendable, Codable, CaseIterable { case unify, keep }
    /// Whether the parts of `well-known` are words, or the whole.
    public enum Hyphens: String, Sendable, Codable, CaseIterable { case split, keep }
    /// The language whose clitics are words of their own: `l'` of French, `dell'` of Italian, `n't` of English.
    public enum Clitics: String, Sendable, Codable, CaseIterable { case fr, it, en }

    public var tokens: Tokens
    public var letterCase: Case
    public var normalization: Normalization
    /// Whether everything but letters and marks is a space.
    public var lettersOnly: Bool
    /// Whether punctuation is among the words.
    public var keepPunctuation: Bool
    public var whiteSpace: WhiteSpace
    public var segments: Segments
    public var blankLines: BlankLines
    public var apostrophes: Apostrophes
    public var hyphens: Hyphens
    public var clitics: Clitics?
    /// The ISO 639 code of the language whose rules of case and of boundaries hold; `nil` for those of no language.
    public var locale: String?
    /// Whether the points of Arabic and Hebrew and the tatweel are left out.
    public var stripsMarks: Bool
    /// Whether emoji, hashtags, @names and URLs are words.
    public var keepsSymbols: Bool
    /// What cuts a text into subwords, where tokens are those.
    public var subwords: SubwordModel?
    /// Which rules hold that no setting names.
    package var edition: Edition

    /// Rules that are no matter of choice, by the version of the database's schema that brought them.
    package enum Edition: Int, Sendable, Codable {
        /// Soft hyphens and other invisible characters belong to words, U+202F joins them, and sentences end after
        /// abbreviations.
        case first = 1
        case second = 2
    }

    /// - Parameters:
    ///   - letterCase: `nil` for the default of the kind of tokens: `preserve` for `whitespace` and `subwords`, else `lower`.
    ///   - normalization: `nil` for the default: `none` for `subwords`, whose texts shall come back as they were, else `nfc`.
    ///   - whiteSpace: `nil` for the default: `keep` for `subwords`, else `collapse`.
    ///   - apostrophes: `nil` for the default of the kind of tokens: `unify` for `words`, else `keep`.
    public init(
        tokens: Tokens = .words, letterCase: Case? = nil, normalization: Normalization? = nil,
        lettersOnly: Bool = false, keepPunctuation: Bool = false, whiteSpace: WhiteSpace? = nil,
        segments: Segments = .auto, apostrophes: Apostrophes? = nil, hyphens: Hyphens = .split,
        clitics: Clitics? = nil, locale: String? = nil, stripsMarks: Bool = false, keepsSymbols: Bool = false,
        blankLines: BlankLines = .drop, subwords: SubwordModel? = nil
    ) {
        let isOfSubwords = subwords != nil
        precondition(isOfSubwords || tokens != .subwords, "subwords are those of a model")
        let tokens = isOfSubwords ? .subwords : tokens
        self.tokens = tokens
        self.letterCase = letterCase ?? (tokens == .whitespace || isOfSubwords ? .preserve : .lower)
        self.normalization = normalization ?? (isOfSubwords ? .none : .nfc)
        self.lettersOnly = lettersOnly
        self.keepPunctuation = keepPunctuation
        self.whiteSpace = whiteSpace ?? (isOfSubwords ? .keep : .collapse)
        self.segments = segments
        self.blankLines = blankLines
        self.apostrophes = apostrophes ?? (tokens == .words ? .unify : .keep)
        self.hyphens = hyphens
        self.clitics = clitics
        self.locale = locale
        self.stripsMarks = stripsMarks
        self.keepsSymbols = keepsSymbols
        self.subwords = subwords
        edition = .second
    }
}

extension TokenizerSettings {
    /// Whether two make the same tokens of a text that is normalized already.
    ///
    /// What stands between `<s>` and `</s>` may differ: a split has segments already.
    package func cutsTokens(like other: TokenizerSettings) -> Bool {
        var (own, theirs) = (withoutWhatHasNoEffect, other.withoutWhatHasNoEffect)
        (own.segments, own.blankLines, own.normalization) = (theirs.segments, theirs.blankLines, theirs.normalization)
        return own == theirs
    }

    /// The same settings, with defaults in place of those that do nothing to such tokens.
    private var withoutWhatHasNoEffect: TokenizerSettings {
        guard tokens != .words else { return self }
        var settings = self
        (settings.keepPunctuation, settings.hyphens, settings.clitics, settings.keepsSymbols) = (
            false, .split, nil, false
        )
        if tokens == .whitespace { (settings.whiteSpace, settings.edition) = (.collapse, .second) }
        return settings
    }
}

/// As the database keeps them. What the first version did not know is not there in what it wrote, and is as it was then.
extension TokenizerSettings: Codable {
    private enum CodingKeys: String, CodingKey {
        case tokens, letterCase, normalization, lettersOnly, keepPunctuation, whiteSpace, segments
        case apostrophes, hyphens, clitics, locale, stripsMarks, keepsSymbols, edition, blankLines, subwords
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let tokens = try values.decode(Tokens.self, forKey: .tokens)
        let subwords = try values.decodeIfPresent(SubwordModel.self, forKey: .subwords)
        guard (tokens == .subwords) == (subwords != nil) else {
            throw DecodingError.dataCorruptedError(
                forKey: .subwords, in: values,
                debugDescription: "subwords are those of a model, and a model's are subwords")
        }
        self.init(
            tokens: tokens,
            letterCase: try values.decode(Case.self, forKey: .letterCase),
            normalization: try values.decode(Normalization.self, forKey: .normalization),
            lettersOnly: try values.decode(Bool.self, forKey: .lettersOnly),
            keepPunctuation: try values.decode(Bool.self, forKey: .keepPunctuation),
            whiteSpace: try values.decode(WhiteSpace.self, forKey: .whiteSpace),
            segments: try values.decode(Segments.self, forKey: .segments),
            apostrophes: try values.decodeIfPresent(Apostrophes.self, forKey: .apostrophes) ?? .keep,
            hyphens: try values.decodeIfPresent(Hyphens.self, forKey: .hyphens) ?? .split,
            clitics: try values.decodeIfPresent(Clitics.self, forKey: .clitics),
            locale: try values.decodeIfPresent(String.self, forKey: .locale),
            stripsMarks: try values.decodeIfPresent(Bool.self, forKey: .stripsMarks) ?? false,
            keepsSymbols: try values.decodeIfPresent(Bool.self, forKey: .keepsSymbols) ?? false,
            blankLines: try values.decodeIfPresent(BlankLines.self, forKey: .blankLines) ?? .drop, subwords: subwords)
        edition = try values.decodeIfPresent(Edition.self, forKey: .edition) ?? .first
    }
}

extension TokenizerSettings {
    /// Whether segments are lines in every document.
    package var segmentsAreLines: Bool { segments == .lines || segments == .auto && tokens == .whitespace }
}

extension TokenizerSettings {
    /// Whether tokens stand side by side in a text, with nothing between them.
    package var tokensAbut: Bool { tokens == .characters || tokens == .subwords }

    /// Tokens as a text, where that itself is not at hand: with a space between them, or none.
    package func text(of tokens: some Sequence<String>) -> String {
        switch self.tokens {
        case .subwords: SubwordText.joined(tokens)
        case .characters: tokens.joined()
        case .words, .whitespace: tokens.joined(separator: " ")
        }
    }

    /// What reads a text whose tokens are told: they stand between spaces, a segment a line. Words are taken as they are.
    package var ofToldTokens: TokenizerSettings {
        var settings = self
        if tokens == .words { settings.tokens = .whitespace }
        settings.segments = segments == .document ? .document : .lines
        return settings
    }
}
