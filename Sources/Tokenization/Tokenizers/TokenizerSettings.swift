/// Everything that decides which tokens and segments a text becomes. Fixed by the first ingest into a corpus.
public struct TokenizerSettings: Sendable, Hashable, Codable {
    public enum Tokens: String, Sendable, Codable, CaseIterable { case words, whitespace, characters }
    public enum Case: String, Sendable, Codable, CaseIterable { case lower, preserve, fold }
    public enum Normalization: String, Sendable, Codable, CaseIterable { case nfc, none }
    public enum WhiteSpace: String, Sendable, Codable, CaseIterable { case collapse, keep }
    /// What stands between `<s>` and `</s>`; `auto` is resolved before settings are stored.
    public enum Segments: String, Sendable, Codable, CaseIterable { case auto, lines, sentences, paragraphs, document }

    public var tokens: Tokens
    public var letterCase: Case
    public var normalization: Normalization
    public var lettersOnly: Bool
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
