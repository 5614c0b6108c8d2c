public import ArgumentParser
internal import Foundation
internal import Gramarye
public import Reporting

extension OutputFormat: ExpressibleByArgument {}

/// What every command that has a result takes: how and where it is shown.
struct ReportOptions: ParsableArguments {
    @Option(help: "How to print the result.")
    var format: OutputFormat = .table

    @Option(help: ArgumentHelp("Write a page of text, tables and charts; - prints it.", valueName: "FILE"))
    var html: String?

    @Option(help: ArgumentHelp("Write the chart as SVG; - prints it.", valueName: "FILE"))
    var svg: String?

    @Option(help: ArgumentHelp("Which chart to draw if there are several.", valueName: "NAME"))
    var chart: String?

    @Flag(help: "Open the page in a browser; it is a temporary file unless --html names one.")
    var open = false

    @Flag(name: .shortAndLong, help: "Print only errors on standard error.")
    var quiet = false

    func validate() throws {
        if quiet { Console.isQuiet = true }
        try refuseSharedPlace([("--html", html), ("--svg", svg)])
    }

    /// Two results in one place could not be told apart, or one would be written over the other.
    ///
    /// - Parameter options: with the place that each names.
    func refuseSharedPlace(_ options: [(name: String, place: String?)]) throws {
        for (index, option) in options.enumerated() {
            guard let place = option.place, let other = options[..<index].first(where: { $0.place == place })
            else { continue }
            let shown = place == "-" ? "standard output" : place
            throw ValidationError("\(other.name) and \(option.name) both go to \(shown); give each its own place.")
        }
    }

    /// Whether nothing but rows is wanted, which can be printed as they come.
    var printsRowsAlone: Bool {
        [.jsonl, .csv, .tsv].contains(format) && html == nil && svg == nil && chart == nil && !open
    }

    /// Finds out before the work what would keep its result from being written.
    ///
    /// - Parameter charts: the names of those that the command draws.
    func prepare(charts: [String]) throws {
        for file in [html, svg].compactMap(\.self) { try OutputFile.check(file) }
        if charts.isEmpty, svg != nil || chart != nil {
            throw CommandError(
                "This result has no chart.", remedy: "Leave out --svg and --chart; --html writes a page.")
        }
        if let chart, !charts.contains(chart) {
            throw CommandError(
                "There is no chart '\(chart)'.",
                remedy: "Name one of these: \(charts.joined(separator: ", ")).")
        }
    }

    /// Whether standard output is for the result in the format asked for.
    var isPrinted: Bool { html != "-" && svg != "-" }

    /// Shows a result in each of the ways asked for.
    ///
    /// - Parameters:
    ///   - usualChart: the one that `--svg` draws where none is named.
    ///   - isPrinted: `false` where standard output has something else already.
    func write(_ report: Report, usualChart: String? = nil, isPrinted: Bool = true) throws {
        var report = report
        report.provenance.commandLine = commandLineText()
        let drawn = try drawnChart(of: report, usual: usualChart)
        if let svg, let text = drawn.flatMap({ report.svg(ofChart: $0) }) { try Console.write(text, toFile: svg) }
        if let html { try Console.write(report.page, toFile: html) }
        let isPrinted = isPrinted && self.isPrinted
        switch format {
        case _ where !isPrinted: break
        case .table: Console.show(report.showing(chart))
        default: Console.print(data: report.data(as: format))
        }
        // What is said of a result stands after it: how it came about, what of it is shown, what made it.
        Console.printRemarks()
        for note in report.notes { Console.note(note) }
        if isPrinted {
            if let total = report.rows.total, total > report.rows.rows.count {
                let shown = NumberText.grouped(report.rows.rows.count)
                Console.note("\(shown) of \(NumberText.grouped(total)); --limit 0 shows all")
            }
            if format != .json { Console.note(report.provenance.line) }
        }
        // Whatever becomes of a browser, the result is there.
        if open { try openInBrowser(report.page, file: html) }
    }

    /// The chart that was named, else the usual one or the first; `nil` where none is asked for and there is none.
    private func drawnChart(of report: Report, usual: String?) throws -> String? {
        let names = report.charts.map(\.name).withoutRepetitions
        if let name = chart ?? names.first(where: { $0 == usual }) ?? names.first, names.contains(name) { return name }
        guard chart != nil || svg != nil else { return nil }
        throw CommandError(
            "This result has no chart\(chart.map { " '\($0)'" } ?? "").",
            remedy: names.isEmpty
                ? "Leave out --svg and --chart; --html writes a page."
                : "Name one of these: \(names.joined(separator: ", ")).", kind: .badData)
    }
}

/// A command whose run is a report: options, a call of the library, one writer.
protocol ReportCommand: ParsableCommand {
    /// The names of the charts that `--chart` takes, the first the usual one; none for a command without a chart.
    static var charts: [String] { get }
    var output: ReportOptions { get }
    func report() throws -> Report
}

extension ReportCommand {
    static var charts: [String] { [] }

    func run() throws {
        try output.prepare(charts: Self.charts)
        try output.write(report(), usualChart: Self.charts.first)
    }
}

extension Report {
    /// The report with one chart alone for a terminal, where one was named.
    fileprivate func showing(_ name: String?) -> Report {
        guard let name else { return self }
        var report = self
        // A page may show a chart of the same name once more.
        var isShown = false
        report.blocks = blocks.compactMap { block in
            guard case .chart = block.content else { return block }
            guard block.name == name, !isShown else { return nil }
            isShown = true
            return block.only(.everywhere)
        }
        return report
    }
}
