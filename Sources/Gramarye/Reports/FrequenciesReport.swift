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
        let (rows, total, tokens) = try top(limit, order: order, of: part, minimum: minimum, matching)
        let provenance = try provenance(of: part.documents)
        let table = ResultTable(rows, of: total, tokens: tokens)
        // All that is said is said of those that are shown.
        let shown =
            (matching.map { " matching \($0.pattern)" } ?? "")
            + (minimum > 1 ? " seen \(NumberText.grouped(minimum)) times or more" : "")
        var report = Report("Most frequent \(ngramName(order))\(shown)", rows: table, provenance: provenance)
        if let chart = Chart.frequencies(rows, of: ngramName(order) + shown, tokens: tokens) {
            report.blocks.insert(Report.Block.chart(chart, named: "frequencies").only(.page), at: 0)
        }
        if let first = rows.first {
            let alike = rows.count { $0.count == first.count } - 1
            let isWhole = rows.count == total || rows.last?.count != first.count
            report.answer =
                "“\(Chart.spelled(first.ngram))” is the most frequent of "
                + "\(NumberText.counted(total, String(ngramName(order).dropLast())))\(shown), with \(NumberText.counted(first.count, "occurrence")) in "
                + NumberText.counted(tokens, "token")
            if alike > 0 {
                report.answer += "; \(isWhole ? "" : "at least ")\(NumberText.counted(alike, "other")) "
                report.answer += (alike == 1 ? "is" : "are") + " as frequent"
            }
            report.answer += "."
        }
        return report.about(part.documents)
    }

    /// The most frequent n-grams: as the database has them, else counted.
    func top(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, _ matching: NSRegularExpression?
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int) {
        let found = try matching == nil ? storedTop(limit, order: order, of: part, minimum: minimum) : nil
        return try found ?? countedTop(limit, order: order, of: part, minimum: minimum, matching)
    }

    /// The most frequent n-grams, counted from the tokens.
    private func countedTop(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, _ matching: NSRegularExpression?
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int) {
        let ranked = RankedNgrams(try tokens(of: part), order: order, types: try store.types())
        let (rows, total) = ranked.top(limit, minimum: minimum, matching: matching?.matcher)
        return (rows, total, ranked.tokens)
    }

    /// How often words and n-grams occur in a part, 0 included.
    ///
    /// - Parameters:
    ///   - texts: each is tokenized as the corpus was.
    ///   - order: that all must have, if any.
    ///   - part: of the corpus, all of it by default.
    /// - Throws: `CorpusError`.
    public func frequenciesReport(
        of texts: [String], order: Int? = nil, in part: CorpusPart = .whole
    ) throws -> Report {
        let (found, tokens, notes) = try lookUp(ngrams(of: texts, order: order), in: part)
        let provenance = try provenance(of: part.documents)
        let table = ResultTable(found, of: found.count, tokens: tokens)
        let told = found.map { row in
            "“\(Chart.spelled(row.ngram))” occurs "
                + (row.count == 0 ? "nowhere" : NumberText.counted(row.count, "time"))
        }
        var report = Report("Frequencies", rows: table, provenance: provenance)
        report.answer = told.prefix(4).joined(separator: "; ") + (told.count > 4 ? "; …" : ".")
        report.notes += notes
        return report.about(part.documents)
    }

    /// The tokens of texts that are looked up.
    /// - Throws: `CorpusError`.
    func ngrams(of texts: [String], order: Int?) throws -> [[String]] {
        let tokenizer = try Tokenizer(tokenizer)
        return try texts.map { text in
            let ngram = try tokenizer.segments(of: text).flatMap(\.self)
            if ngram.isEmpty { throw CorpusError.nothingToLookUp(text, tokenizer: self.tokenizer) }
            if let order, order != ngram.count {
                throw CorpusError.otherOrder(text, tokens: ngram.count, order: order)
            }
            return ngram
        }
    }

    /// How often n-grams occur in a part, and how many tokens that has.
    func lookUp(_ ngrams: [[String]], in part: CorpusPart) throws -> (
        rows: [RankedNgrams.Row], tokens: Int, notes: [String]
    ) {
        let stored = try ngrams.map { try storedRow(of: $0, in: part) }
        var tokens = try storedTokens(in: part)
        var byOrder: [Int: RankedNgrams] = [:]
        if stored.contains(where: { $0 == nil }) {
            let (types, stream) = try (store.types(), self.tokens(of: part))
            for (ngram, row) in zip(ngrams, stored) where row == nil && byOrder[ngram.count] == nil {
                byOrder[ngram.count] = RankedNgrams(stream, order: ngram.count, types: types)
            }
            tokens = byOrder.values.first?.tokens
        }
        let rows = zip(ngrams, stored).compactMap { ngram, row in
            row?.row ?? byOrder[ngram.count]?.row(of: ngram)
        }
        return (rows, tokens ?? 0, noteOnRanks(stored.compactMap { $0 }))
    }

    /// What rare n-grams share ranks with others.
    private func noteOnRanks(_ rows: [(row: RankedNgrams.Row, sharing: Int)]) -> [String] {
        let shared = rows.filter { $0.sharing > 1 }
        guard let first = shared.first else { return [] }
        let more = shared.count - 1
        return [
            "the rank of “\(Chart.spelled(first.row.ngram))” is the first of the ranks that "
                + "\(NumberText.counted(first.sharing, String(ngramName(first.row.ngram.count).dropLast()))) with its count share"
                + (more > 0 ? ", and so with \(NumberText.counted(more, "other")) here" : "")
                + ": what is as rare is not kept in order"
        ]
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

extension ResultTable {
    /// - Parameters:
    ///   - total: how many rows there are.
    ///   - tokens: of the part, to which frequencies per million refer.
    init(_ rows: [RankedNgrams.Row], of total: Int, tokens: Int) {
        self.init(columns: RankedNgrams.columns)
        for row in rows { append(row.values(tokens: tokens)) }
        self.total = total
    }

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

extension RankedNgrams {
    static let columns = ["rank", "ngram", "count", "per_million"]
}

extension RankedNgrams.Row {
    /// - Parameter tokens: of the part, to which frequencies per million refer.
    func values(tokens: Int) -> [Value] {
        [
            .of(rank), .of(ngram), .integer(count),
            .of(tokens == 0 ? nil : Double(count) * 1e6 / Double(tokens)),
        ]
    }
}
