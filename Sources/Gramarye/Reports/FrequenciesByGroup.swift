public import Foundation
public import Reporting
internal import Statistics

extension Corpus {
    /// The most frequent n-grams of each group of documents: the rows of ``frequenciesReport(order:of:minimum:matching:limit:)``
    /// of each, its value in a first column.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - order: of the n-grams.
    ///   - part: of the corpus, all of it by default.
    ///   - minimum: the least count in a group.
    ///   - matching: what the words of an n-gram, joined by a space, match.
    ///   - limit: how many rows each group has; all where `nil`.
    public func frequenciesReport(
        by key: String, order: Int = 1, of part: CorpusPart = .whole, minimum: Int = 1,
        matching: NSRegularExpression? = nil, limit: Int? = 20
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let tables = try groups.groups.map { group in
            let (rows, total, tokens) = try top(limit, order: order, of: group.part, minimum: minimum, matching)
            return (group: group, result: ResultTable(rows, of: total, tokens: tokens))
        }
        return try report("Most frequent \(ngramName(order))", groups, tables, of: part)
    }

    /// How often words and n-grams occur in each group of documents, 0 included.
    public func frequenciesReport(
        of texts: [String], by key: String, order: Int? = nil, in part: CorpusPart = .whole
    ) throws -> Report {
        let ngrams = try ngrams(of: texts, order: order)
        let groups = try groups(of: part, by: key)
        let tables = try groups.groups.map { group in
            let (rows, tokens, _) = try lookUp(ngrams, in: group.part)
            return (group: group, result: ResultTable(rows, of: rows.count, tokens: tokens))
        }
        return try report("Frequencies", groups, tables, of: part)
    }

    /// How many n-grams of each group of documents occur how often.
    public func spectrumReport(
        by key: String, order: Int = 1, of part: CorpusPart = .whole, minimum: Int = 1, limit: Int? = 20
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let tables = try groups.groups.map { group in
            let spectrum = try frequencySpectrum(order: order, of: group.part)
            return (group: group, result: ResultTable(spectrum, minimum: minimum, limit: limit))
        }
        return try report("Frequency spectrum of \(ngramName(order))", groups, tables, of: part)
    }

    private func report(
        _ title: String, _ groups: CorpusGroups, _ tables: [(group: CorpusGroups.Group, result: ResultTable)],
        of part: CorpusPart
    ) throws -> Report {
        let provenance = try provenance(of: part.documents, by: groups.key)
        let shown = ResultTable(groups, of: tables, isShown: true)
        let report = Report(
            title, rows: ResultTable(groups, of: tables), blocks: [.table(shown, named: "frequencies")],
            provenance: provenance)
        return report.about(part.documents, by: groups)
    }
}
