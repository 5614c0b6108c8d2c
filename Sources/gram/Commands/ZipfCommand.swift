internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ZipfCommand: ReportCommand {
    static let charts = ZipfChart.allCases.map(\.rawValue)
    static let configuration = CommandConfiguration(
        commandName: "zipf",
        abstract: "Fit Zipf's law to the frequencies of words and n-grams, and say whether it holds.",
        discussion: """
            EXAMPLES
              gram zipf moby.db                   words, bigrams and trigrams
              gram zipf moby.db --order 1 --ranks 1-1000 --svg zipf.svg
              gram zipf moby.db --html zipf.html  all fits, charts and numbers on a page
              gram zipf shelf.db --by author --order 1    a row for each author
              gram zipf --frequencies counts.txt  counts from another source

            A file of frequencies has one count per line, or a frequency and the number of
            types that have it, or words and counts, in columns separated by tabs, commas
            or spaces, with or without a header. The TSV and CSV of gram frequencies
            qualify.

            In the rows of JSON and CSV, 'zipf_exponent' is the exponent to quote,
            'verdict' names the fit that it comes from, 'support' how far the data bear it
            out (none, moderate, good, with cutoff), and 'reservation' why none is quoted
            of a power law that is not rejected. Quoted are laws of all frequencies, of a
            thousand types or more; that of a tail is described only, whether the data
            choose where it begins or --xmin does. Errors of the tail come from bootstraps
            that choose xmin anew unless it is given. 'exponent' is the slope of the line
            by rank. 'tail_exponent' and 'f2_exponent' are alpha and beta, the exponents of
            the power laws of frequencies; beside each stands the exponent by rank that it
            implies, 1/(alpha - 1) or 1/(beta - 1).
            """)

    @Argument(help: "The database; not with --frequencies.")
    var database: String?

    @Option(name: [.customLong("order")], help: "The n-gram orders, such as 1,2,5 or 1-3. (default: 1-3)")
    var orders: [ListArgument<Int>] = []

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @Option(help: "Fit the line to these ranks, such as 1-1000. (default: all)")
    var ranks: RankRange?

    @Option(
        parsing: .unconditional,
        help: "Fit the discrete power law to frequencies from this one up. (default: where it fits best)")
    var xmin: Int?

    @Option(parsing: .unconditional, help: "Bootstrap samples for each p-value; 0 skips the tests.")
    var bootstraps = 300

    @Option(parsing: .unconditional, help: "Seed of the bootstrap and of the random halves.")
    var seed: UInt64 = 1

    @Flag(help: "Take ranks from a random half of the tokens, and frequencies from the other half.")
    var independentHalves = false

    @Option(help: "Read frequencies from a file instead: one count per line, `m V_m`, or a table of words and counts.")
    var frequencies: String?

    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard (database == nil) != (frequencies == nil) else {
            throw ValidationError(
                database == nil
                    ? "Name a database, or a file of counts with --frequencies."
                    : "With --frequencies there is no database; leave out '\(database ?? "")'.")
        }
        if let order = orders.flatMap(\.elements).first(where: { $0 < 1 }) {
            throw ValidationError("--order \(order) is no order; words are 1, bigrams 2.")
        }
        guard (0...1_000_000).contains(bootstraps) else {
            throw ValidationError("--bootstraps is \(bootstraps); give 0 for none, at most a million.")
        }
        if let xmin, xmin < 1 { throw ValidationError("--xmin is \(xmin); frequencies begin at 1.") }
        if frequencies != nil, !orders.isEmpty { throw ValidationError("--order needs a database.") }
        if frequencies != nil, let option = (choice.given + (grouping.by == nil ? [] : ["--by"])).first {
            throw ValidationError("\(option) needs a database.")
        }
    }

    func report() throws -> Report {
        guard let database else { return try reportOfFrequencies(frequencies ?? "-") }
        let corpus = try Corpus(reading: database)
        let wanted = orders.isEmpty ? [1, 2, 3] : orders.flatMap(\.elements).withoutRepetitions
        var progress = ProgressLine("counting and fitting", unit: "orders")
        defer { progress.finish() }
        let part = CorpusPart(splits: split.splits, documents: try choice.documents(in: corpus))
        if let key = grouping.by {
            return try corpus.zipfReport(by: key, orders: wanted, of: part, options) {
                progress.update(done: $0, of: $1)
            }
        }
        return try corpus.zipfReport(orders: wanted, of: part, options) {
            progress.update(done: $0, of: wanted.count)
        }
    }

    private func reportOfFrequencies(_ path: String) throws -> Report {
        let data = try readInput(path)
        if data.starts(with: Array("SQLite format 3".utf8)) {
            throw CommandError(
                "\(path) is a database, not a list of counts.", remedy: "Try: gram zipf \(path)", kind: .badData)
        }
        return try .zipf(ofList: data, named: path, options)
    }

    private var options: ZipfAnalysis.Options {
        var options = ZipfAnalysis.Options()
        options.ranks = ranks?.range
        options.tailMinimum = xmin
        options.samples = bootstraps
        options.seed = seed
        options.independentHalves = independentHalves
        return options
    }
}
