internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model or counts to a file for other tools, or the texts to a folder.",
        usage: """
            gram export DATABASE MODEL FILE.arpa|FILE.gram|FILE.safetensors [--force]
            gram export DATABASE --counts FILE [--order 1-3] [--split S] [--force]
            gram export DATABASE --text FOLDER [--document NAME] [--where EXPRESSION] [--force]
            """,
        discussion: """
            EXAMPLES
              gram export moby.db mkn:3 moby.arpa      for KenLM and SRILM
              gram export moby.db baseline moby.arpa.gz    compressed; .zst and .xz too
              gram export moby.db mkn:5 moby.gram      opens at once, for gram score
              gram export moby.db mkn:5 small.gram --quantize 8
              gram export moby.db lstm lstm.safetensors    a network, for PyTorch
              gram export moby.db --counts moby.counts.gz  n-gram counts, for SRILM
              gram export moby.db --counts moby/ --format google --order 1-5
              gram export moby.db --text texts/            the texts, a file each
              gram export shelf.db --text woolf/ --where "author = 'Woolf'"

            The file of a text is called as its document, with the ending .txt (.conllu or
            .vert where the source is kept) if the name has none of a text. Where no file
            can have the name, it gets another, and a note.

            A network's weights have the names and shapes of PyTorch's modules:
            embedding.weight, rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0,
            rnn.bias_hh_l0, output.weight, output.bias. The rows of words are in the order
            of the list "words" in the metadata.

            Counts stand a line each, words, a tab and the count, sorted by the words'
            bytes; .gz, .zst and .xz compress. <s> and </s> are words there, and no window
            crosses them or a cut between splits. gram import reads them.

            Both kinds of file name the tokenizer that the model was made with, ARPA in a
            comment at its head, and gram import uses it.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The model, such as mkn:3, or a saved one.") var model: String?
    @Argument(help: "The file: .arpa, .gram, or .safetensors for a network; - is standard output, in ARPA.") var file:
        String?
    @Option(help: ArgumentHelp("Write the kept texts into this folder, made if there is none.", valueName: "folder"))
    var text: String?
    @Option(
        help: ArgumentHelp("Write n-gram counts into this file, or folder (--format google).", valueName: "FILE"))
    var counts: String?
    @Option(parsing: .unconditional, help: "Of which orders, with --counts. (default: 1-3)")
    var order: ListArgument<Int>?
    @Option(help: "Of which split, with --counts. (default: all)") var split: SplitChoice?
    @Option(help: "One file, as SRILM's, or a folder for each order, as Google's. (default: srilm)")
    var format: CountExport.Layout?
    @Option(parsing: .unconditional, help: "Approximate memory to use, with --counts.")
    var memory = MemorySize(bytes: 2 << 30)
    @OptionGroup(title: "Whose texts") var choice: DocumentChoice
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "With FILE.gram: so many bits for each probability and weight, 4 to 16; 8 lose little.", valueName: "BITS"))
    var quantize: Int?
    @Flag(help: "Overwrite an existing file.") var force = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var quiet: QuietOption

    func validate() throws {
        if text != nil, model != nil { throw ValidationError("Give a model and a file, or --text FOLDER, not both.") }
        if counts != nil {
            if text != nil || model != nil { throw ValidationError("--counts FILE stands alone: no model, no --text.") }
            if let bad = order?.elements.first(where: { $0 < 1 }) {
                throw ValidationError("--order is \(bad); give 1 or more.")
            }
            if format == .google, counts == "-" { throw ValidationError("--format google writes a folder; name it.") }
            return
        }
        if order != nil || split != nil || format != nil {
            throw ValidationError("--order, --split and --format are for --counts.")
        }
        if text == nil, model == nil || file == nil {
            throw ValidationError("Give a model and a file, as: gram export \(database) mkn:3 FILE.arpa")
        }
        if let quantize {
            guard file?.lowercased().hasSuffix(".gram") == true else {
                throw ValidationError("--quantize is for FILE.gram.")
            }
            guard (4...16).contains(quantize) else {
                throw ValidationError("--quantize is \(quantize); give 4 to 16 bits.")
            }
        }
        if text == nil, let option = choice.given.first { throw ValidationError("\(option) is for --text.") }
    }

    func run() throws {
        if let text { return try exportTexts(to: text) }
        if let counts { return try exportCounts(to: counts) }
        guard let model, let file else { return }
        let isNetwork = file.lowercased().hasSuffix(".safetensors")
        let kind = ModelFileOutput.Kind(path: file)
        guard isNetwork || kind != nil else {
            throw CommandError(
                "'\(file)' has no ending that tells its format",
                remedy: "Name it FILE.arpa, FILE.gram, FILE.safetensors, or - for standard output.")
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
        try ModelFileOutput.refuseExisting(file, unless: force)
        let shelf = ModelShelf(corpus, rule: rule)
        shelf.prepare([name])
        let tokenizer = try shelf.tokenizer(of: name)
        let spelling = kind == .modelFile ? try shelf.spellingCounts(of: name) : nil
        corpus.store.endSnapshot()
        try shelf.forEachModel([name]) { model, _ in
            if let note = shelf.ruleNote(of: name, by: model.vocabulary.rule) { Console.remark(note) }
            if isNetwork { return try exportNetwork(model, tokenizer, to: file) }
            let order = model.direction == .backward ? ", of segments read from their last word to their first" : ""
            let comment = "\(model.name) by gram \(gramaryeVersion) from \(corpus.store.path)\(order)"
            try ModelFileOutput(file, replacing: force).write(
                model, cutBy: tokenizer, spelling: spelling, quantizedTo: quantize, comment: comment)
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

    private func exportCounts(to path: String) throws {
        let corpus = try Corpus(reading: database)
        if format != .google { try ModelFileOutput.refuseExisting(path, unless: force) }
        var export = CountExport(orders: (order?.elements ?? [1, 2, 3]).withoutRepetitions)
        if let split { export.splits = split.splits }
        export.layout = format ?? .srilm
        export.memory = memory.bytes
        let (written, spaces) = try export.write(
            corpus.store, to: path, replacing: force, standardOutput: Console.write(data:))
        if spaces > 0 {
            Console.note("\(NumberText.counted(spaces, "token")) with white space written as <space> or <space:…>")
        }
        for order in written where path != "-" {
            Console.note(
                "\(path): \(NumberText.counted(order.ngrams, "n-gram")) of order \(order.order), "
                    + "\(NumberText.grouped(order.total)) in all")
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

extension CountExport.Layout: ExpressibleByArgument {}
