internal import ArgumentParser
internal import Gramarye

struct ProbabilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probability",
        abstract: "P(word | context), unsmoothed and by models.",
        usage: "gram probability DATABASE WORD [--given CONTEXT] [--model M] ...",
        discussion: """
            EXAMPLES
              gram probability moby.db whale --given the      unsmoothed, Laplace, saved
              gram probability moby.db whale --given "the white" --model mkn:3 --explain
              gram probability moby.db "call me ishmael" --given "<s>"   a row a word
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The word; several give a row each and one for their product.") var word: String
    @Option(help: ArgumentHelp("The words before.", valueName: "CONTEXT")) var given = ""
    @Option(help: "What is counted; models of counts alone are made of it.") var split = CountedSplits.train
    @OptionGroup var models: ModelOption
    @Flag(help: "Print the formulas with the numbers in them.") var explain = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        let names = try models.names()
        let rule = try vocabulary.rule()
        let shelf = ModelShelf(corpus, rule: rule)
        let length = try corpus.words(of: given).count
        var rows = PointRows(isRanked: false)
        for model in try shelf.pointModels(names, order: length + 1, splits: split.splits) {
            let words = try corpus.words(of: word, by: model.tokenizer)
            let context = try corpus.words(of: given, by: model.tokenizer)
            guard !words.isEmpty else {
                throw CommandError(
                    "'\(word)' has no token", cause: "The tokenizer drops all of it.",
                    remedy: "See what becomes of a text: gram tokenize \(database) \"\(word)\"", kind: .badData)
            }
            var answers: [PointAnswer] = []
            for (index, word) in words.enumerated() {
                answers.append(try model.answer(word, after: context + words[..<index], explained: explain))
            }
            for answer in answers { rows.append(answer, explained: explain) }
            if answers.count > 1 { rows.append(try model.product(of: answers), explained: explain) }
        }
        ResultWriter(format: output.format, provenance: try corpus.provenance(rule: rule))
            .write(rows.table, people: rows.people)
    }
}

/// What `count` and `context_count` are taken from.
enum CountedSplits: String, ExpressibleByArgument, CaseIterable {
    case train, all

    var splits: Set<Split> { self == .train ? [.train] : Set(Split.allCases) }
}
