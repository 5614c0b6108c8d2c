internal import ArgumentParser
internal import Gramarye

struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "The likeliest words after a context.",
        usage: "gram next DATABASE [CONTEXT] [--model M] ...",
        discussion: """
            EXAMPLES
              gram next moby.db "the white"                 unsmoothed, Laplace, saved
              gram next moby.db "<s>" --model mkn:3         how segments begin
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The words before; none asks for the likeliest words of all.") var context = ""
    @Option(help: "What is counted; models of counts alone are made of it.") var split = CountedSplits.train
    @OptionGroup var models: ModelOption
    @Option(parsing: .unconditional, help: "Show at most so many words a model; 0 shows all.") var limit = 10
    @Flag(help: "List <unk> too.") var unknown = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard limit >= 0 else {
            throw ValidationError("--limit is \(limit); give 0 for all words or a positive number.")
        }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        let names = try models.names()
        let rule = try vocabulary.rule()
        let shelf = ModelShelf(corpus, rule: rule)
        let length = try corpus.words(of: context).count
        var rows = PointRows(isRanked: true)
        for model in try shelf.pointModels(names, order: length + 1, splits: split.splits) {
            let before = try corpus.words(of: context, by: model.tokenizer)
            let answers = try model.likeliest(after: before, limit: limit, unknown: unknown)
            for (index, answer) in answers.enumerated() { rows.append(answer, rank: index + 1) }
            if answers.isEmpty {
                Console.note("\(model.name): nothing was seen after '\(before.joined(separator: " "))'")
            }
        }
        ResultWriter(format: output.format, provenance: try corpus.provenance(rule: rule))
            .write(rows.table, people: rows.people)
    }
}
