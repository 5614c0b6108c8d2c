package import Counting
public import Foundation
public import Reporting
internal import Statistics
internal import Storage
public import Tokenization

/// The part of a corpus to count.
public enum CorpusPart: Sendable, Hashable {
    /// All splits where the set is all of them.
    case splits(Set<Split>)
    /// By name, read one after the other.
    case documents([String])

    public static let whole = CorpusPart.splits(Set(Split.allCases))
}

extension Corpus {
    /// The tokens of a part, segments ended by `</s>`.
    /// - Throws: `StorageError` if there is no such document.
    package func tokens(of part: CorpusPart) throws -> TokenStream {
        switch part {
        case .splits(let splits): return try tokens(of: splits)
        case .documents(let names):
            var whole = TokenStream()
            try forEachDocument(names) { whole.ids += $0.ids }
            return whole
        }
    }

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
        let found =
            try matching == nil ? storedTop(limit, order: order, of: part, minimum: minimum) : nil
        let (rows, total, tokens) = try found ?? countedTop(limit, order: order, of: part, minimum: minimum, matching)
        let provenance = try provenance()
        var table = ResultTable(columns: RankedNgrams.columns)
        table.total = total
        for row in rows { table.append(row.values(tokens: tokens)) }
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
        return report
    }

    /// The most frequent n-grams, counted from the tokens.
    private func countedTop(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, _ matching: NSRegularExpression?
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int) {
        let ranked = RankedNgrams(try tokens(of: part), order: order, types: try store.types())
        let (rows, total) = try ranked.top(
            limit, minimum: minimum,
            matching: matching.map { expression -> (String) -> Bool in
                { text in expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil }
            })
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
        let tokenizer = try Tokenizer(tokenizer)
        let ngrams = try texts.map { text in
            let ngram = try tokenizer.segments(of: text).flatMap(\.self)
            if ngram.isEmpty { throw CorpusError.nothingToLookUp(text, tokenizer: self.tokenizer) }
            if let order, order != ngram.count {
                throw CorpusError.otherOrder(text, tokens: ngram.count, order: order)
            }
            return ngram
        }
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
        let provenance = try provenance()
        var table = ResultTable(columns: RankedNgrams.columns)
        var found: [String] = []
        for (ngram, row) in zip(ngrams, stored) {
            guard let row = row?.row ?? byOrder[ngram.count]?.row(of: ngram) else { continue }
            table.append(row.values(tokens: tokens ?? 0))
            found.append(
                "“\(Chart.spelled(ngram))” occurs "
                    + (row.count == 0 ? "nowhere" : NumberText.counted(row.count, "time")))
        }
        var report = Report("Frequencies", rows: table, provenance: provenance)
        report.answer = found.prefix(4).joined(separator: "; ") + (found.count > 4 ? "; …" : ".")
        report.notes += noteOnRanks(stored.compactMap { $0 })
        return report
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
        let spectrum =
            if case .splits(let splits) = part {
                try frequencySpectrum(order: order, splits: splits)
            } else {
                FrequencySpectrum(of: try tokens(of: part), order: order)
            }
        let provenance = try provenance()
        let classes = spectrum.entries.filter { $0.frequency >= minimum }
        var table = ResultTable(columns: ["frequency", "types"])
        table.total = classes.count
        for entry in classes.prefix(limit ?? classes.count) {
            table.append([.integer(entry.frequency), .integer(entry.types)])
        }
        var report = Report("Frequency spectrum of \(ngramName(order))", rows: table, provenance: provenance)
        if let chart = Chart.spectrum(spectrum, of: ngramName(order)) {
            report.blocks.insert(Report.Block.chart(chart, named: "spectrum").only(.page), at: 0)
        }
        report.answer =
            "Of \(NumberText.counted(spectrum.types, "type")), \(NumberText.grouped(spectrum.hapaxLegomena)) occur once."
        return report
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
