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
        let types = try store.types()
        let stream = try tokens(of: part)
        let provenance = try provenance()
        let ranked = RankedNgrams(stream, order: order, types: types)
        let (rows, total) = try ranked.top(
            limit, minimum: minimum,
            matching: matching.map { expression -> (String) -> Bool in
                { text in expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil }
            })
        var table = ResultTable(columns: RankedNgrams.columns)
        table.total = total
        for row in rows { table.append(ranked.values(of: row)) }
        // All that is said is said of those that are shown.
        let shown =
            (matching.map { " matching \($0.pattern)" } ?? "")
            + (minimum > 1 ? " seen \(NumberText.grouped(minimum)) times or more" : "")
        var report = Report("Most frequent \(ngramName(order))\(shown)", rows: table, provenance: provenance)
        if let chart = Chart.frequencies(rows, of: ngramName(order) + shown, tokens: ranked.tokens) {
            report.blocks.insert(Report.Block.chart(chart, named: "frequencies").only(.page), at: 0)
        }
        if let first = rows.first {
            let alike = rows.count { $0.count == first.count } - 1
            let isWhole = rows.count == total || rows.last?.count != first.count
            report.answer =
                "“\(Chart.spelled(first.ngram))” is the most frequent of "
                + "\(NumberText.counted(total, String(ngramName(order).dropLast())))\(shown), with \(NumberText.counted(first.count, "occurrence")) in "
                + NumberText.counted(ranked.tokens, "token")
            if alike > 0 {
                report.answer += "; \(isWhole ? "" : "at least ")\(NumberText.counted(alike, "other")) "
                report.answer += (alike == 1 ? "is" : "are") + " as frequent"
            }
            report.answer += "."
        }
        return report
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
        let types = try store.types()
        let stream = try tokens(of: part)
        let provenance = try provenance()
        let tokenizer = try Tokenizer(tokenizer)
        var byOrder: [Int: RankedNgrams] = [:]
        var table = ResultTable(columns: RankedNgrams.columns)
        var found: [String] = []
        for text in texts {
            let ngram = try tokenizer.segments(of: text).flatMap(\.self)
            if ngram.isEmpty { throw CorpusError.nothingToLookUp(text, tokenizer: self.tokenizer) }
            if let order, order != ngram.count {
                throw CorpusError.otherOrder(text, tokens: ngram.count, order: order)
            }
            let ranked = byOrder[ngram.count] ?? RankedNgrams(stream, order: ngram.count, types: types)
            byOrder[ngram.count] = ranked
            let row = ranked.row(of: ngram)
            table.append(ranked.values(of: row))
            found.append(
                "“\(Chart.spelled(ngram))” occurs "
                    + (row.count == 0 ? "nowhere" : NumberText.counted(row.count, "time")))
        }
        var report = Report("Frequencies", rows: table, provenance: provenance)
        report.answer = found.prefix(4).joined(separator: "; ") + (found.count > 4 ? "; …" : ".")
        return report
    }

    /// How many n-grams of a part occur how often; chart `spectrum`.
    public func spectrumReport(
        order: Int = 1, of part: CorpusPart = .whole, minimum: Int = 1, limit: Int? = 20
    ) throws -> Report {
        let stream = try tokens(of: part)
        let provenance = try provenance()
        let spectrum = FrequencySpectrum(of: stream, order: order)
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

    func values(of row: Row) -> [Value] {
        [.of(row.rank), .of(row.ngram), .integer(row.count), .of(perMillion(row.count))]
    }
}
