public import CorpusTools
public import Reporting
internal import Storage

extension Corpus {
    /// The hits of a query in their contexts, key words in one column; further keys `hits` and `documents` of all.
    ///
    /// The parameters are those of ``concordance(_:of:window:sortedBy:sample:seed:limit:skipping:longest:)``.
    public func concordanceReport(
        _ query: String, of part: CorpusPart = .whole, window: ConcordanceWindow = ConcordanceWindow(),
        sortedBy keys: [ConcordanceKey] = [], sample: Int? = nil, seed: UInt64 = 1, limit: Int? = 20,
        skipping skipped: Int = 0, longest: Bool = false
    ) throws -> Report {
        let found = try concordance(
            query, of: part, window: window, sortedBy: keys, sample: sample, seed: seed, limit: limit,
            skipping: skipped, longest: longest)
        let (keysOfMetadata, metadata) = try (store.metadataKeys(), store.metadata())
        let provenance = try provenance(seed: sample == nil ? nil : seed, of: part.documents)
        var table = ResultTable(found.lines, keys: keysOfMetadata, metadata: metadata)
        table.total = found.total
        let marks = keys.enumerated().compactMap { number, key in
            if case .word = key { (mark: number, name: key.description) } else { nil }
        }
        let blocks: [Report.Block] =
            found.lines.isEmpty
            ? []
            : [
                .counted(by: nil, metadata: keysOfMetadata), .sorted(by: keys),
                .keywords(found.keywordLines, rows: table, marks: marks),
                .data(table, named: "concordance").only(.page),
            ]
        var report = Report("Concordance of “\(query)”", rows: table, blocks: blocks, provenance: provenance)
        report.answer = told(query, hits: found.hits, found.documents, of: found.searched, tokens: found.tokens)
        if found.lines.isEmpty { report.blocks = [.paragraph(report.answer)] }
        report.further = [.init("hits", .integer(found.hits)), .init("documents", .integer(found.documents))]
        if !found.lines.isEmpty {
            report.notes.append(told(hits: found.hits, found.documents))
        }
        if let sample, found.hits > sample {
            report.notes.append(
                "\(NumberText.grouped(sample)) drawn of \(NumberText.counted(found.hits, "hit")), seed \(seed)")
        }
        if skipped > 0, found.total > 0 {
            let last = NumberText.grouped(skipped + found.lines.count)
            report.notes.append(
                found.lines.isEmpty
                    ? "all \(NumberText.grouped(found.total)) lines are passed over"
                    : "lines \(NumberText.grouped(skipped + 1)) to \(last) of \(NumberText.grouped(found.total))")
        }
        report.notes += found.notes
        return report.about(part.documents)
    }

    /// The hits of a query by group, the largest first; chart `groups`; further keys `hits` and `documents` of all.
    ///
    /// Of documents and their values also those without a hit are rows, and `per_million` is of their own tokens.
    ///
    /// The parameters are those of ``concordanceGroups(_:by:of:staysInSegment:limit:longest:)``.
    public func concordanceGroupsReport(
        _ query: String, by key: ConcordanceKey, of part: CorpusPart = .whole, staysInSegment: Bool = false,
        limit: Int? = 20, longest: Bool = false
    ) throws -> Report {
        let found = try concordanceGroups(
            query, by: key, of: part, staysInSegment: staysInSegment, limit: limit, longest: longest)
        let provenance = try provenance(of: part.documents)
        var table = ResultTable(columns: ["group", "count", "per_million", "documents"])
        for group in found.groups {
            table.append([
                .of(group.label), .integer(group.hits), .of(perMillion(group.hits, of: group.tokens)),
                .integer(group.documents),
            ])
        }
        table.total = found.total
        var report = Report(
            "Hits of “\(query)” by \(key.told)", rows: table, blocks: [.table(table, named: "groups")],
            provenance: provenance)
        report.answer = told(query, hits: found.hits, found.documents, of: found.searched, tokens: found.tokens)
        if let first = found.groups.first, let label = first.label, found.hits > 0 {
            let share = "\(NumberText.rounded(100 * Double(first.hits) / Double(found.hits), significantDigits: 3)) %"
            report.answer += " The most frequent \(key.told) is “\(label)” with \(share) of them."
        }
        if let chart = Chart.hits(found) {
            report.blocks.insert(Report.Block.chart(chart, named: "groups").only(.page), at: 0)
        }
        report.blocks.insert(.counted(by: key, metadata: try store.metadataKeys()), at: 0)
        if found.hits == 0 { report.blocks = [.paragraph(report.answer)] }
        report.further = [.init("hits", .integer(found.hits)), .init("documents", .integer(found.documents))]
        if found.hits > 0 { report.notes.append(told(hits: found.hits, found.documents)) }
        report.notes += found.notes
        return report.about(part.documents)
    }

    private func told(hits: Int, _ documents: Int) -> String {
        "\(NumberText.counted(hits, "hit")) in \(NumberText.counted(documents, "document"))"
    }

    private func told(_ query: String, hits: Int, _ documents: Int, of searched: Int, tokens: Int) -> String {
        let place =
            searched == 1 ? "" : " in \(NumberText.grouped(documents)) of \(NumberText.counted(searched, "document"))"
        guard hits > 0 else { return "“\(query)” has no hit in \(NumberText.counted(tokens, "token"))." }
        let rate = perMillion(hits, of: tokens).map { ", \(NumberText.rounded($0)) per million tokens" } ?? ""
        return "“\(query)” has \(NumberText.counted(hits, "hit"))\(place)\(rate)."
    }

    private func perMillion(_ count: Int, of tokens: Int) -> Double? {
        tokens == 0 ? nil : Double(count) * 1e6 / Double(tokens)
    }
}

extension Chart {
    /// The largest groups of hits as bars; `nil` with fewer than two, or no hit.
    fileprivate static func hits(_ found: ConcordanceGroups) -> Chart? {
        let shown = found.groups.prefix(40)
        guard shown.count > 1, found.hits > 0 else { return nil }
        var chart = Chart.rows(
            title: "Hits by \(found.key.told)",
            value: Axis("hits of \(NumberText.grouped(found.hits))", isWhole: true),
            shown.map { Row(spelled([$0.label ?? "(none)"]), Double($0.hits)) })
        if shown.count < found.total { chart.note = "There are \(NumberText.grouped(found.total)) groups." }
        return chart
    }
}

extension ConcordanceKey {
    /// As a sentence has it.
    fileprivate var told: String {
        switch self {
        case .word(let distance):
            abs(distance) == 1
                ? "word \(distance < 0 ? "before" : "after")"
                : "word \(abs(distance)) \(distance < 0 ? "before" : "after")"
        case .node: "form"
        case .document: "document"
        case .metadata(let key): key
        }
    }
}

extension Concordance {
    /// Where all lines are of one document, that is not said.
    fileprivate var keywordLines: [Report.KeywordLine] {
        let isLabelled = searched > 1
        return lines.map { line in
            Report.KeywordLine(
                label: isLabelled ? line.document : "",
                left: line.leftText.parts.map { Report.KeywordLine.Part($0.text, mark: $0.key) }, node: line.node,
                right: line.rightText.parts.map { Report.KeywordLine.Part($0.text, mark: $0.key) },
                touchesLeft: line.leftText.touchesNode, touchesRight: line.rightText.touchesNode)
        }
    }
}
