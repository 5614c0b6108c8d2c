internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct ImportCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a model from a file into the database, or counts into a new one.",
        usage: """
            gram import DATABASE NAME FILE.arpa|FILE.safetensors [--tokens whitespace|corpus] [--replace]
            gram import DATABASE --counts FILE...
            """,
        discussion: """
            EXAMPLES
              gram import moby.db kenlm moby.arpa
              gram import moby.db news news.arpa.xz
              gram import moby.db lstm lstm.safetensors    a network, from PyTorch too
              gram import new.db --counts moby.counts.gz   counts, from SRILM too
              gram import new.db --counts web1t/           a folder in Google's layout,
                                                           or the Spark job's COUNTS

            An ARPA model needs no corpus. In a new database it can be used at once, on
            texts whose tokens are separated by white space, one segment per line:
              gram import new.db kenlm moby.arpa
              gram perplexity new.db --file other.txt

            A model keeps its own tokenizer, and every command cuts texts by it, whatever
            the tokenizer of the corpus. A file written by gram export names it; for other
            ARPA files it is white space, and for other networks that of the corpus. A
            model can be evaluated on the splits of the corpus if its tokens are the same;
            if the file does not say so, add --tokens corpus.

            Counts of one to three words make a database without a text: frequencies,
            zipf, probability, next, train --ngram and merge work on it, what needs a text
            says so. A line is words, a tab and a count; every word needs a count of its
            own.
            """)

    @Argument(help: "The database, made if there is none.") var database: String
    @Argument(help: ArgumentHelp("The name to give the model.", valueName: "name")) var modelName: String?
    @Argument(
        help: ArgumentHelp(
            "The file: ARPA, or .safetensors for a network; - is standard input, in ARPA.", valueName: "file"))
    var modelFile: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Files of n-gram counts, or a folder in Google's layout, into a new database.", valueName: "FILE"))
    var counts: [String] = []
    @Option(parsing: .unconditional, help: "Approximate memory to use, for ARPA and counts.")
    var memory = MemorySize(bytes: 2 << 30)
    @Option(help: "The tokens that the model was made with: separated by white space, or those of this corpus.")
    var tokens: ImportedTokens?
    @Option(
        help: "The words of the rows of a network, if the file does not name them: those of the database, in its order."
    )
    var words: ImportedWords?
    @Flag(help: "Replace a model of that name.") var replace = false
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

    private var name: String { modelName ?? "" }
    private var file: String { modelFile ?? "" }

    func validate() throws {
        if counts.isEmpty, modelName == nil || modelFile == nil {
            throw ValidationError("Give a name and a file, as: gram import \(database) NAME FILE.arpa")
        }
        if !counts.isEmpty, modelName != nil || tokens != nil || words != nil || replace {
            throw ValidationError("--counts FILE stands alone: no name, --tokens, --words or --replace.")
        }
    }

    func report() throws -> Report {
        if !counts.isEmpty {
            let result = try withIngestProgress {
                try CorpusStore.importCounts(counts, into: database, memory: memory.bytes, progress: $0)
            }
            Console.saved(database)
            return try result.report(of: database)
        }
        try ModelName.checkUserName(name)
        // Before a large file is read, and in a database that is there.
        let exists = FileManager.default.fileExists(atPath: database)
        if exists, !replace, try CorpusStore(path: database).model(named: name) != nil {
            throw CommandError(
                "\(database) has a model '\(name)' already", remedy: "Replace it by --replace, or give another name.",
                kind: .cannotCreate)
        }
        // What the tokens are must be known before a large file is read, too.
        let given = try tokenizer(exists: exists)
        if file.lowercased().hasSuffix(".safetensors") { return try importNetwork(given) }
        guard words == nil else {
            throw CommandError("--words is for networks", cause: "An ARPA file names its words.")
        }
        let report = try namingFile(readArpa).save(
            into: database, tokenizer: given, wait: lock.seconds, over: predecessor,
            tokensRemedy: "if it was made with these tokens, import it with --tokens corpus")
        Console.saved(database)
        return report
    }

    /// A network needs a corpus: its words are those of the database's vocabulary.
    private func importNetwork(_ tokenizer: TokenizerSettings?) throws -> Report {
        let bytes = try readInput(file)
        let corpus = try Corpus(path: database, access: .readWrite, wait: lock.seconds)
        var provenance = try corpus.provenance()
        let network = try namingFile {
            try corpus.importNetwork(
                bytes, named: name, rowsAreDatabases: words == .database, tokenizer: tokenizer,
                over: predecessor)
        }
        Console.saved(database)
        provenance.vocabularyRule = network.vocabulary.rule.description
        return .importedModel(
            name, vocabulary: network.vocabulary, parameters: network.parameterCount, provenance: provenance)
    }

    /// What the model may take the place of.
    private var predecessor: ModelPredecessor { replace ? .any : .none }

    /// The tokens that the command line says the model was made of.
    private func tokenizer(exists: Bool) throws -> TokenizerSettings? {
        switch tokens {
        case nil: return nil
        case .whitespace: return .preTokenized
        case .corpus:
            guard exists, let settings = try CorpusStore(path: database).tokenizerSettings() else {
                throw CommandError(
                    "--tokens corpus needs a corpus, and \(database) holds no text",
                    remedy: "Put it in first: gram ingest \(shellQuoted(database)) FILE", kind: .badData)
            }
            return settings
        }
    }

    private func readArpa() throws -> ArpaFile {
        let content = try InputContent(InputOrigin(argument: file))
        var progress = ProgressLine("reading", unit: "bytes")
        let attributes = file == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: file)
        let size = (attributes?[.size] as? Int).flatMap { $0 > 0 ? $0 : nil }
        let arpa = try ArpaFile(reading: content, named: name, for: database, memory: memory.bytes) {
            progress.update(done: $0, of: size)
        }
        progress.finish()
        content.notes.forEach(Console.remark)
        return arpa
    }

    /// Says which file it is that something is wrong with.
    private func namingFile<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as any ExplainedError where error is ArpaError || error is NetworkError {
            throw CommandError(explanation(of: error).of(file == "-" ? "stdin" : file))
        }
    }
}

/// What an imported model's tokens are.
enum ImportedTokens: String, CaseIterable, ExpressibleByArgument { case whitespace, corpus }

/// Which words the rows of a network's weights are.
enum ImportedWords: String, CaseIterable, ExpressibleByArgument { case database }
