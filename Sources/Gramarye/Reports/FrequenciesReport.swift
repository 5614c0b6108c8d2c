public import Foundation
public import Reporting
internal import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// The n-grams of a part by frequency; chart `frequencies`.
    ///
    /// - Parameters:
    ///   - order: 1 or more.
    ///   - part: of the corpus.
    ///   - minimum: the least count shown.
    ///   - matching: a pattern for the words joined by a space.
    ///   - limit: how many rows; all where `nil`.
    public func frequenciesReport(
        order: Int = 1, of part: CorpusPart = .whole, minimum: Int = 1, matching: NSRegularExpression? = nil,
        limit: Int? = 20
    ) throws -> Report {
        var (filter, listing) = (FrequencyFilter(), FrequencyListing())
        (filter.minimum, filter.expression, listing.limit) = (minimum, matching, limit)
        return try frequenciesReport(orders: [order], of: part, filter: filter, listing: listing)
    }

    /// The n-grams of several lengths, each for itself; or those that a query matches, together.
    ///
    /// - Parameters:
    ///   - orders: 1 or more each. Of a query's matches all where it is empty, of others words.
    ///   - part: of the corpus.
    ///   - filter: which of them are listed.
    ///   - listing: what is shown of them; each length has as many rows.
    /// - Throws: `QueryError`, `StorageError`.
    public func frequenciesReport(
        orders: [Int], of part: CorpusPart = .whole, filter: FrequencyFilter, listing: FrequencyListing
    ) throws -> Report {
        let lists = try frequencyLists(orders: orders, of: part, filter: filter, listing: listing)
        let provenance = try provenance(of: part.documents)
        // All that is said is said of those that are shown.
        let names = lists.map { $0.order.map(ngramName) ?? "n-grams" }
        var report = Report(
            "Most frequent \(enumeration(names))\(filter.told)", rows: ResultTable(lists), provenance: provenance)
        for (list, name) in zip(lists, names) where listing.order == nil {
            if let chart = Chart.frequencies(list.rows.map(\.ranked), of: name + filter.told, tokens: list.tokens) {
                report.blocks.insert(Report.Block.chart(chart, named: "frequencies").only(.page), at: 0)
            }
        }
        let answers = zip(lists, names).map { $0.answer(name: $1, filter: filter, listing: listing) }
        report.answer = answers.joined(separator: " ")
        if part.hasAllSplits {
            report.blocks.append(
                Report.Block.paragraph("Counts are of all splits; models are made of train.").only(.terminal))
        }
        // An empty table says nothing by itself.
        report.notes = zip(lists, answers).filter(\.0.rows.isEmpty).map(\.1)
        report.notes += lists.flatMap(\.notes).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return report.about(part.documents)
    }

    /// The most frequent n-grams: as the database has them, else counted.
    ///
    /// - Parameter memory: bytes for counting a long text.
    func top(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, _ matching: NSRegularExpression?,
        memory: Int = 1 << 30
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int) {
        let found = try matching == nil ? storedTop(limit, order: order, of: part, minimum: minimum) : nil
        return try found ?? countedTop(limit, order: order, of: part, minimum: minimum, matching, memory: memory)
    }

    /// The most frequent n-grams, counted from the tokens.
    private func countedTop(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, _ matching: NSRegularExpression?, memory: Int
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int) {
        let size = try tokenCount(of: part)
        // A short text is counted faster in memory, and takes less than a program does; counts without one are read.
        if try size > 1 << 22 || store.countsWithoutText() != nil {
            let (rows, total) = try spilledTop(
                limit, order: order, of: part, minimum: minimum, matching: matching?.matcher, memory: memory)
            return (rows, total, size)
        }
        let ranked = RankedNgrams(try tokens(of: part), order: order, types: try store.types())
        let (rows, total) = ranked.top(limit, minimum: minimum, matching: matching?.matcher)
        return (rows, total, ranked.tokens)
    }

    /// How many n-grams of a part occur how often; chart `spectrum`.
    public func spectrumReport(
        order: Int = 1, of part: CorpusPart = .whole, minimum: Int = 1, limit: Int? = 20
    ) throws -> Report {
        let spectrum = try frequencySpectrum(order: order, of: part)
        let provenance = try provenance(of: part.documents)
        let table = ResultTable(spectrum, minimum: minimum, limit: limit)
        var report = Report("Frequency spectrum of \(ngramName(order))", rows: table, provenance: provenance)
        if let chart = Chart.spectrum(spectrum, of: ngramName(order)) {
            report.blocks.insert(Report.Block.chart(chart, named: "spectrum").only(.page), at: 0)
        }
        report.answer =
            "Of \(NumberText.counted(spectrum.types, "type")), \(NumberText.grouped(spectrum.hapaxLegomena)) occur once."
        return report.about(part.documents)
    }
}

/// `words`, `words and bigrams`, `words, bigrams and trigrams`.
func enumeration(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}

extension ResultTable {
    init(_ spectrum: FrequencySpectrum, minimum: Int, limit: Int?) {
        self.init(columns: ["frequency", "types"])
        let classes = spectrum.entries.filter { $0.frequency >= minimum }
        for entry in classes.prefix(limit ?? classes.count) {
            append([.integer(entry.frequency), .integer(entry.types)])
        }
        total = classes.count
    }
}

extension NSRegularExpression {
    /// Whether a text has a match.
    var matcher: (String) -> Bool {
        { text in self.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil }
    }
}
