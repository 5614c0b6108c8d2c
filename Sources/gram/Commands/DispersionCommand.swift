public import ArgumentParser
public import Gramarye
internal import Reporting

struct DispersionCommand: ReportCommand {
    static let charts = ["barcode", "dispersion"]
    static let configuration = CommandConfiguration(
        commandName: "dispersion",
        abstract: "Show where words stand, and how evenly they are spread over documents or other parts.",
        discussion: """
            EXAMPLES
              gram dispersion moby.db whale 'captain ahab'  where they stand, as a barcode
              gram dispersion novels.db                     all words, over documents
              gram dispersion novels.db --sort dp --minimum 50   in few places only
              gram dispersion novels.db --parts 100         over a hundred equal parts
              gram dispersion novels.db --parts author      over the authors

            DP is half the sum of |v/f - s| over the parts, v the count in one, f in all
            and s its share of the tokens (Gries 2008); dp_norm divides it by 1 minus the
            least s (Lijffijt & Gries 2012). dp_expected is the DP of a word of that count
            that falls by chance. Juilland's D and Carroll's D2 are of the relative
            frequencies in the parts; Rosengren's S takes their sizes into account. arf is
            the average reduced frequency (Savický & Hlaváčová 2002) in the order of the
            documents. Parts without tokens are left out.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Words, or queries such as 'white whale*'; all words where there is none.")
    var queries: [String] = []

    @Option(
        help: ArgumentHelp(
            "The parts: documents, a number of equal stretches, or a key of the documents' metadata.",
            valueName: "documents|N|key"))
    var parts = "documents"

    @Option(parsing: .unconditional, help: "Only words that occur at least this often.")
    var minimum: Int?

    @Option(help: "The column to sort words by, the largest value first. (default: count)")
    var sort: DispersionMeasure?

    @Flag(help: "The smallest value first.")
    var ascending = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let count = Int(parts), !(1...1_000_000).contains(count) {
            throw ValidationError("--parts is \(count); give 1 to 1,000,000, documents, or a key.")
        }
        if let minimum, minimum < 1 { throw ValidationError("--minimum is \(minimum); give 1 or more.") }
        if queries.isEmpty { return }
        for (name, isGiven) in [("--minimum", minimum != nil), ("--sort", sort != nil), ("--ascending", ascending)]
        where isGiven {
            throw ValidationError("Queries are answered in their order, all of them; leave out \(name).")
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        let documents = try choice.documents(in: corpus)
        if !queries.isEmpty { return try corpus.dispersionReport(ofQueries: queries, over: division, of: documents) }
        return try corpus.dispersionReport(
            over: division, of: documents, minimum: minimum ?? 1, sortedBy: sort ?? .count, ascending: ascending,
            limit: limit.rows)
    }

    private var division: DispersionParts {
        parts.lowercased() == "documents" ? .documents : Int(parts).map { .equal($0) } ?? .key(parts)
    }
}

extension DispersionMeasure: ExpressibleByArgument {}
