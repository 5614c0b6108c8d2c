internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct VocabularyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary",
        abstract: "List the words that models know by name, or what each threshold would make of them.",
        discussion: """
            EXAMPLES
              gram vocabulary moby.db
              gram vocabulary moby.db --min-count 5 --limit 0 --format tsv
              gram vocabulary moby.db --sizes
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(parsing: .unconditional, help: "Words seen at least this often in train. (default: the database's rule)")
    var minCount: Int?

    @Flag(help: "For each threshold: the size of the vocabulary and the shares of <unk> in valid and test.")
    var sizes = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let minCount, minCount < 1 { throw ValidationError("--min-count is \(minCount); give 1 or more.") }
        if sizes && minCount != nil { throw ValidationError("--sizes shows every --min-count; leave one out.") }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot)
        let rule = minCount.map { VocabularyRule.minimumCount($0) }
        let table = sizes ? try sizesTable(corpus) : try wordsTable(corpus, rule)
        ResultWriter(format: output.format, provenance: try corpus.provenance(rule: rule)).write(table)
    }

    private func wordsTable(_ corpus: Corpus, _ rule: VocabularyRule?) throws -> ResultTable {
        let vocabulary = try corpus.vocabulary(rule)
        let counts = try corpus.typeCounts(of: .train)
        let types = try corpus.store.types()
        var table = ResultTable(columns: ["id", "token", "count"])
        let words = vocabulary.words.dropFirst(Marker.texts.count)
        table.total = words.count
        for (offset, word) in words.prefix(limit.rows(of: words.count)).enumerated() {
            let count = types.id(of: word).map { counts[Int($0)] } ?? 0
            table.append([.integer(offset + Marker.texts.count), .text(word), .integer(count)])
        }
        Console.note(
            "vocabulary \(NumberText.grouped(vocabulary.size)) (\(vocabulary.rule)), with <unk> and </s>")
        return table
    }

    private func sizesTable(_ corpus: Corpus) throws -> ResultTable {
        let sizes = try corpus.vocabularySizes()
        var table = ResultTable(columns: [
            "min_count", "vocabulary_size", "unknown_rate_valid", "unknown_rate_test",
        ])
        table.total = sizes.count
        for size in sizes.prefix(limit.rows(of: sizes.count)) {
            table.append([
                .integer(size.minimumCount), .integer(size.vocabularySize), .of(size.unknownRate[.valid]),
                .of(size.unknownRate[.test]),
            ])
        }
        return table
    }
}
