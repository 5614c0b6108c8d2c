public import ArgumentParser
public import Gramarye
internal import Reporting

struct KeynessCommand: ReportCommand {
    static let charts = ["keyness", "predictability"]
    static let configuration = CommandConfiguration(
        commandName: "keyness",
        abstract: "Find the words that tell some documents from others, from another corpus, or from a list.",
        discussion: """
            EXAMPLES
              gram keyness shelf.db --where "author = 'Woolf'"      against all others
              gram keyness shelf.db --where "year < 1900" --against "year >= 1900"
              gram keyness emma.db shelf.db                   against another database
              gram keyness emma.db --reference words.tsv      against a list of counts
              gram keyness shelf.db --where "year < 1900" --sort p_documents
              gram keyness shelf.db --where "year < 1900" --order 2 --svg keys.svg
              gram keyness shelf.db --where "year < 1900" --model mkn:3   by predictability

            g2 is negative for words that are rarer here; p_holm is its p, adjusted for all
            words tested. Words come in bursts, and G² takes each for a draw of its own, so
            that one text can make a key word. p_documents compares the relative
            frequencies in the documents (Wilcoxon's rank-sum test, exact for 20 documents
            or fewer) and does not: believe what is small in both. log_ratio says how large
            the difference is: 1 is twice as frequent. A count of zero is taken as a half
            for it. All frequencies of n-grams are relative to the n-grams of their side.

            With --model the words are those that a model of the other side predicts worse
            than one of the same side, which never saw the document it judges: bits and
            reference_bits are means for each word, sorted by count times their difference.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Another database to compare with.")
    var other: String?

    @Option(
        help: ArgumentHelp(
            "Compare with the documents for which this SQL expression is true. (default: all others)",
            valueName: "expression"))
    var against: String?

    @Option(help: ArgumentHelp("Compare with a list of words and counts; - is standard input.", valueName: "FILE"))
    var reference: String?

    @Option(help: ArgumentHelp("Judge the documents by n-gram models of both sides, such as mkn:3.", valueName: "M"))
    var model: String?

    @Option(parsing: .unconditional, help: "Seed of the folds and of the bootstrap of --model.")
    var seed: UInt64 = 1

    @Option(parsing: .unconditional, help: "The length of the n-grams. (default: 1)")
    var order: Int?

    @Option(parsing: .unconditional, help: "Test what occurs at least this often in both sides together.")
    var minimum = 5

    @Option(help: "Test only n-grams that this query matches as a whole, such as 'un*' or '[] of'.")
    var matching: String?

    @Option(help: "The column to sort by, the largest value first, of p the smallest. (default: g2)")
    var sort: KeynessMeasure?

    @Flag(help: "The other way round: with g2 what is rarer here comes first.")
    var ascending = false

    @Option(parsing: .unconditional, help: "What simple maths adds to frequencies per million.")
    var smooth = 1.0

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let order, order < 1 { throw ValidationError("--order is \(order); words are 1, bigrams 2.") }
        if minimum < 1 { throw ValidationError("--minimum is \(minimum); give 1 or more.") }
        if !(smooth >= 0 && smooth.isFinite) { throw ValidationError("--smooth is \(smooth); give 0 or more.") }
        if let model {
            try refuseTests()
            let names = model.split(separator: ",", omittingEmptySubsequences: false)
            if names.count > 1 {
                throw ValidationError("--model takes one model here, and '\(model)' has \(names.count) names.")
            }
        }
        let references = [
            other.map { "'\($0)'" }, against.map { _ in "--against" }, reference.map { _ in "--reference" },
        ]
        .compactMap(\.self)
        if references.count > 1 {
            throw ValidationError("\(references.joined(separator: " and ")) are two references; give one.")
        }
        if references.isEmpty, !choice.isGiven {
            throw ValidationError(
                "Choose documents with --where or --document, or name another database or --reference FILE to compare with."
            )
        }
    }

    /// Options that say how words are tested, and not how models judge.
    private func refuseTests() throws {
        let given = [
            order == nil ? nil : "--order", matching == nil ? nil : "--matching", sort == nil ? nil : "--sort",
            ascending ? "--ascending" : nil, other.map { "'\($0)'" }, reference == nil ? nil : "--reference",
        ].compactMap(\.self)
        if let first = given.first { throw ValidationError("\(first) does not go with --model.") }
        if !choice.isGiven { throw ValidationError("Choose the documents to be judged with --where or --document.") }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        if let model {
            guard let documents = try choice.documents(in: corpus) else {
                preconditionFailure("documents are chosen where a model judges")
            }
            return try corpus.keynessReport(
                by: NgramModelName(parsing: model), of: documents,
                against: against.map { try corpus.subcorpus(where: $0) },
                minimum: minimum, limit: limit.rows, seed: seed)
        }
        var options = KeynessOptions()
        (options.order, options.minimum, options.measure) = (order ?? 1, minimum, sort ?? .g2)
        options.matching = matching
        (options.isReversed, options.smooth, options.limit) = (ascending, smooth, limit.rows)
        return try corpus.keynessReport(of: choice.documents(in: corpus), against: side(of: corpus), options)
    }

    private func side(of corpus: Corpus) throws -> KeynessReference {
        if let other { return .corpus(try Corpus(reading: other)) }
        if let against { return .documents(try corpus.subcorpus(where: against)) }
        guard let reference else { return .rest }
        let name = reference == "-" ? "standard input" : reference
        return .list(String(decoding: try readInput(reference), as: UTF8.self), named: name)
    }
}

extension KeynessMeasure: ExpressibleByArgument {}
