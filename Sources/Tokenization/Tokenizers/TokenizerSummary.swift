extension TokenizerSettings {
    /// What its tokens are called, as they are asked for.
    package var nameOfTokens: String { subwords?.name ?? tokens.rawValue }
}

extension TokenizerSettings: CustomStringConvertible {
    /// The settings as options of `ingest`, those alone that are no default.
    public var description: String {
        let defaults = TokenizerSettings(tokens: tokens, subwords: subwords)
        var parts = [nameOfTokens]
        func name(_ option: String, _ value: String?, unless usual: String?) {
            if let value, value != usual { parts.append("--\(option) \(value)") }
        }
        name("case", letterCase.rawValue, unless: defaults.letterCase.rawValue)
        name("normalize", normalization.rawValue, unless: defaults.normalization.rawValue)
        if lettersOnly { parts.append("--letters-only") }
        if keepPunctuation { parts.append("--keep-punctuation") }
        name("white-space", whiteSpace.rawValue, unless: defaults.whiteSpace.rawValue)
        name("segments", segments.rawValue, unless: defaults.segments.rawValue)
        name("blank-lines", blankLines.rawValue, unless: defaults.blankLines.rawValue)
        name("apostrophes", apostrophes.rawValue, unless: defaults.apostrophes.rawValue)
        name("hyphens", hyphens.rawValue, unless: defaults.hyphens.rawValue)
        name("clitics", clitics?.rawValue, unless: nil)
        name("locale", locale, unless: nil)
        if stripsMarks { parts.append("--strip-marks") }
        if keepsSymbols { parts.append("--keep symbols") }
        if edition == .first && tokens == .words { parts.append("(as the first version cut words)") }
        return parts.joined(separator: " ")
    }
}
