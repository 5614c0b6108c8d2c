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
            """)

    @Argument(help: "The database; not with --frequencies.")
    var database: String?

    @Option(name: [.customLong("order")], help: "The n-gram orders, as 1,2,3. (default: 1,2,3)")
    var orders: [ListArgument<Int>] = []

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @Option(help: "Fit the line to these ranks, as 1-1000. (default: all)")
    var ranks: RankRange?

    @Option(help: "Samples of the bootstrap for each p-value; 0 for none.")
    var bootstraps = 300

    @Option(help: "Seed of the bootstrap and of the halves.")
    var seed: UInt64 = 1

    @Flag(help: "Take ranks from one half of the tokens, drawn by chance, and frequencies from the other.")
    var independentHalves = false

    @Option(help: "The chart: rank-frequency, ccdf or residuals.")
    var chart = ZipfChart.rankFrequency

    @Option(help: "Write the chart to this file.")
    var svg: String?

    @Option(help: "Write a page with words, tables and all charts to this file.")
    var html: String?

    @Option(help: "Read frequencies from a file instead: one count a line, or a frequency and its number of types.")
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
        guard bootstraps >= 0 else { throw ValidationError("--bootstraps is \(bootstraps); give 0 for none.") }
        if frequencies != nil, !orders.isEmpty { throw ValidationError("--order needs a database.") }
    }

    func run() throws {
        let (samples, provenance) = try samples()
        let analyses = try samples.map { sample in
            if let ranks, ranks.range.lowerBound >= sample.spectrum.types {
                throw CommandError(
                    "--ranks begins at \(NumberText.grouped(ranks.range.lowerBound)), but there are only "
                        + "\(NumberText.grouped(sample.spectrum.types)) ranks of \(sample.name)",
                    remedy: "Give ranks that exist, or leave out --ranks for all.")
            }
            let progress = ProgressLine("fitting \(sample.name)", unit: "fits")
            defer { progress.finish() }
            return (sample, ZipfAnalysis(of: sample.spectrum, options))
        }
        var table = ResultTable(columns: ["order"] + ZipfAnalysis.columns)
        var comparisons = ResultTable(columns: ["order"] + ZipfAnalysis.comparisonColumns)
        for (sample, analysis) in analyses {
            if analysis.line == nil { Console.note("\(sample.name): fewer than two ranks to fit a line to") }
            table.append([.of(sample.order)] + analysis.values)
            for row in analysis.comparisonValues { comparisons.append([.of(sample.order)] + row) }
        }
        let named = analyses.map { (name: $0.0.name, analysis: $0.1) }
        func drawing(_ kind: ZipfChart) -> Chart {
            Chart.zipf(kind, named, ranks: ranks?.range, provenance: provenance.line)
        }
        if let svg { try writeFile(SVGChart().text(drawing(chart)), to: svg) }
        if let html {
            try writeFile(page(named, table, comparisons, drawing, provenance).text, to: html)
        }
        let people = output.format == .table ? lines(named, drawing(chart)) : nil
        ResultWriter(format: output.format, provenance: provenance).write(
            table, further: [.init("comparisons", .list(comparisons.objects))], people: people)
    }

    private var options: ZipfAnalysis.Options {
        var options = ZipfAnalysis.Options()
        options.ranks = ranks?.range
        options.samples = bootstraps
        options.seed = seed
        options.independentHalves = independentHalves
        return options
    }

    /// For the terminal: the chart, and for each kind of n-gram the fits side by side and what follows from them.
    private func lines(_ analyses: [(name: String, analysis: ZipfAnalysis)], _ chart: Chart) -> [String] {
        Console.chart.lines(chart)
            + analyses.flatMap { name, analysis in
                let spectrum = analysis.spectrum
                let counts =
                    "\(NumberText.grouped(spectrum.tokens)) tokens, \(NumberText.grouped(spectrum.types)) types"
                return ["", "\(name): \(counts)", ""] + TextTable(analysis.fitTable).lines + [""]
                    + ZipfVerdict(analysis).sentences(analysis, what: name).flatMap {
                        wrapped($0, width: Console.width)
                    }
            }
    }

    private func page(
        _ analyses: [(name: String, analysis: ZipfAnalysis)], _ table: ResultTable, _ comparisons: ResultTable,
        _ drawing: (ZipfChart) -> Chart, _ provenance: Provenance
    ) -> HTMLPage {
        var page = HTMLPage(
            title: "Zipf’s law: \(analyses.map(\.name).joined(separator: ", "))", blocks: [], provenance: provenance)
        page.blocks.append(.chart(drawing(.rankFrequency), file: "rank-frequency.svg"))
        for (index, item) in analyses.enumerated() {
            let spectrum = item.analysis.spectrum
            page.blocks.append(.heading(item.name.prefix(1).uppercased() + item.name.dropFirst()))
            page.blocks.append(
                .paragraph(
                    "\(NumberText.grouped(spectrum.tokens)) tokens, \(NumberText.grouped(spectrum.types)) types."))
            page.blocks += ZipfVerdict(item.analysis).sentences(item.analysis, what: item.name).map { .paragraph($0) }
            page.blocks.append(.table(item.analysis.fitTable, file: "fits-\(index + 1).csv"))
        }
        page.blocks += [
            .heading("Distribution of the frequencies"), .chart(drawing(.ccdf), file: "ccdf.svg"),
            .heading("Residuals"), .chart(drawing(.residuals), file: "residuals.svg"),
            .heading("One model against another"), .table(comparisons, file: "comparisons.csv"),
            .heading("All numbers"), .table(table, file: "zipf.csv"),
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
            let spectrum = try readFrequencies(frequencies)
            var provenance = Provenance(version: gramVersion, commandLine: commandLineText())
            provenance.seed = seed
            let name = "types in \(frequencies.split(separator: "/").last ?? "")"
            return ([Sample(order: nil, name: name, spectrum: spectrum)], provenance)
        }
        let corpus = try Corpus(path: database!)
        let wanted = orders.isEmpty ? [1, 2, 3] : orders.flatMap(\.elements)
        var progress = ProgressLine("counting", unit: "orders")
        let samples = try wanted.enumerated().map { done, order in
            progress.update(done: done, of: wanted.count)
            let spectrum = try corpus.frequencySpectrum(order: order, splits: split.splits)
            guard !spectrum.isEmpty else {
                throw CommandError(
                    "there are no \(ngramName(order)) in \(split == .all ? "the corpus" : "split \(split.rawValue)")",
                    cause: "No segment has \(order) tokens.", remedy: "See: gram info \(corpus.store.path)",
                    kind: .badData)
            }
            return Sample(order: order, name: ngramName(order), spectrum: spectrum)
        }
        progress.finish()
        return (samples, try corpus.provenance(seed: seed))
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
