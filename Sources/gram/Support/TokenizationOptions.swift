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

    @Option(help: "nfc or none. (default: nfc)")
    var normalize: TokenizerSettings.Normalization?

    @Option(
        help:
            "For characters: collapse turns each run of white space into one space, keep keeps it all. (default: collapse)"
    )
    var whiteSpace: TokenizerSettings.WhiteSpace?

    @Option(help: "auto, lines, sentences, paragraphs or document. (default: auto)")
    var segments: TokenizerSettings.Segments?

    func apply(to options: inout IngestOptions) {
        options.tokens = tokens
        options.letterCase = letterCase
        options.lettersOnly = lettersOnly ? true : nil
        options.keepPunctuation = keepPunctuation ? true : nil
        options.normalization = normalize
        options.whiteSpace = whiteSpace
        options.segments = segments
    }
}

extension TokenizerSettings.Tokens: ExpressibleByArgument {}
extension TokenizerSettings.Case: ExpressibleByArgument {}
extension TokenizerSettings.Normalization: ExpressibleByArgument {}
extension TokenizerSettings.WhiteSpace: ExpressibleByArgument {}
extension TokenizerSettings.Segments: ExpressibleByArgument {}
