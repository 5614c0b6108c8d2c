/// What is taken out of texts before they are tokenized.
public struct CleaningSettings: Sendable, Hashable {
    /// Project Gutenberg's header and licence.
    public var stripsGutenberg = false
    /// The underscores of `_emphasis_`.
    public var stripsUnderscores = false
    /// The division of words at line ends, where the whole word stands in the same text too.
    public var joinsHyphens = false
    /// Lines that match this regular expression.
    public var excludedLines: String?

    public init() {}

    /// Whether anything is asked for: then a text is held whole.
    package var isAsked: Bool { self != CleaningSettings() }

    /// - Parameters:
    ///   - utf8: of a whole text.
    ///   - framed: to what the bytes that were Project Gutenberg's are added.
    /// - Throws: what the compiler of regular expressions says.
    package func cleaned(_ utf8: [UInt8], framed: inout Int) throws -> [UInt8] {
        var text = utf8
        if stripsGutenberg {
            text = GutenbergFrame.stripped(text)
            framed += utf8.count - text.count
        }
        if let excludedLines { text = try ExcludedLines.removed(matching: excludedLines, from: text) }
        if joinsHyphens { text = DividedWords.joined(in: text) }
        if stripsUnderscores { text = Underscores.stripped(text) }
        return text
    }
}
