public import ArgumentParser
internal import Foundation
public import Gramarye

/// What decides which tokens and segments a text becomes.
struct TokenizationOptions: ParsableArguments {
    @Option(
        help: """
            words, whitespace, characters, bpe:SIZE for subwords trained on train, or a tokenizer's file: \
            tokenizer.json, SentencePiece's model, or a database that has subwords. (default: words)
            """)
    var tokens: TokensArgument?

    @Option(
        name: .customLong("case"),
        help: "lower, preserve or fold. (default: lower for words and characters, else preserve)")
    var letterCase: TokenizerSettings.Case?

    @Flag(help: "Replace everything but letters and marks with spaces.")
    var lettersOnly = false

    @Flag(help: "Keep punctuation marks as tokens among words.")
    var keepPunctuation = false

    @Option(
        help: """
            nfc, nfkc (ligatures, full-width and the like become plain) or none. (default: nfc; none for subwords)
            """)
    var normalize: TokenizerSettings.Normalization?

    @Option(
        help:
            """
            For characters and subwords: collapse turns each run of white space into one space, keep keeps it all. \
            (default: collapse; keep for subwords)
            """
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

    /// - Throws: `SubwordFileError`, `CommandError` for a tokenizer that cannot be had.
    func apply(to options: inout IngestOptions) throws {
        switch tokens {
        case .kind(let kind): options.tokens = kind
        case .trained(let size):
            guard let number = Int(size), (256...SubwordModel.largestVocabulary).contains(number) else {
                throw SubwordFileError.badSize(size)
            }
            options.subwords = .trained(size: number)
        case .file(let path): options.subwords = .model(try .read(atPath: path))
        case nil: break
        }
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

/// What tokens are asked for.
enum TokensArgument: ExpressibleByArgument {
    case kind(TokenizerSettings.Tokens)
    case trained(size: String)
    case file(String)

    init(argument: String) {
        self =
            if let kind = TokenizerSettings.Tokens.allCases.first(where: { $0.rawValue == argument }) {
                .kind(kind)
            } else if argument.hasPrefix("bpe:") {
                .trained(size: String(argument.dropFirst(4)))
            } else {
                .file(argument)
            }
    }

    static let defaultCompletionKind = CompletionKind.file()
}

extension SubwordModel {
    /// The subwords of a tokenizer's file, or of a database.
    /// - Throws: `CommandError`, or what reading the file throws.
    fileprivate static func read(atPath path: String) throws -> SubwordModel {
        guard path == "-" || FileManager.default.fileExists(atPath: path) else {
            let kinds = TokenizerSettings.Tokens.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError(
                "There are no tokens '\(path)', and no file of that name.",
                cause: "Tokens are \(kinds), bpe:SIZE, or a tokenizer's file.",
                remedy: "For subwords give a size, as --tokens bpe:8000", kind: .noInput)
        }
        if let model = try ofDatabase(path) { return model }
        let name = URL(fileURLWithPath: path).lastPathComponent
        do {
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            if let size, size > SubwordModel.largestFile {
                throw SubwordFileError.tooLarge(bytes: SubwordModel.largestFile)
            }
            return try SubwordModel(reading: readInput(path), named: name)
        } catch let error as SubwordFileError {
            throw CommandError(error.explanation.of(path))
        }
    }

    /// - Returns: `nil` where there is no database.
    private static func ofDatabase(_ path: String) throws -> SubwordModel? {
        guard CorpusStore.isDatabase(path) else { return nil }
        guard let model = try CorpusStore(path: path).tokenizerSettings()?.subwords else {
            throw CommandError(
                "\(path) has no subwords", cause: "Its tokens are of another kind.",
                remedy: "Name a database that was made with --tokens bpe:SIZE.", kind: .badData)
        }
        return model
    }
}

extension TokenizerSettings.Case: ExpressibleByArgument {}
extension TokenizerSettings.Normalization: ExpressibleByArgument {}
extension TokenizerSettings.WhiteSpace: ExpressibleByArgument {}
extension TokenizerSettings.Segments: ExpressibleByArgument {}
extension TokenizerSettings.BlankLines: ExpressibleByArgument {}
extension TokenizerSettings.Apostrophes: ExpressibleByArgument {}
extension TokenizerSettings.Hyphens: ExpressibleByArgument {}
extension TokenizerSettings.Clitics: ExpressibleByArgument {}
