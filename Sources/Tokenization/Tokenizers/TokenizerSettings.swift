/// Everything that decides which tokens and segments a text becomes. Fixed by the first ingest into a corpus.
public struct TokenizerSettings: Sendable, Hashable, Codable {
    /// Words by Unicode's boundaries, what stands between white space, or characters as people see them.
    public enum Tokens: String, Sendable, Codable, CaseIterable { case words, whitespace, characters }
    /// How capitals are written; `fold` makes alike all spellings that differ by case alone.
    public enum Case: String, Sendable, Codable, CaseIterable { case lower, preserve, fold }
    /// Unicode's composed form, or the text as it stands.
    public enum Normalization: String, Sendable, Codable, CaseIterable { case nfc, none }
    /// Between characters: whether a run of white space is one space.
    public enum WhiteSpace: String, Sendable, Codable, CaseIterable { case collapse, keep }
    /// What stands between `<s>` and `</s>`; `auto` is resolved before settings are stored.
    public enum Segments: String, Sendable, Codable, CaseIterable { case auto, lines, sentences, paragraphs, document }

    public var tokens: Tokens
    public var letterCase: Case
    public var normalization: Normalization
    /// Whether everything but letters and marks is a space.
    public var lettersOnly: Bool
    /// Whether punctuation is among the words.
    public var keepPunctuation: Bool
    public var whiteSpace: WhiteSpace
    public var segments: Segments

    /// - Parameter letterCase: `nil` for the default of the kind of tokens: `preserve` for `whitespace`, else `lower`.
    public init(
        tokens: Tokens = .words, letterCase: Case? = nil, normalization: Normalization = .nfc,
        lettersOnly: Bool = false, keepPunctuation: Bool = false, whiteSpace: WhiteSpace = .collapse,
        segments: Segments = .auto
    ) {
        self.tokens = tokens
        self.letterCase = letterCase ?? (tokens == .whitespace ? .preserve : .lower)
        self.normalization = normalization
        self.lettersOnly = lettersOnly
        self.keepPunctuation = keepPunctuation
        self.whiteSpace = whiteSpace
        self.segments = segments
    }
}

extension TokenizerSettings {
    /// What reads a text whose tokens are told: they stand between spaces, a segment a line.
    package var ofToldTokens: TokenizerSettings {
        var settings = self
        settings.tokens = .whitespace
        settings.letterCase = letterCase
        settings.segments = segments == .document ? .document : .lines
        return settings
    }
}
