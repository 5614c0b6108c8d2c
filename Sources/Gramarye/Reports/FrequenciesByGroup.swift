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
        var (filter, listing) = (FrequencyFilter(), FrequencyListing())
        (filter.minimum, filter.expression, listing.limit) = (minimum, matching, limit)
        return try frequenciesReport(by: key, orders: [order], of: part, filter: filter, listing: listing)
    }

    /// The n-grams of several lengths, or those that a query matches, in each group of documents: see
    /// ``frequenciesReport(orders:of:filter:listing:)``.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - orders: of the n-grams.
    ///   - part: of the corpus, all of it by default.
    ///   - filter: which n-grams of a group are listed.
    ///   - listing: what is shown of them, and how many rows each group has.
    public func frequenciesReport(
        by key: String, orders: [Int], of part: CorpusPart = .whole, filter: FrequencyFilter, listing: FrequencyListing
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let corpora = try inverseFrequencies(orders: orders, of: part, filter: filter, listing: listing)
        let lists = try groups.groups.map { group in
            let lists = try frequencyLists(
                orders: orders, of: group.part, filter: filter, listing: listing, in: corpora)
            return (group: group, lists: lists)
        }
        let names = filter.query == nil ? (orders.isEmpty ? [1] : orders).map(ngramName) : ["n-grams"]
        return try report("Most frequent \(enumeration(names))\(filter.told)", groups, lists, of: part)
    }

    /// How often words and n-grams occur in each group of documents, 0 included, and how often what queries match: see
    /// ``frequenciesReport(of:order:in:filter:listing:)``.
    public func frequenciesReport(
        of texts: [String], by key: String, order: Int? = nil, in part: CorpusPart = .whole,
        filter: FrequencyFilter = FrequencyFilter(), listing: FrequencyListing = FrequencyListing()
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let corpora =
            try listing.shown.contains(.tfIdf)
            ? texts.map { try documentFrequencies(orders: order.map { [$0] } ?? [], of: part, matching: $0) } : []
        let lists = try groups.groups.map { group in
            var list = try frequencyList(
                of: texts, order: order, in: group.part, filter: filter, listing: listing, in: corpora)
            // What is said of ranks would be of one group.
            list.notes = []
            return (group: group, lists: [list])
        }
        return try report("Frequencies", groups, lists, of: part)
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
        return try report("Frequency spectrum of \(ngramName(order))", groups, tables, shown: tables, of: part)
    }

    private func report(
        _ title: String, _ groups: CorpusGroups, _ lists: [(group: CorpusGroups.Group, lists: [FrequencyList])],
        of part: CorpusPart
    ) throws -> Report {
        var report = try report(
            title, groups, lists.map { ($0.group, ResultTable($0.lists)) },
            shown: lists.map { ($0.group, ResultTable($0.lists, isShown: true)) }, of: part)
        let notes = lists.flatMap { $0.lists.flatMap(\.notes) }
        report.notes += notes.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return report
    }

    private func report(
        _ title: String, _ groups: CorpusGroups, _ tables: [(group: CorpusGroups.Group, result: ResultTable)],
        shown: [(group: CorpusGroups.Group, result: ResultTable)], of part: CorpusPart
    ) throws -> Report {
        let provenance = try provenance(of: part.documents, by: groups.key)
        let report = Report(
            title, rows: ResultTable(groups, of: tables),
            blocks: [.table(ResultTable(groups, of: shown, isShown: true), named: "frequencies")],
            provenance: provenance)
        return report.about(part.documents, by: groups)
    }
}
