/// How `auto` segments are decided, for each document by its own beginning.
package enum SegmentsRule {
    /// What `auto` stands for: lines for tokens between white space; else paragraphs in hard-wrapped prose that blank lines
    /// divide, else lines.
    ///
    /// Prose counts as wrapped where half or more of the lines that others follow have no room for the next word. Of 3,074
    /// books of Project Gutenberg, prose has nine in ten such lines and verse one in five; what lies between is plays
    /// and mixtures. Blank lines must divide it: else a whole text would be one paragraph. Lines too short for prose
    /// are lists, or verse; and verse of long lines begins most of them with a capital, where prose, even German, begins two
    /// in five so.
    package static func resolve(_ statistics: LineStatistics, tokens: TokenizerSettings.Tokens)
        -> TokenizerSettings.Segments
    {
        guard tokens != .whitespace, statistics.followed > 0 else { return .lines }
        let isDivided = statistics.blocks > 1 && statistics.lines <= statistics.blocks * longestBlock
        let isWrapped = statistics.wrapped * 2 >= statistics.followed
        let isVerse = statistics.beginCapital > statistics.beginSmall
        return isDivided && isWrapped && !isVerse && statistics.width >= narrowestProse ? .paragraphs : .lines
    }

    /// So many lines a block has at most on average: a page or two, 1,000 words.
    private static let longestBlock = 100
    /// So many characters lines of prose have room for: those of picture books have thirty.
    private static let narrowestProse = 25
}

extension TokenizerSettings {
    /// The settings with `auto` segments decided by a text's beginning; others stay as they are.
    package func resolvingSegments(of text: Span<UInt8>) -> TokenizerSettings {
        guard segments == .auto else { return self }
        var settings = self
        settings.segments =
            tokens == .whitespace ? .lines : SegmentsRule.resolve(LineStatistics(of: text), tokens: tokens)
        return settings
    }
}
