extension TokenizerSettings: CustomStringConvertible {
    /// The settings as options of `ingest`, those alone that are no default.
    public var description: String {
        let defaults = TokenizerSettings(tokens: tokens)
        var parts = [tokens.rawValue]
        if letterCase != defaults.letterCase { parts.append("--case \(letterCase.rawValue)") }
        if normalization != defaults.normalization { parts.append("--normalize \(normalization.rawValue)") }
        if lettersOnly { parts.append("--letters-only") }
        if keepPunctuation { parts.append("--keep-punctuation") }
        if whiteSpace != defaults.whiteSpace { parts.append("--white-space \(whiteSpace.rawValue)") }
        if segments != defaults.segments { parts.append("--segments \(segments.rawValue)") }
        return parts.joined(separator: " ")
    }
}
