internal import ArgumentParser
internal import Foundation
internal import Gramarye

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a model that another tool has written into the database.",
        usage: "gram import DATABASE NAME FILE.arpa|FILE.safetensors [--replace]",
        discussion: """
            EXAMPLES
              gram import moby.db kenlm moby.arpa
              gram import moby.db news news.arpa.xz
              gram import moby.db lstm lstm.safetensors    a network, from PyTorch too

            An ARPA model needs no text: in a new database it can be asked at once, and
            takes texts as its maker does, tokens between white space, a segment a line:
              gram import new.db kenlm moby.arpa
              gram perplexity new.db --file other.txt
            """)

    @Argument(help: "The database; made if there is none.") var database: String
    @Argument(help: "What to call the model.") var name: String
    @Argument(help: "The file: ARPA, or .safetensors for a network; - is standard input, in ARPA.") var file: String
    @Flag(help: "Replace a model of that name.") var replace = false
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: OutputOptions

    func run() throws {
        try ModelName.checkUserName(name)
        // Before a large file is read, and in a database that is there.
        let exists = FileManager.default.fileExists(atPath: database)
        if exists, !replace, try CorpusStore(path: database).model(named: name) != nil {
            throw CommandError(
                "\(database) has a model '\(name)' already", remedy: "Replace it by --replace, or give another name.",
                kind: .cannotCreate)
        }
        if file.lowercased().hasSuffix(".safetensors") { return try importNetwork() }
        let content = try InputContent(InputOrigin(argument: file))
        var reader = ArpaReader()
        var progress = ProgressLine("reading", unit: "bytes")
        let attributes = file == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: file)
        let size = (attributes?[.size] as? Int).flatMap { $0 > 0 ? $0 : nil }
        var chunk: [UInt8] = []
        repeat {
            try content.next(into: &chunk)
            try reader.append(chunk)
            progress.update(done: content.bytesRead, of: size)
        } while !chunk.isEmpty
        progress.finish()
        for note in content.notes { Console.note(note) }
        let model = try reader.finish(named: name)
        try CorpusStore.put(into: database, wait: lock.seconds ?? CorpusStore.defaultWait) {
            try $0.saveNgramModel(model, named: name, madeOf: "", over: predecessor)
        }
        Console.saved(database)
        for note in model.notes { Console.note("\(name): \(note)") }
        var table = ResultTable(columns: ["model", "vocabulary_size", "parameters"])
        table.append([.text(name), .integer(model.vocabulary.size), .integer(model.parameterCount)])
        var provenance = Provenance(version: gramVersion, commandLine: commandLineText())
        provenance.database = database
        ResultWriter(format: output.format, provenance: provenance).write(table)
    }

    /// A network needs a corpus: its words are those of the database's vocabulary.
    private func importNetwork() throws {
        let bytes = try readInput(file)
        let corpus = try Corpus(path: database, access: .readWrite, wait: lock.seconds)
        let provenance = try corpus.provenance()
        let network = try corpus.importNetwork(Array(bytes), named: name, over: predecessor)
        Console.saved(database)
        var table = ResultTable(columns: ["model", "vocabulary_size", "parameters"])
        table.append([.text(name), .integer(network.vocabulary.size), .integer(network.parameterCount)])
        var shown = provenance
        shown.vocabularyRule = network.vocabulary.rule.description
        ResultWriter(format: output.format, provenance: shown).write(table)
    }

    /// What the model may take the place of.
    private var predecessor: ModelPredecessor { replace ? .any : .none }
}
