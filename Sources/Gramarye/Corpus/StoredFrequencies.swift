internal import Storage
internal import Tokenization

/// A part of a corpus whose frequencies the database has: all of it, or a split.
struct StoredPart {
    /// `nil` for all.
    let split: Split?

    init?(_ part: CorpusPart) {
        guard part.documents?.isWhole ?? true else { return nil }
        if part.hasAllSplits {
            split = nil
        } else if let only = part.splits.first, part.splits.count == 1 {
            split = only
        } else {
            return nil
        }
    }
}

extension Corpus {
    /// The most frequent n-grams as the database has them, without a look at the text.
    ///
    /// - Returns: `nil` where its table does not reach as far.
    func storedTop(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int
    ) throws -> (rows: [RankedNgrams.Row], total: Int, tokens: Int)? {
        guard let limit, CorpusStore.storedOrders.contains(order), let stored = StoredPart(part),
            let ngrams = try store.mostFrequent(order: order, split: stored.split, limit: limit, minimum: minimum),
            let tokens = try storedTokens(in: part)
        else { return nil }
        let texts = try store.texts(of: Set(ngrams.flatMap(\.words)))
        let spelled = ngrams.map { ngram in (ngram: ngram.words.map { texts[$0] ?? "" }, count: ngram.count) }
        let sorted = spelled.sorted { Self.precedes($0, $1) }
        let total = try store.storedSpectrum(order: order, split: stored.split)
            .reduce(0) { $0 + ($1.frequency >= minimum ? $1.types : 0) }
        let rows = sorted.prefix(limit).enumerated().map { index, row in
            RankedNgrams.Row(rank: index + 1, ngram: row.ngram, count: row.count)
        }
        return (rows, total, tokens)
    }

    /// How often an n-gram occurs in a part, and its rank, by look-ups alone.
    ///
    /// - Returns: `nil` where the database does not have both. What occurs less often than the stored list of the most
    ///   frequent reaches has the first rank of all that occur as often, whose number is `sharing`.
    func storedRow(of ngram: [String], in part: CorpusPart) throws -> (row: RankedNgrams.Row, sharing: Int)? {
        guard CorpusStore.storedOrders.contains(ngram.count), let stored = StoredPart(part) else { return nil }
        let absent = RankedNgrams.Row(rank: nil, ngram: ngram, count: 0)
        var ids: [TokenID] = []
        for word in ngram {
            guard let id = try store.id(ofType: word), id != Marker.segmentStart, id != Marker.segmentEnd else {
                return (absent, 1)
            }
            ids.append(id)
        }
        let splits = stored.split.map { [$0] } ?? Set(Split.allCases)
        let count = try store.count(of: ids, splits: splits, acrossCuts: stored.split == nil)
        if count == 0 { return (absent, 1) }
        let (moreFrequent, alike) = try store.storedTypes(order: ngram.count, split: stored.split, around: count)
        guard let ties = try store.ngrams(order: ngram.count, split: stored.split, occurring: count) else {
            return (RankedNgrams.Row(rank: moreFrequent + 1, ngram: ngram, count: count), alike)
        }
        let texts = try store.texts(of: Set(ties.flatMap(\.words)))
        let before = ties.count { tie in
            Self.precedes((tie.words.map { texts[$0] ?? "" }, count), (ngram, count))
        }
        return (RankedNgrams.Row(rank: moreFrequent + before + 1, ngram: ngram, count: count), 1)
    }

    /// How many tokens a part has; `nil` where the database does not tell.
    func storedTokens(in part: CorpusPart) throws -> Int? {
        guard let stored = StoredPart(part) else { return nil }
        return try store.storedSpectrum(order: 1, split: stored.split).reduce(0) { $0 + $1.frequency * $1.types }
    }

    /// The more frequent come first, equal ones in code point order.
    private static func precedes(
        _ a: (ngram: [String], count: Int), _ b: (ngram: [String], count: Int)
    ) -> Bool {
        if a.count != b.count { return a.count > b.count }
        guard let (x, y) = zip(a.ngram, b.ngram).first(where: { !$0.utf8.elementsEqual($1.utf8) }) else { return false }
        return x.utf8.lexicographicallyPrecedes(y.utf8)
    }
}
