public import ArgumentParser
public import Gramarye

/// What decides which tokens and segments a text becomes.
struct TokenizationOptions: ParsableArguments {
    @Option(help: "words, whitespace or characters. (default: words)")
    var tokens: TokenizerSettings.Tokens?

    @Option(name: .customLong("case"), help: "lower, preserve or fold. (default: preserve for whitespace, else lower)")
    var letterCase: TokenizerSettings.Case?

    @Flag(help: "Replace everything but letters and marks with spaces.")
    var lettersOnly = false

    @Flag(help: "Keep punctuation marks as tokens among words.")
    var keepPunctuation = false

    @Option(help: "nfc, nfkc (ligatures, full-width and the like become plain) or none. (default: nfc)")
    var normalize: TokenizerSettings.Normalization?

    @Option(
        help:
            "For characters: collapse turns each run of white space into one space, keep keeps it all. (default: collapse)"
    )
    var whiteSpace: TokenizerSettings.WhiteSpace?

    @Option(help: "auto, lines, sentences, paragraphs or document. (default: auto)")
    var segments: TokenizerSettings.Segments?

    @Option(
        help: "Where segments are lines: drop leaves blank ones out, keep makes each an empty segment. (default: drop)")
    var blankLines: TokenizerSettings.BlankLines?

    @Option(
        help: "unify makes ’ and ʼ between letters the apostrophe '; keep tells them apart. (default: unify for words)")
    var apostrophes: TokenizerSettings.Apostrophes?

    @Option(help: "Among words: split divides them at hyphens, keep takes well-known for one. (default: split)")
    var hyphens: TokenizerSettings.Hyphens?

    @Option(
        help:
            "fr, it or en: take l' of l'eau, dell' of dell'arte, n't and 's of don't and John's for words of their own."
    )
    var clitics: TokenizerSettings.Clitics?

    @Option(
        help: ArgumentHelp(
            "The language whose rules of case, boundaries and abbreviations hold, as tr, lt or de. (default: of none)",
            valueName: "language"))
    var locale: String?

    @Flag(help: "Leave out the points of Arabic and Hebrew and the tatweel.")
    var stripMarks = false

    @Option(help: "symbols: take emoji, hashtags, @names and URLs for words.")
    var keep: KeptTokens?

    func apply(to options: inout IngestOptions) {
        options.tokens = tokens
        options.letterCase = letterCase
        options.lettersOnly = lettersOnly ? true : nil
        options.keepPunctuation = keepPunctuation ? true : nil
        options.normalization = normalize
        options.whiteSpace = whiteSpace
        options.segments = segments
        options.blankLines = blankLines
        options.apostrophes = apostrophes
        options.hyphens = hyphens
        options.clitics = clitics
        options.locale = locale
        options.stripsMarks = stripMarks ? true : nil
        options.keepsSymbols = keep == .symbols ? true : nil
    }
}

/// What is no word of a language, and may be a token.
enum KeptTokens: String, CaseIterable, ExpressibleByArgument { case symbols }

extension TokenizerSettings.Tokens: ExpressibleByArgument {}
extension TokenizerSettings.Case: ExpressibleByArgument {}
extension TokenizerSettings.Normalization: ExpressibleByArgument {}
extension TokenizerSettings.WhiteSpace: ExpressibleByArgument {}
extension TokenizerSettings.Segments: ExpressibleByArgument {}
extension TokenizerSettings.BlankLines: ExpressibleByArgument {}
extension TokenizerSettings.Apostrophes: ExpressibleByArgument {}
extension TokenizerSettings.Hyphens: ExpressibleByArgument {}
extension TokenizerSettings.Clitics: ExpressibleByArgument {}
