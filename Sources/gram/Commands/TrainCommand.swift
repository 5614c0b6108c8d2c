internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye
internal import Reporting

struct TrainCommand: ReportCommand {
    static let charts = ["learning"]
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a network, or estimate an n-gram model, and save it in the database.",
        usage: "gram train DATABASE NAME [--cell CELL | --preset PRESET | --ngram MODEL] [OPTIONS]",
        discussion: """
            EXAMPLES
              gram train moby.db elman                                an Elman network
              gram train moby.db lstm --cell lstm --layers 2 --dropout 0.3 --epochs 20
              gram train moby.db quick --preset tiny                  a ready-made one
              gram train moby.db awd --cell lstm --optimizer asgd --sampling variable
              gram train moby.db lstm --cell lstm --svg curve.svg     the curve as SVG
              gram train wiki.db lstm --cell lstm --tied --softmax adaptive    many words
              gram train wiki.db lstm --cell lstm --precision bf16    faster with AMX
              gram train moby.db lstm --resume --epochs 30            continue
              gram train moby.db base --ngram mkn:5                   modified Kneser-Ney
              gram train moby.db back --ngram mkn:5 --reverse         read backwards
              gram train shelf.db woolf --ngram mkn:5 --where "author = 'Woolf'"

            PRESETS    words             characters        on two cores
              tiny     GRU, 128 units    GRU, 128 units    up to 1.5 minutes
              small    LSTM, 256, tied   LSTM, 400         eight minutes
              medium   LSTM, 400, tied   LSTM, 2 × 400     half an hour
            Their training follows from the counts of tokens and of words alone, never
            from measured speed. The batch is 8 below 100,000 tokens of train, 16 below
            400,000, else 32. Epochs are 1e12, 1e13 or 3.5e13 over the product of train
            tokens and the weights that an event is multiplied by, rounded: 1 to 10, 20
            or 20; a text too large for the one epoch takes longer than said. Dropout is
            a twentieth for each epoch, at most 0.4; tiny of characters has none. Beyond
            2,000 words in tiny, and 10,000 in the others, the softmax is adaptive. What
            comes out is printed before the training.

            The model is saved after each epoch, so you can stop with Ctrl-C at any time.
            The epoch with the lowest perplexity on valid is kept. A reversed model reads
            each segment from its last word to its first, then and later.

            With --where or --document the model is made of the part of train that these
            documents have. Its vocabulary, and valid, are those of all, so that it can be
            compared and mixed with models of all. It is stale when these documents change.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The model's name.") var name: String

    @OptionGroup(title: "What is chosen most often") var usual: UsualTrainingOptions
    @OptionGroup(title: "An n-gram model instead") var ngram: NgramTrainingOptions
    @OptionGroup(title: "More of the network") var network: NetworkOptions
    @OptionGroup(title: "More of its training") var training: NetworkTrainingOptions
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup(title: "Of which documents") var choice: DocumentChoice
    @Flag(help: "Read each segment backwards, from its last word to its first.") var reverse = false
    @Flag(help: "Replace a model of that name.") var replace = false
    @Option(parsing: .unconditional, help: "The number of threads; it does not change the result.") var threads =
        availableThreads
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        if network.softmax == .full && network.cutoffs != nil {
            throw ValidationError("--cutoffs belong to an adaptive softmax; leave --softmax full out.")
        }
        let beside =
            networkSettings
            + [
                ("--epochs", usual.epochs != nil), ("--time-limit", usual.timeLimit != nil),
                ("--svg", output.svg != nil), ("--chart", output.chart != nil), ("--log", training.log != nil),
                ("--samples", training.samples),
            ].filter(\.1).map(\.0)
        if ngram.model != nil, !beside.isEmpty {
            throw ValidationError(
                "--ngram does not go with \(beside.joined(separator: ", ")): options of networks. Leave out the one or the other."
            )
        }
        if training.log == "-", output.isPrinted {
            throw ValidationError("--log - has no room beside the epochs on standard output; name a file.")
        }
        if ngram.model != nil && usual.resume {
            throw ValidationError("--resume goes on with a network; an --ngram model is estimated at once.")
        }
    }

    func run() throws {
        try output.prepare(charts: Self.charts)
        try output.refuseSharedPlace([("--html", output.html), ("--svg", output.svg), ("--log", training.log)])
        for file in [training.log, ngram.out].compactMap(\.self) { try OutputFile.check(file) }
        let report = try report()
        try output.write(report, usualChart: Self.charts.first, isPrinted: !printsRows)
        // Rows that were printed as they came say what made them, too.
        if printsRows { Console.note(report.provenance.line) }
    }

    func report() throws -> Report {
        try ModelName.checkUserName(name)
        let choice = try vocabulary.choice()
        let store = try CorpusStore(path: database, access: .readWrite, wait: lock.seconds)
        try store.requireWritable()
        let corpus = try Corpus(reading: database)
        let rule = try choice?.rule(for: corpus)
        let predecessor = try corpus.store.predecessor(ofModel: name)
        let exists = predecessor != .none
        if exists && !replace && !usual.resume {
            throw CommandError(
                "\(database) has a model '\(name)' already",
                remedy: ngram.model == nil
                    ? "Go on with it by --resume, train it anew by --replace, or give another name."
                    : "Make it anew by --replace, or give another name.",
                kind: .cannotCreate)
        }
        if usual.resume && !exists {
            throw CommandError(
                "\(database) has no model '\(name)' to go on with", remedy: "Leave --resume out to train it.",
                kind: .noInput)
        }
        let documents = try self.choice.documents(in: corpus)
        let report =
            if let ngram = ngram.model {
                try trainNgram(ngram, by: rule, of: documents, on: corpus, into: store, over: predecessor)
            } else {
                try trainNetwork(by: rule, of: documents, on: corpus, into: store, over: predecessor)
            }
        return report
    }
}
