internal import ArgumentParser
internal import Gramarye

struct GrowthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Show how the vocabulary grows with the text, and how large it would be in more text.",
        discussion: """
            EXAMPLES
              gram growth moby.db                      the curve, Heaps' law, what more text brings
              gram growth moby.db --times 2,100        twice and 100 times the text
              gram growth moby.db --svg growth.svg --html growth.html
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(help: "Only this document; may be repeated. (default: all, in the order of ingestion)")
    var document: [String] = []

    @Option(parsing: .unconditional, help: "How many text lengths to look at.")
    var points = 40

    @Option(help: "Extrapolate to so many times the text. (default: 2,5,10)")
    var times: [ListArgument<Double>] = []

    @Option(help: "Write the chart to this file.")
    var svg: String?

    @Option(help: "Write a page with the chart and the numbers to this file.")
    var html: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (2...10_000).contains(points) else {
            throw ValidationError("--points is \(points); give 2 to 10000.")
        }
        for times in times.flatMap(\.elements) where !(times > 1 && times <= 1e6) {
            throw ValidationError("--times is \(times); give a number above 1, at most a million.")
        }
    }

    func run() throws {
        for file in [svg, html].compactMap(\.self) { try OutputFile.check(file) }
        let corpus = try Corpus(path: database, access: .snapshot)
        var progress = ProgressLine("growth", unit: "parts")
        progress.update(done: 0, of: 21)
        let document = document.withoutRepetitions
        let words = try corpus.tokens(ofDocuments: document.isEmpty ? nil : document)
        guard !words.isEmpty else {
            throw CommandError("there are no tokens to look at", remedy: "See: gram info \(database)", kind: .badData)
        }
        let provenance = try corpus.provenance()
        let analysis = GrowthAnalysis(
            of: words, typeCount: Int(words.max()!) + 1, points: points,
            multiples: times.isEmpty ? [2, 5, 10] : times.flatMap(\.elements).withoutRepetitions)
        progress.finish()
        let what = document.isEmpty ? "words" : document.joined(separator: ", ")
        let chart = Chart.growth(of: analysis, what: what, provenance: provenance.line)
        if let svg { try writeFile(SVGChart().text(chart), to: svg) }
        if let html { try writeFile(page(analysis, chart, what, provenance).text, to: html) }
        if analysis.heaps == nil {
            Console.note(
                "\(NumberText.counted(words.count, "token")): too few for Heaps' law and for an extrapolation")
        } else if analysis.extrapolations.isEmpty {
            Console.note("no extrapolation: no population of words that the text could be drawn from fits it")
        }
        let people =
            output.format == .table
            ? ["", headline(analysis), ""] + TextTable(analysis.summaryTable).lines
                + (analysis.caution.map { [""] + wrapped($0, width: Console.width) } ?? []) : nil
        ResultWriter(format: output.format, provenance: provenance).write(
            analysis.curveTable, further: analysis.summaryFields, people: people, above: chart)
    }

    private func headline(_ analysis: GrowthAnalysis) -> String {
        let spectrum = analysis.spectrum
        let share = NumberText.rounded(100 * Double(spectrum.hapaxLegomena) / Double(spectrum.types))
        return "\(NumberText.counted(spectrum.tokens, "token")), \(NumberText.counted(spectrum.types, "type")), "
            + "\(NumberText.grouped(spectrum.hapaxLegomena)) of them once (\(share) %)"
    }

    private func page(
        _ analysis: GrowthAnalysis, _ chart: Chart, _ what: String, _ provenance: Provenance
    ) -> HTMLPage {
        HTMLPage(
            title: "Vocabulary growth: \(what)",
            blocks: [
                .paragraph(headline(analysis) + "."), .chart(chart, file: "growth.svg"),
                .table(analysis.summaryTable, file: "growth-summary.csv"),
            ] + (analysis.caution.map { [.paragraph($0)] } ?? []) + [
                .heading("The curve"), .table(analysis.curveTable, file: "growth.csv"),
            ], provenance: provenance)
    }
}
