internal import Foundation
internal import Reporting

/// A report with every kind of block and of mark, and names that try to be markup.
enum SampleReport {
    static let nasty = "a <b> & \"c\" ]]></script> \u{1} д 語"

    static var table: ResultTable {
        var table = ResultTable(columns: ["word", "count", "share", "range", "note"])
        for index in 1...1200 {
            table.append([
                .text("word \(index)"), .integer(1_000_000 / index), .of(1 / Double(index)),
                .list([.integer(index), .integer(index + 9)]), index % 3 == 0 ? .null : .text(nasty),
            ])
        }
        table.total = 4607
        return table
    }

    static func cloud(_ name: String, from: Double, slope: Double) -> Chart.Series {
        Chart.Series(
            name, .points,
            (1...9000).map { .init(Double($0), max(1, (from / pow(Double($0), slope)).rounded())) })
    }

    static var charts: [(name: String, chart: Chart)] {
        var textbook = Chart(
            title: "Frequency by rank", horizontal: .init("rank", .logarithmic, isWhole: true),
            vertical: .init("frequency (occurrences)", .logarithmic, isWhole: true),
            series: [
                cloud("words", from: 20000, slope: 1), cloud("bigrams", from: 2000, slope: 0.7),
                cloud("trigrams", from: 200, slope: 0.5),
            ], provenance: "gram <0.1> & corpus")
        textbook.finding = "Words fall from 20,000, bigrams from 2,000, trigrams from 200."
        var fits = textbook
        fits.finding = ""
        fits.series += [
            .init("least squares, α = 1.000", .fit, [.init(1, 90000), .init(9000, 0.01)]),
            .init(
                "Zipf–Mandelbrot, a = 1.048, b = 1.19", .fit,
                (0...40).map { .init(pow(1.25, Double($0)), 15000 / pow(1.25, Double($0))) }),
        ]
        fits.shade = .init("ranks 10–1,000", 10...1000)
        let learning = Chart.learningCurve(
            (1...12).map {
                .init(epoch: $0, train: 6 - 0.2 * Double($0), valid: 5.8 - 0.25 * Double($0) + 0.012 * Double($0 * $0))
            },
            of: "lstm")
        var perplexities = Chart.rows(
            title: "Perplexity on test by model", value: .init("test perplexity, lower is better", .logarithmic),
            [
                .init("mkn:5+gru", 88, interval: 86.1...90.2, isEmphasized: true),
                .init("mkn:5", 98.6, interval: 96...101),
                .init("mkn:3", 99.6, interval: 97...102), .init("gru", 104.8, interval: 102...108),
                .init("laplace:2", 433.4, interval: 410...460),
            ])
        perplexities.finding = "Mixed with the network, the 5-gram model is a tenth better than alone."
        perplexities.note = "Lines: 95 % intervals over blocks of the test text."
        let shares = Chart.rows(
            title: "Share of the probability", value: .init("probability"),
            [
                .init("traveller", 0.494, interval: 0.45...0.53), .init("machine", 0.269), .init(nasty, 0.059),
                .init("a word of more than forty letters altogether", 0.006),
            ])
        let twoSplits = Chart(
            title: "Perplexity by model and split", horizontal: .init("perplexity"),
            vertical: .init("", categories: ["mkn:5", "lstm", "laplace:2"]),
            series: [
                .init("valid", .bars, [.init(91, 0), .init(99, 1), .init(410, 2)]),
                .init("test", .bars, [.init(97, 0), .init(104, 1), .init(433, 2)]),
            ])
        let columns = Chart(
            title: "Documents by year", horizontal: .init("year", isWhole: true, groupsThousands: false),
            vertical: .init("documents"),
            series: [.init("", .bars, (0..<40).map { .init(Double(1860 + $0), Double(($0 * 7) % 23)) })])
        let documents = Chart(
            title: "Diversity by document", horizontal: .init("document", categories: ["Emma", "Persuasion", nasty]),
            vertical: .init("MTLD"),
            series: [
                .init("MTLD", .points, [.init(0, 88), .init(1, 92), .init(2, 71)]),
                .init(
                    "95 % intervals", .intervals, [.init(0, 84), .init(0, 92), .init(2, 60), .init(2, 82)], colour: 0),
            ])
        var alike = Chart(
            title: "Six that run together", horizontal: .init("step"), vertical: .init("norm", .logarithmic), series: []
        )
        for number in 0..<6 {
            alike.series.append(
                .init(
                    "network number \(number + 1), layer 2", number % 2 == 0 ? .line : .points,
                    (0...60).map { .init(Double($0), exp(-0.1 * Double($0)) * (1 + 0.02 * Double(number))) }))
        }
        return [
            ("textbook", textbook), ("fits", fits), ("learning", learning), ("perplexities", perplexities),
            ("shares", shares), ("splits", twoSplits), ("columns", columns), ("documents", documents), ("alike", alike),
        ]
    }

    static var words: [[Report.Word]] {
        let text =
            "The Time Traveller smiled round at us. Then, still smiling faintly, and with his hands deep in his trousers pockets, he walked slowly out of the room, and we heard his slippers shuffling down the long passage to his laboratory."
        return [
            text.split(separator: " ").enumerated().map {
                Report.Word(String($1), Double(($0 * 37) % 160) / 10, remark: "P = 0.1")
            }
                + [Report.Word("Thank", 3), Report.Word("s", nil, touchesPrevious: true), Report.Word(nasty, 20)]
        ]
    }

    static var report: Report {
        var provenance = Provenance(version: "0.1.0")
        provenance.database = nasty
        provenance.seed = .max
        provenance.commandLine = "gram sample '<x>' && true"
        var report = Report(
            "Sample & title", rows: table, blocks: [.paragraph("A paragraph <i>.")], provenance: provenance)
        report.answer = "The answer comes first. What follows explains it, p < 0.01."
        report.further = [.init("more", .text(nasty))]
        report.notes = ["2 lines were left out", nasty]
        report.blocks += charts.prefix(2).map { .chart($0.chart, named: $0.name) }
        report.blocks += [
            .heading("Rows & words"), .table(table, named: "words"), .lines(["as <it> stands", "  two"]),
        ]
        report.blocks += [.words(words), .heading("Charts")]
        var small = ResultTable(columns: ["model", "perplexity"])
        small.append([.text("mkn:5"), .number(98.6012345678901)])
        report.blocks += charts.dropFirst(2).map { .chart($0.chart, named: $0.name) }
        report.blocks += [
            .paragraph("Beside."), .chart(charts[3].chart, named: "again"), .table(small, named: "1-small"),
        ]
        report.blocks += [.data(table, named: "all")]
        return report
    }
}
