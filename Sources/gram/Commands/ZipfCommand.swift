public import ArgumentParser
internal import Foundation
public import Gramarye

struct ZipfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zipf",
        abstract: "Fit Zipf's law to the frequencies of words and n-grams, and say whether it holds.",
        discussion: """
            EXAMPLES
              gram zipf moby.db                   words, bigrams and trigrams
              gram zipf moby.db --order 1 --ranks 1-1000 --svg zipf.svg
              gram zipf moby.db --html zipf.html  the fits, charts and numbers as a page
              gram zipf --frequencies counts.txt  counts from elsewhere

            A file of frequencies has one count a line, or a frequency and its number of
            types, or words and counts, in columns between tabs, commas or spaces, with a
            header or without: what gram frequencies prints as TSV or CSV is read.

            Rows of --format json and csv: 'exponent' is the slope of the line by rank,
            'tail_exponent' is alpha and 'f2_exponent' beta of the power laws of
            frequencies, with the exponent by rank that each implies beside it, 1/(alpha -
            1) and 1/(beta - 1). 'verdict' says on which of them 'zipf_exponent', the one
            to quote, rests.
            """)

    @Argument(help: "The database; not with --frequencies.")
    var database: String?

    @Option(name: [.customLong("order")], help: "The n-gram orders, as 1,2,5 or 1-3. (default: 1-3)")
    var orders: [ListArgument<Int>] = []

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @Option(help: "Fit the line to these ranks, as 1-1000. (default: all)")
    var ranks: RankRange?

    @Option(
        parsing: .unconditional,
        help: "Fit the discrete power law from this frequency on. (default: where it fits best)")
    var xmin: Int?

    @Option(parsing: .unconditional, help: "Samples of the bootstrap for each p-value; 0 for none.")
    var bootstraps = 300

    @Option(parsing: .unconditional, help: "Seed of the bootstrap and of the halves.")
    var seed: UInt64 = 1

    @Flag(help: "Take ranks from one half of the tokens, drawn by chance, and frequencies from the other.")
    var independentHalves = false

    @Option(help: "The chart: rank-frequency, ccdf or residuals.")
    var chart = ZipfChart.rankFrequency

    @Option(help: "Write the chart to this file.")
    var svg: String?

    @Option(help: "Write a page with words, tables and all charts to this file.")
    var html: String?

    @Option(help: "Read frequencies from a file instead: one count a line, `m V_m`, or a table of words and counts.")
    var frequencies: String?

    @OptionGroup var output: OutputOptions

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
    }

    func run() throws {
        for file in [svg, html].compactMap(\.self) { try OutputFile.check(file) }
        let (samples, provenance) = try samples()
        let ranksOfFirst = ranks?.range.lowerBound ?? 1
        var progress = ProgressLine("fitting", unit: "spectra")
        var analyses: [(sample: Sample, analysis: ZipfAnalysis)] = []
        for sample in samples {
            guard ranksOfFirst == 1 || ranksOfFirst < sample.spectrum.types else {
                throw CommandError(
                    "--ranks begins at \(NumberText.grouped(ranksOfFirst)), but there are only "
                        + "\(NumberText.grouped(sample.spectrum.types)) ranks of \(sample.name)",
                    remedy: "Give ranks that exist, or leave out --ranks for all.")
            }
            progress.update(done: analyses.count, of: samples.count)
            analyses.append((sample, ZipfAnalysis(of: sample.spectrum, options)))
        }
        progress.finish()
        let tables = Tables(analyses)
        for (sample, analysis) in analyses {
            if analysis.line == nil { Console.note("\(sample.name): fewer than two ranks to fit a line to") }
            if analysis.isTooLargeToTest {
                Console.note(
                    "\(sample.name): \(NumberText.counted(sample.spectrum.types, "type")) are too many for "
                        + "\(NumberText.counted(bootstraps, "bootstrap")), so there are no p-values; fewer --bootstraps may do"
                )
            }
            if let xmin, analysis.tail == nil {
                Console.note(
                    "\(sample.name): fewer than two frequencies from \(NumberText.grouped(xmin)) on, so there is no tail to fit"
                )
            }
        }
        let named = analyses.map { (name: $0.sample.name, analysis: $0.analysis) }
        if let svg { try writeFile(SVGChart().text(drawing(chart, named, provenance)), to: svg) }
        if let html { try writeFile(page(named, tables, provenance).text, to: html) }
        let isForPeople = output.format == .table
        ResultWriter(format: output.format, provenance: provenance).write(
            tables.fits,
            further: [
                .init("comparisons", .list(tables.comparisons.objects)),
                .init("residuals", .list(tables.residuals.objects)),
            ], people: isForPeople ? lines(named) : nil, above: isForPeople ? drawing(chart, named, provenance) : nil)
    }

    /// What programs get: rows of all orders.
    private struct Tables {
        var fits = ResultTable(columns: ["order"] + ZipfAnalysis.columns)
        var comparisons = ResultTable(columns: ["order"] + ZipfAnalysis.comparisonColumns)
        var residuals = ResultTable(columns: ["order"] + ZipfAnalysis.residualColumns)

        init(_ analyses: [(sample: Sample, analysis: ZipfAnalysis)]) {
            for (sample, analysis) in analyses {
                let order = Value.of(sample.order)
                fits.append([order] + analysis.values)
                for row in analysis.comparisonValues { comparisons.append([order] + row) }
                for row in analysis.residualValues { residuals.append([order] + row) }
            }
        }

        /// The fits with a row for each figure and a column for each kind of n-gram, which a page is wide enough for.
        func sideways(_ names: [String]) -> ResultTable {
            var table = ResultTable(columns: ["figure"] + names)
            for column in 1..<fits.columns.count {
                table.append([.text(fits.columns[column])] + fits.rows.map { $0[column] })
            }
            return table
        }
    }

    private func drawing(
        _ kind: ZipfChart, _ analyses: [(name: String, analysis: ZipfAnalysis)], _ provenance: Provenance
    ) -> Chart {
        Chart.zipf(kind, analyses, ranks: ranks?.range, provenance: provenance.line)
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

    /// For the terminal: for each kind of n-gram the fits side by side and what follows from them.
    private func lines(_ analyses: [(name: String, analysis: ZipfAnalysis)]) -> [String] {
        analyses.flatMap { name, analysis in
            let spectrum = analysis.spectrum
            let halves = independentHalves ? "; ranks from one half of the tokens, frequencies from the other" : ""
            return ["", "\(name): \(spectrum.size)\(halves)", ""] + TextTable(analysis.fitTable).lines + [""]
                + ZipfVerdict(analysis).sentences(analysis, what: name).flatMap { wrapped($0, width: Console.width) }
        }
    }

    private func page(
        _ analyses: [(name: String, analysis: ZipfAnalysis)], _ tables: Tables, _ provenance: Provenance
    ) -> HTMLPage {
        var page = HTMLPage(
            title: "Zipf’s law: \(analyses.map(\.name).joined(separator: ", "))", blocks: [], provenance: provenance)
        func add(_ kind: ZipfChart, _ some: [(name: String, analysis: ZipfAnalysis)], _ prefix: String) {
            page.blocks.append(.chart(drawing(kind, some, provenance), file: "\(prefix)\(kind.rawValue).svg"))
        }
        if analyses.count > 1 { add(.rankFrequency, analyses, "") }
        for (index, item) in analyses.enumerated() {
            let prefix = analyses.count > 1 ? "\(index + 1)-" : ""
            page.blocks.append(.heading(item.name.prefix(1).uppercased() + item.name.dropFirst()))
            page.blocks.append(.paragraph("\(item.analysis.spectrum.size)."))
            page.blocks += ZipfVerdict(item.analysis).sentences(item.analysis, what: item.name).map { .paragraph($0) }
            page.blocks.append(.table(item.analysis.fitTable, file: "\(prefix)fits.csv"))
            for kind in ZipfChart.allCases { add(kind, [item], prefix) }
            page.blocks.append(.data(item.analysis.spectrum.table, file: "\(prefix)spectrum.csv"))
        }
        page.blocks += [
            .heading("One model against another"), .table(tables.comparisons, file: "comparisons.csv"),
            .heading("Residuals by doublings of the rank"),
            .paragraph("The mean of ln observed − ln fitted frequency. A law that holds leaves no trend."),
            .table(tables.residuals, file: "residuals.csv"),
            .heading("All numbers"), .table(tables.sideways(analyses.map(\.name)), file: "numbers.csv"),
            .data(tables.fits, file: "zipf.csv"),
        ]
        return page
    }

    /// Frequencies to fit, with a name for people.
    private struct Sample {
        let order: Int?
        let name: String
        let spectrum: FrequencySpectrum
    }

    private func samples() throws -> ([Sample], Provenance) {
        if let frequencies {
            let (spectrum, fingerprint) = try readFrequencies(frequencies)
            var provenance = Provenance(version: gramVersion, commandLine: commandLineText())
            provenance.frequencies = frequencies == "-" ? "standard input" : frequencies
            provenance.corpusFingerprint = fingerprint
            provenance.seed = seed
            let name =
                "types in \(frequencies == "-" ? "standard input" : frequencies.split(separator: "/").last ?? "")"
            return ([Sample(order: nil, name: name, spectrum: spectrum)], provenance)
        }
        let corpus = try Corpus(path: database!, access: .snapshot)
        let wanted = orders.isEmpty ? [1, 2, 3] : orders.flatMap(\.elements).withoutRepetitions
        var progress = ProgressLine("counting", unit: "orders")
        progress.update(done: 0, of: wanted.count)
        let text = try corpus.tokens(of: split.splits)
        let provenance = try corpus.provenance(seed: seed)
        let samples = try wanted.enumerated().map { done, order in
            progress.update(done: done, of: wanted.count)
            let spectrum = FrequencySpectrum(of: text, order: order)
            guard !spectrum.isEmpty else {
                throw CommandError(
                    "there are no \(ngramName(order)) in \(split == .all ? "the corpus" : "split \(split.rawValue)")",
                    cause: "No segment has \(order) tokens.", remedy: "See: gram info \(corpus.store.path)",
                    kind: .badData)
            }
            return Sample(order: order, name: ngramName(order), spectrum: spectrum)
        }
        progress.finish()
        return (samples, provenance)
    }
}

/// Words, bigrams, trigrams, 4-grams.
func ngramName(_ order: Int) -> String {
    switch order {
    case 1: "words"
    case 2: "bigrams"
    case 3: "trigrams"
    default: "\(order)-grams"
    }
}

extension FrequencySpectrum {
    /// 209,994 tokens, 18,855 types.
    fileprivate var size: String {
        "\(NumberText.counted(tokens, "token")), \(NumberText.counted(types, "type"))"
    }

    /// V_m by m.
    fileprivate var table: ResultTable {
        var table = ResultTable(columns: ["frequency", "types"])
        for entry in entries { table.append([.integer(entry.frequency), .integer(entry.types)]) }
        return table
    }
}

/// Ranks as `A-B`.
struct RankRange: ExpressibleByArgument {
    let range: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], 1 <= first, first < last else { return nil }
        range = first...last
    }
}

extension ZipfChart: ExpressibleByArgument {}
