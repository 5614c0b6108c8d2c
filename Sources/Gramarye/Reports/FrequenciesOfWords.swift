internal import CorpusTools
public import Reporting
internal import Storage
internal import Tokenization

extension Corpus {
    /// How often words and n-grams occur in a part, 0 included, and how often what queries match.
    ///
    /// - Parameters:
    ///   - texts: each is tokenized as the corpus was. One with patterns is a query, which has a row for all its matches
    ///     and one for each n-gram that it matches.
    ///   - order: that all words must have, and that is taken of a query's matches, if any.
    ///   - part: of the corpus, all of it by default.
    ///   - filter: which of the n-grams that a query matches are listed.
    ///   - listing: what is shown, and how many n-grams of each query.
    /// - Throws: `CorpusError`, `QueryError`.
    public func frequenciesReport(
        of texts: [String], order: Int? = nil, in part: CorpusPart = .whole,
        filter: FrequencyFilter = FrequencyFilter(), listing: FrequencyListing = FrequencyListing()
    ) throws -> Report {
        let list = try frequencyList(of: texts, order: order, in: part, filter: filter, listing: listing)
        let provenance = try provenance(of: part.documents)
        var report = Report(
            "Frequencies", rows: ResultTable([list]),
            blocks: [.table(ResultTable([list], isShown: true), named: "frequencies")], provenance: provenance)
        let told = list.rows.filter { $0.query == nil || $0.isAll }.map { row in
            "“\(row.query ?? Chart.spelled(row.ranked.ngram))” occurs "
                + (row.ranked.count == 0 ? "nowhere" : NumberText.counted(row.ranked.count, "time"))
        }
        report.answer = told.prefix(4).joined(separator: "; ") + (told.count > 4 ? "; …" : ".")
        report.notes += list.notes
        let absent = list.rows.filter { $0.query == nil && $0.ranked.count == 0 }
        report.notes += try notesOnAbsent(absent.flatMap(\.ranked.ngram))
        return report.about(part.documents)
    }

    /// The frequencies of texts in a part.
    ///
    /// - Parameter corpora: by whose documents each text is rare or not; the part's where there are none.
    func frequencyList(
        of texts: [String], order: Int?, in part: CorpusPart, filter: FrequencyFilter, listing: FrequencyListing,
        in corpora: [DocumentFrequencies] = []
    ) throws -> FrequencyList {
        let wanted = try texts.map { try wantedWords($0, order: order) }
        let (found, tokens, notes) = try lookUp(wanted.compactMap(\.self), in: part)
        var list = FrequencyList(
            order: order, columns: listing.shown, rows: [], total: 0, tokens: tokens, notes: notes)
        var total = 0
        var next = found[...]
        for (index, (text, words)) in zip(texts, wanted).enumerated() {
            let word = words == nil ? nil : next.popFirst()
            if let word, listing.shown.isEmpty {
                list.rows.append(FrequencyList.Row(ranked: word))
                total += 1
                continue
            }
            let counted = try documentFrequencies(orders: order.map { [$0] } ?? [], of: part, matching: text)
            let corpus = corpora.indices.contains(index) ? corpora[index] : counted
            let (counts, inverse) = (counted.countsByDocument, corpus.inverseDocumentFrequency)
            let ranked =
                word ?? RankedNgrams.Row(rank: nil, ngram: [text], count: counts.reduce(0, +))
            list.rows.append(
                FrequencyList.Row(
                    ranked: ranked, query: words == nil ? text : nil, isAll: words == nil,
                    values: listing.shown.map { counted.value($0, of: counts, inverse: inverse) }))
            list.tokens = counted.tokens
            total += 1
            guard words == nil else { continue }
            let kept = counted.kept(by: filter)
            total += kept.count
            list.rows += counted.rows(of: kept, listing, in: corpus, query: text)
            let query = try query(text).query
            list.notes += query.notes + ["ranks of “\(text)” are those among the n-grams that it matches"]
        }
        list.total = total
        try addSpread(to: &list, in: part)
        return list
    }

    /// What is counted of each text that is looked up.
    func documentFrequencies(
        orders: [Int] = [], of part: CorpusPart, matching text: String
    ) throws -> DocumentFrequencies {
        var filter = FrequencyFilter()
        // A backslash takes a character as it is.
        let plain = try plainWords(text)?.map { $0.unicodeScalars.map { "\\\($0)" }.joined() }
        filter.query = plain?.joined(separator: " ") ?? text
        return try documentFrequencies(orders: orders, of: part, filter: filter)
    }

    /// The tokens of texts that are looked up.
    /// - Throws: `CorpusError`, `QueryError`.
    func ngrams(of texts: [String], order: Int?) throws -> [[String]] {
        try texts.map { text in
            guard let words = try wantedWords(text, order: order) else { throw CorpusError.severalNgrams(query: text) }
            return words
        }
    }

    /// The characters of a text without patterns, where tokens are characters: white space is one of them, and no end of a
    /// pattern. `nil` of any other text.
    private func plainWords(_ text: String) throws -> [String]? {
        guard tokenizer.tokens == .characters, !text.contains(where: { "*?|[]/\\".contains($0) }) else { return nil }
        let words = try Tokenizer(tokenizer).segments(of: text).flatMap(\.self)
        if words.isEmpty { throw CorpusError.nothingToLookUp(text, tokenizer: tokenizer) }
        return words
    }

    /// The tokens of a text that is looked up; `nil` of a query for several n-grams.
    private func wantedWords(_ text: String, order: Int?) throws -> [String]? {
        guard let words = try plainWords(text) ?? Query(text, tokenizer: tokenizer).words else { return nil }
        if let order, order != words.count {
            throw CorpusError.otherOrder(text, tokens: words.count, order: order)
        }
        return words
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
}
