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
              xz -dc news.arpa.xz | gram import moby.db news -
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
        let handle = try openInput()
        var reader = ArpaReader()
        var progress = ProgressLine("reading", unit: "bytes")
        let attributes = file == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: file)
        let size = (attributes?[.size] as? Int).flatMap { $0 > 0 ? $0 : nil }
        var done = 0
        while let chunk = try read(handle), !chunk.isEmpty {
            try reader.append(chunk)
            done += chunk.count
            progress.update(done: done, of: size)
        }
        progress.finish()
        let model = try reader.finish(named: name)
        let store =
            try exists
            ? CorpusStore(path: database, access: .readWrite) : CorpusStore.create(path: database)
        try store.saveNgramModel(model, named: name, isImported: true)
        for note in model.notes { Console.note("\(name): \(note)") }
        var table = ResultTable(columns: ["model", "vocabulary_size", "parameters"])
        table.append([.text(name), .integer(model.vocabulary.size), .integer(model.parameterCount)])
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = database
        ResultWriter(format: output.format, provenance: provenance).write(table)
    }

    /// A network needs a corpus: its words are those of the database's vocabulary.
    private func importNetwork() throws {
        let bytes = try readInput(file)
        let corpus = try Corpus(path: database, access: .readWrite)
        let network = try corpus.importNetwork(Array(bytes), named: name)
        var table = ResultTable(columns: ["model", "vocabulary_size", "parameters"])
        table.append([.text(name), .integer(network.vocabulary.size), .integer(network.parameterCount)])
        ResultWriter(format: output.format, provenance: try corpus.provenance(rule: network.vocabulary.rule))
            .write(table)
    }

    private func read(_ handle: FileHandle) throws -> Data? {
        do {
            return try handle.read(upToCount: 1 << 20)
        } catch {
            throw CommandError("\(file) cannot be read", cause: "It is a folder, or its disk fails.", kind: .noInput)
        }
    }

    private func openInput() throws -> FileHandle {
        if file == "-" { return .standardInput }
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw CommandError("there is no file \(file), or it is closed to you", kind: .noInput)
        }
        return handle
    }
}
