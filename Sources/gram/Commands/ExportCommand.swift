internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model to a file for other tools, or the texts to a folder.",
        usage: """
            gram export DATABASE MODEL FILE.arpa|FILE.safetensors [--force]
            gram export DATABASE --text FOLDER [--document NAME] [--where EXPRESSION] [--force]
            """,
        discussion: """
            EXAMPLES
              gram export moby.db mkn:3 moby.arpa      for KenLM and SRILM
              gram export moby.db baseline - | gzip > moby.arpa.gz
              gram export moby.db lstm lstm.safetensors    a network, for PyTorch
              gram export moby.db --text texts/            the texts, a file each
              gram export shelf.db --text woolf/ --where "author = 'Woolf'"

            The file of a text is called as its document, with the ending .txt (.conllu or
            .vert where the source is kept) if the name has none of a text. Where no file
            can have the name, it gets another, and a note.

            A network's weights have the names and shapes of PyTorch's modules:
            embedding.weight, rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0,
            rnn.bias_hh_l0, output.weight, output.bias. The rows of words are in the order
            of the list "words" in the metadata.

            Both kinds of file name the tokenizer that the model was made with, ARPA in a
            comment at its head, and gram import uses it.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The model, such as mkn:3, or a saved one.") var model: String?
    @Argument(help: "The file: .arpa, or .safetensors for a network; - is standard output, in ARPA.") var file: String?
    @Option(help: ArgumentHelp("Write the kept texts into this folder, made if there is none.", valueName: "folder"))
    var text: String?
    @OptionGroup(title: "Whose texts") var choice: DocumentChoice
    @Flag(help: "Overwrite an existing file.") var force = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var quiet: QuietOption

    func validate() throws {
        if text != nil, model != nil { throw ValidationError("Give a model and a file, or --text FOLDER, not both.") }
        if text == nil, model == nil || file == nil {
            throw ValidationError("Give a model and a file, as: gram export \(database) mkn:3 FILE.arpa")
        }
        if text == nil, let option = choice.given.first { throw ValidationError("\(option) is for --text.") }
    }

    func run() throws {
        if let text { return try exportTexts(to: text) }
        guard let model, let file else { return }
        let isNetwork = file.lowercased().hasSuffix(".safetensors")
        guard file == "-" || isNetwork || file.lowercased().hasSuffix(".arpa") else {
            throw CommandError(
                "'\(file)' has no ending that tells its format",
                remedy: "Name it FILE.arpa, FILE.safetensors, or - for standard output.")
        }
        let name = try ModelName(parsing: model)
        if name.isMixture {
            throw CommandError(
                "a mixture cannot be exported", cause: "ARPA holds one back-off model.",
                remedy: "Export its parts one by one.")
        }
        let choice = try vocabulary.choice()
        let corpus = try Corpus(reading: database, needsText: false)
        let rule = try choice?.rule(for: corpus)
        if file != "-" && !force && FileManager.default.fileExists(atPath: file) {
            throw CommandError(
                "\(file) exists and is not written over", remedy: "Name another file, or add --force.",
                kind: .cannotCreate)
        }
        let shelf = ModelShelf(corpus, rule: rule)
        shelf.prepare([name])
        let tokenizer = try shelf.tokenizer(of: name)
        corpus.store.endSnapshot()
        try shelf.forEachModel([name]) { model, _ in
            if let note = shelf.ruleNote(of: name, by: model.vocabulary.rule) { Console.remark(note) }
            if isNetwork { return try exportNetwork(model, tokenizer, to: file) }
            let order = model.direction == .backward ? ", of segments read from their last word to their first" : ""
            let comment = "\(model.name) by gram \(gramaryeVersion) from \(corpus.store.path)\(order)"
            let output = try OutputFile(file, standardOutput: Console.write(data:))
            try writeArpa(model, comment: comment, tokenizer: tokenizer) { try output.write($0) }
            try output.close(replacing: force)
            if file != "-" {
                Console.note("\(file): \(NumberText.grouped(model.parameterCount)) parameters of \(model.name)")
            }
        }
        Console.printRemarks()
    }
}

extension ExportCommand {
    private func exportTexts(to folder: String) throws {
        let corpus = try Corpus(path: database)
        let texts = try corpus.store.writeTexts(
            of: choice.documents(in: corpus)?.documents, to: folder, replacing: force)
        Console.note("\(folder): \(NumberText.counted(texts.written, "text"))")
        if let first = texts.renamed.first {
            let count = NumberText.counted(texts.renamed.count, "file")
            Console.note(
                "\(count) called otherwise than the document, whose name no file here can have: "
                    + "\(first.document) is in \(first.path)")
        }
        if !texts.missing.isEmpty {
            Console.note(
                "\(shortened(texts.missing)): no text is kept, nothing was written; "
                    + "to keep it, read the file again: gram ingest \(shellQuoted(database)) --replace FILE")
        }
    }

    private func exportNetwork(
        _ model: any LanguageModel, _ tokenizer: TokenizerSettings, to file: String
    ) throws {
        guard let network = model.inItsOrder as? NetworkModel else {
            throw CommandError(
                "\(model.name) is no network", cause: "Safetensors hold a network's weights.",
                remedy: "Name it FILE.arpa, or name a network that gram train made.")
        }
        let bytes = try network.safetensors(reading: model.direction, tokenizer: tokenizer)
        let output = try OutputFile(file, standardOutput: Console.write(data:))
        try output.write(bytes)
        try output.close(replacing: force)
        Console.note("\(file): \(NumberText.grouped(network.parameterCount)) parameters of \(network.name)")
    }
}
