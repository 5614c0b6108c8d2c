public import CorpusTools
internal import Foundation
public import Reporting

extension Corpus {
    /// The words that stand near the hits of a query: a row for each; charts `collocations`, `network` and `positions`.
    ///
    /// - Parameters:
    ///   - text: the query.
    ///   - span: how many tokens before and after a hit are near it.
    ///   - minimum: how often a word must stand near hits.
    ///   - measure: by which the words are sorted.
    ///   - part: of the corpus.
    ///   - limit: how many rows; all where `nil`.
    ///   - longest: whether of matches that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `StorageError`.
    public func collocationsReport(
        of text: String, span: CollocationSpan = .usual, minimum: Int = 5, by measure: AssociationMeasure = .logDice,
        in part: CorpusPart = .whole, limit: Int? = 20, longest: Bool = false
    ) throws -> Report {
        let found = try collocations(
            of: text, span: span, minimum: minimum, by: measure, in: part, limit: limit, longest: longest)
        let provenance = try provenance(of: part.documents)
        var table = ResultTable(
            columns: ["word", "observed", "expected", "left", "right"] + (found.offsets.isEmpty ? [] : ["positions"])
                + ["count", "documents"] + AssociationMeasure.tied.map(\.rawValue))
        for word in found.words {
            table.append(
                [
                    .text(word.word), .integer(word.observed), .of(word.expected), .integer(word.left),
                    .integer(word.right),
                ] + (found.offsets.isEmpty ? [] : [.counts(word.byOffset)])
                    + [.integer(word.count), .integer(word.documents)]
                    + AssociationMeasure.tied.map { .of(word.value(by: $0)) })
        }
        table.total = found.total
        var report = Report("Words near “\(text)”", rows: table, blocks: [], provenance: provenance)
        report.blocks = table.blocks(
            columns: ["word", "observed", "expected", "left", "right", "documents"], sortedBy: measure)
        if let chart = Chart.association(
            found.words.map { ($0.word, $0.value(by: measure), $0.value(by:)) }, by: measure)
        {
            let charts: [Report.Block] = [
                .chart(chart, named: "collocations"), .network(of: found, near: text),
                .positions(of: found),
            ].compactMap(\.self)
            report.blocks.insert(contentsOf: charts.map { $0.only(.page) }, at: 0)
        }
        if let positions = found.positions {
            report.blocks += [.heading("Where they stand"), .table(positions, named: "positions")]
        }
        report.further = found.further
        report.answer = found.answer(text, minimum: minimum, by: measure)
        report.notes = found.notes
        // An empty table says nothing by itself.
        if found.words.isEmpty { report.notes.append(report.answer) }
        if found.hits > 0 {
            let isOne = min(span.left, span.right) == 0 && max(span.left, span.right) == 1
            report.notes.append(
                "near \(isOne ? "is" : "are") \(NumberText.counted(span.left, "token")) before and "
                    + "\(NumberText.grouped(span.right)) after a hit, in its segment: "
                    + "\(NumberText.grouped(found.nearTokens)) of \(NumberText.counted(found.tokens, "token")) that are no part of a hit"
            )
        }
        return report.about(part.documents)
    }
}

extension AssociationMeasure {
    /// Those that say how strongly a word is tied, in the order of their columns.
    static let tied: [AssociationMeasure] = [
        .logDice, .mutualInformation, .mutualInformation2, .mutualInformation3, .tScore, .zScore, .logLikelihoodRatio,
        .deltaPGivenNode, .deltaPGivenWord, .dice, .logRatio, .logRatioLow, .logRatioHigh,
    ]

    /// As the field calls it.
    var name: String {
        switch self {
        case .observed: "observed frequency"
        case .expected: "expected frequency"
        case .logDice: "logDice"
        case .mutualInformation: "MI (bits)"
        case .mutualInformation2: "MI² (bits)"
        case .mutualInformation3: "MI³ (bits)"
        case .tScore: "t-score"
        case .zScore: "z-score"
        case .logLikelihoodRatio: "G², negative below the expected"
        case .deltaPGivenNode: "ΔP(word | node)"
        case .deltaPGivenWord: "ΔP(node | word)"
        case .dice: "Dice coefficient"
        case .logRatio: "log ratio (bits)"
        case .logRatioLow: "lower end of the log ratio (bits)"
        case .logRatioHigh: "upper end of the log ratio (bits)"
        }
    }

    /// Which are read first.
    fileprivate static let shown: [AssociationMeasure] = [.logDice, .mutualInformation, .logLikelihoodRatio, .logRatio]
}

extension ResultTable {
    /// A table of association as a terminal has room for it, and all of it for a page.
    ///
    /// - Parameter columns: that it has besides the measures.
    func blocks(columns first: [String], sortedBy measure: AssociationMeasure) -> [Report.Block] {
        let measures = AssociationMeasure.shown.map(\.rawValue)
        let sorted = first.contains(measure.rawValue) || measures.contains(measure.rawValue) ? [] : [measure.rawValue]
        return [
            Report.Block.table(keeping(first + sorted + measures), named: "collocations").only(.terminal),
            // What it is sorted by is in sight, however narrow the page.
            Report.Block.table(
                keeping(
                    Array(first.prefix(1)) + [measure.rawValue]
                        + columns.filter { $0 != first.first && $0 != measure.rawValue }), named: "collocations"
            ).only(.page),
        ]
    }
}

extension Chart {
    /// How strongly words are tied by a measure, the strongest on top; `nil` without any.
    static func association(
        _ words: [(name: String, value: Double?, by: (AssociationMeasure) -> Double?)], by measure: AssociationMeasure
    ) -> Chart? {
        let rows = words.prefix(drawnWords).compactMap { word -> Row? in
            guard let value = word.value, value.isFinite else { return nil }
            var interval: ClosedRange<Double>?
            if measure == .logRatio, let low = word.by(.logRatioLow), let high = word.by(.logRatioHigh) {
                interval = low...high
            }
            return Row(word.name, value, interval: interval)
        }
        guard !rows.isEmpty else { return nil }
        let isWhole = measure == .observed
        var chart = Chart.rows(
            title: "The strongest by \(measure.name)", value: Axis(measure.name, isWhole: isWhole), rows)
        var notes = measure == .logRatio ? ["Strokes are 95 % intervals."] : []
        if rows.count < words.count { notes.append("The table has \(NumberText.grouped(words.count)).") }
        chart.note = notes.joined(separator: " ")
        return chart
    }

    /// More are sooner read in a table.
    private static let drawnWords = 30
}

extension Collocations {
    /// The strongest words by their offsets; `nil` where these have no counts of their own.
    fileprivate var positions: ResultTable? {
        guard !offsets.isEmpty, !words.isEmpty else { return nil }
        let columns = offsets.map { $0 < 0 ? "−\(-$0)" : "+\($0)" }
        var table = ResultTable(columns: ["word"] + columns, names: Set(columns))
        for word in words.prefix(10) { table.append([.text(word.word)] + word.byOffset.map { .integer($0) }) }
        return table
    }

    fileprivate var further: [Value.Field] {
        var fields: [Value.Field] = [
            .init("hits", .integer(hits)), .init("documents", .integer(documents)),
            .init("near_tokens", .integer(nearTokens)), .init("tokens", .integer(tokens)),
        ]
        // What the columns of each row's `positions` are.
        if !offsets.isEmpty { fields.append(.init("offsets", .list(offsets.map { .integer($0) }))) }
        let tied = ties.map { tie in
            Value.object([
                .init("first", .text(words[tie.first].word)), .init("second", .text(words[tie.second].word)),
                .init("hits", .integer(tie.hits)),
            ])
        }
        fields.append(.init("ties", .list(tied)))
        return fields
    }

    fileprivate func answer(_ text: String, minimum: Int, by measure: AssociationMeasure) -> String {
        guard hits > 0 else { return "“\(text)” has no hit." }
        let occurs =
            "“\(text)” has \(NumberText.counted(hits, "hit")) in \(NumberText.counted(documents, "document"))"
        guard let first = words.first else {
            return nearTokens == 0
                ? "\(occurs); no other word stands near it."
                : "\(occurs); no word stands near it "
                    + "\(NumberText.counted(minimum, "time")) or more."
        }
        let value = first.value(by: measure).map {
            ", \(NumberText.rounded($0, significantDigits: 4)) by \(measure.name)"
        }
        return
            "\(occurs). Of \(NumberText.counted(total, "word")) near it “\(first.word)” is tied most strongly\(value ?? ""): "
            + "it stands there \(NumberText.counted(first.observed, "time")), where chance would have it "
            + "\(NumberText.rounded(first.expected, significantDigits: 3))."
    }
}
