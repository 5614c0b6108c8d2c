public import ArgumentParser
internal import Foundation
public import Gramarye
internal import Reporting

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Read texts into a database and count their n-grams.",
        discussion: """
            EXAMPLES
              gram ingest moby.db moby-dick.txt               one book, words in lower case
              gram ingest shelf.db books/ more.txt.gz         a folder, a compressed file
              gram ingest ptb.db --tokens whitespace --train a.txt --test b.txt
              curl -s URL | gram ingest web.db - --name page  standard input
              gram ingest moby.db --replace moby-dick.txt     a corrected edition
            """)

    @Argument(help: "The database, made if there is none.")
    var database: String

    @Argument(help: "Texts: files, folders of .txt, archives, - for standard input.")
    var inputs: [String] = []

    @OptionGroup(title: "Whole texts as splits") var whole: WholeSplitOptions
    @OptionGroup(title: "What a text becomes, fixed by the first ingest") var tokenization: TokenizationOptions

    @Option(parsing: .unconditional, help: "Shares of train, valid and test. (default: 8,1,1)")
    var shares: ListArgument<Int>?

    @Option(help: "Divide each document's segments, or the documents. (default: segments)")
    var splitBy: SplitBy?

    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions

    @Option(help: "The encoding of texts without a byte-order mark: utf-8, latin1, windows-1252, utf-16.")
    var encoding: TextDecoder.Encoding = .utf8

    @Flag(help: "Replace bytes that are no text, and count them.")
    var lossy = false

    @Option(help: "The document's name, for a single input.")
    var name: String?

    @Flag(
        help: ArgumentHelp(
            "Read compressed texts that unpack to over 1,000 times their size, which only bombs do; up to 256 MiB unpacked "
                + "the ratio is not looked at."))
    var anyRatio = false

    @Flag(help: "Replace documents of the same name and other content.")
    var replace = false

    @Option(parsing: .unconditional, help: "Threads to use. (default: all cores)")
    var threads: Int?

    @Option(
        parsing: .unconditional,
        help: "Memory to keep to, about, besides the list of types, as 512M; beyond, temporary files are used.")
    var memory = MemorySize(bytes: 2 << 30)

    @OptionGroup var lock: WaitOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let shares, !Splitting.accepts(shares.elements) {
            throw ValidationError(
                "--shares takes three numbers for train, valid and test, up to 1,000,000 and not all 0, as 8,1,1.")
        }
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more.") }
        let count = inputs.count + whole.inputs.count
        if name == "" { throw ValidationError("--name is empty; give the document's name.") }
        if name != nil && count > 1 { throw ValidationError("--name names one text; there are \(count).") }
    }

    func run() throws {
        let all =
            inputs.map { IngestInput(path: $0, name: name) }
            + whole.inputs.map { path, split in
                IngestInput(path: path, split: split, name: name)
            }
        guard !all.isEmpty else {
            throw CommandError(
                "There is nothing to read into \(database).", cause: "No text was named.",
                remedy: FileManager.default.fileExists(atPath: database)
                    ? "Try: gram ingest \(database.hasSuffix(".db") ? database : "NAME.db") TEXT.txt"
                    : "Try: gram ingest \(database) TEXT.txt, or - for standard input")
        }
        var options = IngestOptions(all)
        tokenization.apply(to: &options)
        options.shares = shares?.elements
        options.splitBy = splitBy
        options.vocabularyRule = try vocabulary.rule()?.json
        options.encoding = encoding
        options.isLossy = lossy
        options.anyRatio = anyRatio
        options.replaces = replace
        if let threads { options.threads = threads }
        options.memory = memory.bytes
        if let wait = lock.seconds { options.wait = wait }
        let clock = ContinuousClock.now
        let report = try withIngestProgress { try CorpusStore.ingest(into: database, options, progress: $0) }
        Console.saved(database)
        try write(report, seconds: (ContinuousClock.now - clock) / .seconds(1))
    }

    private func write(_ report: IngestReport, seconds: Double) throws {
        guard let corpus = report.corpus else { preconditionFailure("an ingest that is done says what there is") }
        let rule = try VocabularyRule(json: corpus.vocabularyRule)
        for note in report.notes { Console.note(note) }
        if !report.skipped.isEmpty {
            let verb = report.skipped.count == 1 ? "is" : "are"
            Console.note("\(shortened(report.skipped)) \(verb) there already; skipped")
        }
        if !report.empty.isEmpty {
            let verb = report.empty.count == 1 ? "has" : "have"
            Console.note("\(shortened(report.empty)) \(verb) no token; left out")
        }
        let repaired = report.added.filter { $0.replacements > 0 }
        if !repaired.isEmpty {
            let count = repaired.reduce(0) { $0 + $1.replacements }
            Console.note(
                "\(shortened(repaired.map(\.name))): \(NumberText.counted(count, "character")) replaced by U+FFFD")
        }
        if let segments = report.decidedSegments {
            Console.note(
                "segments are \(segments.rawValue), as the text's beginning tells; all later text is cut so too")
        }
        let added = report.added
        var table = ResultTable(columns: ["documents", "bytes", "segments", "tokens", "types", "seconds"])
        table.append([
            .integer(added.count), .integer(added.reduce(0) { $0 + $1.bytes }),
            .integer(added.reduce(0) { $0 + $1.segments }), .integer(added.reduce(0) { $0 + $1.tokens }),
            .integer(corpus.types), .number(seconds),
        ])
        let stages = Value.object([
            .init("reading", .number(report.seconds.reading)), .init("counting", .number(report.seconds.counting)),
            .init("writing", .number(report.seconds.writing)),
        ])
        let replaced = added.count { $0.isReplacement }
        let people = [
            "\(database): \(NumberText.counted(added.count, "document")) added"
                + (replaced > 0 ? " (\(replaced) replaced)" : "")
                + ", \(NumberText.counted(added.reduce(0) { $0 + $1.tokens }, "token")) in "
                + "\(NumberText.counted(added.reduce(0) { $0 + $1.segments }, "segment")) "
                + "(\(corpus.tokenizer.segments.rawValue))",
            "the corpus: \(NumberText.grouped(corpus.types)) types; tokens: "
                + corpus.splits.map { "\($0.split.name) \(NumberText.grouped($0.tokens))" }.joined(separator: ", "),
            "vocabulary of models: \(rule)",
        ]
        let provenance = Provenance(
            database: database, fingerprint: corpus.fingerprint, tokenizer: corpus.tokenizer, rule: rule)
        ResultWriter(format: output.format, provenance: provenance).write(
            table, further: [.init("stages", stages)], people: people)
    }
}

/// Texts that are each wholly of one split.
struct WholeSplitOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: "Texts to train on.")
    var train: [String] = []

    @Option(parsing: .upToNextOption, help: "Texts to choose settings by.")
    var valid: [String] = []

    @Option(parsing: .upToNextOption, help: "Texts to judge by.")
    var test: [String] = []

    var inputs: [(path: String, split: Split)] {
        train.map { ($0, .train) } + valid.map { ($0, .valid) } + test.map { ($0, .test) }
    }
}

/// What decides which tokens and segments a text becomes.
struct TokenizationOptions: ParsableArguments {
    @Option(help: "words, whitespace or characters. (default: words)")
    var tokens: TokenizerSettings.Tokens?

    @Option(name: .customLong("case"), help: "lower, preserve or fold. (default: preserve for whitespace, else lower)")
    var letterCase: TokenizerSettings.Case?

    @Flag(help: "Make everything but letters and marks a space.")
    var lettersOnly = false

    @Flag(help: "Keep punctuation among words.")
    var keepPunctuation = false

    @Option(help: "nfc or none. (default: nfc)")
    var normalize: TokenizerSettings.Normalization?

    @Option(
        help: "Between characters: collapse makes a run of white space one space, keep keeps all. (default: collapse)")
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

/// Which types of the training text models know by name.
struct VocabularyOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Know types seen at least this often in train.")
    var minCount: Int?

    @Option(parsing: .unconditional, help: "Know the most frequent types, so many with <unk> and </s>.")
    var vocabularySize: Int?

    @Option(name: .customLong("vocabulary"), help: "Know the words of this file, one a line.")
    var vocabularyFile: String?

    func validate() throws {
        if let minCount, minCount < 1 { throw ValidationError("--min-count is \(minCount); give 1 or more.") }
        if let vocabularySize, vocabularySize < 3 {
            throw ValidationError("--vocabulary-size is \(vocabularySize); <unk>, </s> and a word make 3.")
        }
        if [minCount != nil, vocabularySize != nil, vocabularyFile != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--min-count, --vocabulary-size and --vocabulary exclude one another.")
        }
    }

    /// `nil` where none was asked for.
    func rule() throws -> VocabularyRule? {
        if let minCount { return .minimumCount(minCount) }
        if let vocabularySize { return .size(vocabularySize) }
        guard let vocabularyFile else { return nil }
        let words = String(decoding: try readInput(vocabularyFile), as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init)
        guard !words.isEmpty else {
            throw CommandError("The vocabulary \(vocabularyFile) has no word.", kind: .badData)
        }
        return .list(words)
    }
}

/// A number of bytes as `512M` or `2G`.
struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    init?(argument: String) {
        let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        var digits = argument.uppercased()
        if digits.hasSuffix("B") { digits.removeLast() }
        let shift = digits.last.flatMap { units[$0] }
        if shift != nil { digits.removeLast() }
        guard let number = Int(digits), number > 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    var description: String {
        bytes % (1 << 30) == 0 ? "\(bytes >> 30)G" : bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)"
    }

    var defaultValueDescription: String { description }
}

extension SplitBy: ExpressibleByArgument {}
extension TextDecoder.Encoding: ExpressibleByArgument {}
extension TokenizerSettings.Tokens: ExpressibleByArgument {}
extension TokenizerSettings.Case: ExpressibleByArgument {}
extension TokenizerSettings.Normalization: ExpressibleByArgument {}
extension TokenizerSettings.WhiteSpace: ExpressibleByArgument {}
extension TokenizerSettings.Segments: ExpressibleByArgument {}
