public import ArgumentParser
internal import Foundation
public import Gramarye
internal import Reporting

struct IngestCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Read texts into a database and count their n-grams.",
        discussion: """
            EXAMPLES
              gram ingest moby.db moby-dick.txt               one book, words in lower case
              gram ingest shelf.db books/ more.txt.gz         a folder, a compressed file
              gram ingest mail.db mails.csv --text-column body   a document a row
              gram ingest shelf.db books/ --dry-run           what would be read
              gram ingest ptb.db --tokens whitespace --train a.txt --test b.txt
              gram ingest moby.db moby-dick.txt --tokens bpe:8000    subwords
              curl -s URL | gram ingest web.db - --name page  standard input
              gram ingest moby.db --replace moby-dick.txt     a corrected edition
              gram ingest shelf.db books/ --metadata shelf.csv   author and year of each
            """)

    @Argument(help: "The database, made if there is none.")
    var database: String

    @Argument(help: "Texts: files of any format, folders, archives; - is standard input.")
    var inputs: [String] = []

    @OptionGroup(title: "Files that are whole splits") var whole: WholeSplitOptions
    @OptionGroup(title: "How texts are cut into tokens, fixed by the first ingest") var tokenization:
        TokenizationOptions

    @Option(
        parsing: .unconditional,
        help:
            "Relative sizes of train, valid and test, in text order: valid and test are the end of each document. (default: 8,1,1)"
    )
    var shares: ListArgument<Int>?

    @Option(help: "Divide the segments of each document, or whole documents. (default: segments)")
    var splitBy: SplitBy?

    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions

    @OptionGroup(title: "What the files are") var reading: ReadingOptions
    @OptionGroup(title: "What is left out of texts") var cleaning: CleaningOptions

    @Option(help: "The name of the document; for a single input.")
    var name: String?

    @OptionGroup(title: "What is known of the texts") var known: MetadataOptions

    @Flag(
        help: """
            Replace documents that have the same name but other content, another split or no kept text; renew the \
            metadata of the others.
            """)
    var replace = false

    @Flag(help: "Say what would be read, as what, under what name; and read nothing in.")
    var dryRun = false

    @Option(parsing: .unconditional, help: "Threads to use. (default: all cores)")
    var threads: Int?

    @Option(
        parsing: .unconditional,
        help: "Approximate memory to use, such as 512M, besides the list of types; beyond it, temporary files are used."
    )
    var memory = MemorySize(bytes: 2 << 30)

    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

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

    func report() throws -> Report {
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
        try tokenization.apply(to: &options)
        options.shares = shares?.elements
        options.splitBy = splitBy
        if let choice = try vocabulary.choice() {
            let decoder = TextDecoder(encoding: reading.encoding ?? .utf8, lossy: reading.lossy)
            options.vocabularyRule = { try choice.rule(by: $0, decoder: decoder).json }
        }
        reading.apply(to: &options)
        options.cleaning = cleaning.settings
        let table = try known.apply(to: &options)
        options.replaces = replace
        if let threads { options.threads = threads }
        options.memory = memory.bytes
        if let wait = lock.seconds { options.wait = wait }
        if dryRun {
            let preview = try withIngestProgress { try CorpusStore.preview(of: database, options, progress: $0) }
            var report = preview.report(of: database)
            report.notes += preview.advice.map(\.note)
            let names = preview.documents.filter { $0.outcome == .added || $0.outcome == .replaced }.map(\.name)
            report.notes += known.notes(on: names, table: table)
            return report
        }
        let isNew = !FileManager.default.fileExists(atPath: database)
        let stale = Corpus.staleModels(of: database)
        let clock = ContinuousClock.now
        let result = try withIngestProgress { try CorpusStore.ingest(into: database, options, progress: $0) }
        Console.saved(database)
        var report = try result.report(of: database, seconds: (ContinuousClock.now - clock) / .seconds(1))
        report.notes += result.advice.map(\.note)
        if let note = result.noteOnForeignMarks { report.notes.append(note) }
        report.notes += result.notesOnSplits
        report.notes += known.notes(on: result.documents, table: table)
        if isNew, !inputs.isEmpty, splitBy != .documents {
            report.notes.append("splits run in text order: valid and test are the end of each document")
        }
        if !result.added.isEmpty, let note = Corpus.noteOnStaleModels(of: database, before: stale) {
            report.notes.append(note)
        }
        return report
    }
}

extension SplitBy: ExpressibleByArgument {}
