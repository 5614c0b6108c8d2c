internal import Foundation
internal import Reporting
internal import Storage

/// N-grams of one length, or of all that a query matches, as they are listed.
struct FrequencyList {
    /// An n-gram, or all matches of a query together.
    struct Row {
        let ranked: RankedNgrams.Row
        /// The query that matched it, where one was looked up.
        var query: String?
        /// Whether it is all matches of the query.
        var isAll = false
        /// Of the columns shown; none of the spread, which is a list.
        var values: [Double?] = []
        /// How often it occurs in each of equal parts; empty where that is not shown.
        var spread: [Int] = []
    }

    /// `nil` of matches of any length.
    let order: Int?
    let columns: [FrequencyColumn]
    var rows: [Row]
    /// How many n-grams there are, the rows being the first of them.
    var total: Int
    /// Of the part, to which frequencies per million refer.
    var tokens: Int
    /// What a reader should know of how they were found.
    var notes: [String] = []

    /// What is said of them in a sentence.
    func answer(name: String, filter: FrequencyFilter, listing: FrequencyListing) -> String {
        let shown = filter.told
        guard let first = rows.first else { return "\(NumberText.counted(tokens, "token")) have no \(name)\(shown)." }
        let ngram = first.ranked
        if let order = listing.order {
            let value = first.values[listing.shown.firstIndex(of: order) ?? 0].map { NumberText.rounded($0) } ?? "none"
            return
                "Of \(NumberText.counted(total, String(name.dropLast())))\(shown) “\(Chart.spelled(ngram.ngram))” has the largest "
                + "\(order.rawValue), \(value), with \(NumberText.counted(ngram.count, "occurrence"))."
        }
        let alike = rows.count { $0.ranked.count == ngram.count } - 1
        let isWhole = rows.count == total || rows.last?.ranked.count != ngram.count
        var answer =
            "“\(Chart.spelled(ngram.ngram))” is the most frequent of "
            + "\(NumberText.counted(total, String(name.dropLast())))\(shown), with "
            + "\(NumberText.counted(ngram.count, "occurrence")) in \(NumberText.counted(tokens, "token"))"
        if alike > 0 {
            answer += "; \(isWhole ? "" : "at least ")\(NumberText.counted(alike, "other")) "
            answer += (alike == 1 ? "is" : "are") + " as frequent"
        }
        return answer + "."
    }
}

extension ResultTable {
    /// The rows of lists with the same columns, one after the other.
    /// - Parameter isShown: whether people read it, to whom a row of all matches says so.
    init(_ lists: [FrequencyList], isShown: Bool = false) {
        let hasQueries = lists.contains { $0.rows.contains { $0.query != nil } }
        let further = lists.first?.columns ?? []
        self.init(
            columns: (hasQueries ? ["query"] : []) + ["rank", "ngram", "count", "per_million"] + further.map(\.key))
        for list in lists {
            for row in list.rows {
                let ngram = row.ranked
                let spelled: Value = row.isAll ? (isShown ? .text("(all)") : .null) : .of(ngram.ngram)
                let perMillion = list.tokens == 0 ? nil : Double(ngram.count) * 1e6 / Double(list.tokens)
                append(
                    (hasQueries ? [.of(row.query)] : [])
                        + [.of(ngram.rank), spelled, .integer(ngram.count), .of(perMillion)]
                        + zip(list.columns, row.values).map { column, value in
                            switch column {
                            case .documents: .of(value.map { Int($0) })
                            case .spread: .counts(row.spread)
                            case .dispersion, .tfIdf: .of(value)
                            }
                        })
            }
        }
        total = lists.reduce(0) { $0 + $1.total }
    }
}

extension Corpus {
    /// The n-grams that a filter leaves: as the database has them where it has, else counted.
    ///
    /// - Parameters:
    ///   - orders: a list for each, one of words where it is empty; of a query's matches, which are one list, those that are
    ///     taken, all where it is empty.
    ///   - corpora: by whose documents an n-gram is rare or not, in the order of the lists; the part's where there are none.
    func frequencyLists(
        orders: [Int], of part: CorpusPart, filter: FrequencyFilter, listing: FrequencyListing,
        in corpora: [DocumentFrequencies] = []
    ) throws -> [FrequencyList] {
        if let text = filter.query {
            let counted = try documentFrequencies(orders: orders, of: part, filter: filter)
            let order = orders.count == 1 ? orders[0] : nil
            var list = counted.list(filter, listing, order: order, in: corpora.first ?? counted)
            list.notes = try query(text).query.notes + ["ranks are those among the n-grams that “\(text)” matches"]
            try addSpread(to: &list, in: part)
            return [list]
        }
        return try (orders.isEmpty ? [1] : orders).enumerated().map { index, order in
            var list: FrequencyList
            if filter.isCountedByDocument || listing.needsAllCounts {
                let counted = try documentFrequencies(orders: [order], of: part, filter: filter)
                list = counted.list(
                    filter, listing, order: order, in: corpora.indices.contains(index) ? corpora[index] : counted)
            } else {
                let (rows, total, tokens) = try top(
                    listing.limit, order: order, of: part, minimum: filter.minimum, filter.expression,
                    memory: listing.memory)
                list = FrequencyList(
                    order: order, columns: listing.shown, rows: rows.map { FrequencyList.Row(ranked: $0) },
                    total: total, tokens: tokens)
                try addColumns(to: &list, order: order, in: part)
                return list
            }
            try addSpread(to: &list, in: part)
            return list
        }
    }

    /// What `frequencyLists` takes to say how rare n-grams of a part are, where that is to be shown.
    func inverseFrequencies(
        orders: [Int], of part: CorpusPart, filter: FrequencyFilter, listing: FrequencyListing
    ) throws -> [DocumentFrequencies] {
        guard listing.shown.contains(.tfIdf) else { return [] }
        var all = FrequencyFilter()
        all.query = filter.query
        if filter.query != nil { return [try documentFrequencies(orders: orders, of: part, filter: all)] }
        return try (orders.isEmpty ? [1] : orders).map {
            try documentFrequencies(orders: [$0], of: part, filter: all)
        }
    }
}

extension DocumentFrequencies {
    /// - Parameter corpus: by whose documents an n-gram is rare or not.
    fileprivate func list(
        _ filter: FrequencyFilter, _ listing: FrequencyListing, order: Int?, in corpus: DocumentFrequencies
    ) -> FrequencyList {
        let kept = kept(by: filter)
        return FrequencyList(
            order: order, columns: listing.shown, rows: rows(of: kept, listing, in: corpus), total: kept.count,
            tokens: tokens)
    }

    /// The first of some n-grams in the order of a listing.
    ///
    /// - Parameter corpus: by whose documents an n-gram is rare or not.
    func rows(
        of kept: [Place], _ listing: FrequencyListing, in corpus: DocumentFrequencies, query: String? = nil
    ) -> [FrequencyList.Row] {
        let places = first(
            listing.limit, of: kept,
            by: listing.order.map { column in { value(column, of: $0, in: corpus) ?? -.infinity } })
        let ranks = ranks(of: places)
        return places.map { place in
            FrequencyList.Row(
                ranked: RankedNgrams.Row(rank: ranks[place], ngram: words(place), count: count(place)), query: query,
                values: listing.shown.map { value($0, of: place, in: corpus) })
        }
    }
}
