internal import Counting
public import Foundation
public import Reporting
internal import Statistics
internal import Storage

/// More groups than can stand side by side.
private let mostColumns = 1_000

extension Corpus {
    /// N-grams with their counts in each group of documents, a column for each, and in all groups together.
    ///
    /// - Parameters:
    ///   - texts: to be looked up; the most frequent n-grams of all groups where there is none.
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - order: of the n-grams; words where `nil`, or that of the texts.
    ///   - part: of the corpus, all of it by default.
    ///   - minimum: the least count in all groups.
    ///   - matching: what the words of an n-gram, joined by a space, match.
    ///   - limit: how many rows; all where `nil`.
    /// - Throws: `CorpusError.tooManyGroups`.
    public func frequenciesSideBySide(
        of texts: [String] = [], by key: String, order: Int? = nil, in part: CorpusPart = .whole, minimum: Int = 1,
        matching: NSRegularExpression? = nil, limit: Int? = 20
    ) throws -> Report {
        let wanted = try ngrams(of: texts, order: order)
        let groups = try groups(of: part, by: key)
        guard groups.groups.count <= mostColumns else {
            throw CorpusError.tooManyGroups(groups.groups.count, by: groups.key, most: mostColumns)
        }
        let types = try store.types()
        let streams = try groups.groups.map { try tokens(of: $0.part) }
        let orders = Set(wanted.isEmpty ? [order ?? 1] : wanted.map(\.count))
        var all = TokenStream()
        for stream in streams { all.ids += stream.ids }
        let whole = Dictionary(
            uniqueKeysWithValues: orders.map { ($0, RankedNgrams(all, order: $0, types: types)) })
        let (rows, total): ([RankedNgrams.Row], Int)
        if wanted.isEmpty, let ranked = whole[order ?? 1] {
            (rows, total) = ranked.top(limit, minimum: minimum, matching: matching?.matcher)
        } else {
            rows = wanted.compactMap { ngram in whole[ngram.count]?.row(of: ngram) }
            total = rows.count
        }
        var counts = rows.map { _ in [Int]() }
        for stream in streams {
            let ranked = Dictionary(
                uniqueKeysWithValues: orders.map { ($0, RankedNgrams(stream, order: $0, types: types)) })
            for (index, row) in rows.enumerated() {
                counts[index].append(ranked[row.ngram.count]?.count(of: row.ngram) ?? 0)
            }
        }
        let provenance = try provenance(of: part.documents, by: groups.key)
        let columns = Self.columns(of: groups, beside: ["rank", "ngram", "count"])
        var table = ResultTable(columns: ["rank", "ngram", "count"] + columns, names: Set(columns))
        table.total = total
        for (row, counts) in zip(rows, counts) {
            table.append([.of(row.rank), .of(row.ngram), .integer(row.count)] + counts.map { .integer($0) })
        }
        var report = Report(
            texts.isEmpty ? "Most frequent \(ngramName(order ?? 1))" : "Frequencies", rows: table,
            blocks: [.table(table, named: "frequencies")], provenance: provenance)
        report.further = [
            .init(
                "groups",
                .list(
                    zip(groups.groups, zip(columns, streams)).map { group, column in
                        .object([
                            .init(groups.column(beside: ["column", "tokens"]), group.cell),
                            .init("column", .text(column.0)),
                            .init("tokens", .integer(column.1.ids.count { $0 != Marker.segmentEnd })),
                        ])
                    }))
        ]
        return report.about(part.documents, by: groups)
    }

    /// A name for each group's column that no other has.
    private static func columns(of groups: CorpusGroups, beside others: [String]) -> [String] {
        var taken = Set(others)
        return groups.groups.map { group in
            var name = group.label
            while !taken.insert(name).inserted { name = "\(groups.key)=\(name)" }
            return name
        }
    }
}
