internal import CorpusTools
internal import Counting
internal import Tokenization

extension Corpus {
    /// Into how many equal parts a corpus is divided to show where an n-gram is.
    private static let spreadParts = 20

    /// How often each n-gram of a list occurs in equal parts of a part of the corpus; all matches of a query together, too.
    ///
    /// - Complexity: two scans for the n-grams of one length, and one for each query, however many rows there are.
    func addSpread(to list: inout FrequencyList, in part: CorpusPart) throws {
        guard list.columns.contains(.spread), !list.rows.isEmpty else { return }
        let (runs, types) = try (runs(of: part), store.types())
        let parts = try CorpusParts(equal: Self.spreadParts, of: runs)
        let ids = list.rows.map { row in row.isAll ? [] : row.ranked.ngram.compactMap { types.id(of: $0) } }
        func isKnown(_ index: Int) -> Bool {
            !list.rows[index].isAll && ids[index].count == list.rows[index].ranked.ngram.count
        }
        for order in Set(list.rows.indices.filter(isKnown).map { ids[$0].count }) {
            let own = list.rows.indices.filter { isKnown($0) && ids[$0].count == order }
            let counts = try CountsByPart(of: own.map { ids[$0] }, order: order, in: runs, parts: parts)
            for index in own { list.rows[index].spread = counts.counts(of: ids[index]) }
        }
        for index in list.rows.indices where list.rows[index].spread.isEmpty {
            var sums = [Int](repeating: 0, count: Self.spreadParts)
            if list.rows[index].isAll, let text = list.rows[index].query {
                let found = try CountsByPart.matches(of: query(text), in: runs, parts: parts).counts
                for counts in found where list.order == nil || counts.ngrams.order == list.order {
                    for row in counts.ngrams.indices {
                        for entry in counts.entries(of: row) { sums[entry.part] += entry.count }
                    }
                }
            }
            list.rows[index].spread = sums
        }
    }

    /// What a list of n-grams of one length shows of them by document and by equal parts, where these have not been counted with
    /// all others.
    ///
    /// - Complexity: one scan, after one that measures a part of the corpus, or the first time the whole.
    func addColumns(to list: inout FrequencyList, order: Int, in part: CorpusPart) throws {
        let byDocument = list.columns.contains { $0 != .spread }
        guard byDocument, list.columns.contains(.spread), !list.rows.isEmpty else {
            try addDocuments(to: &list, order: order, in: part)
            return try addSpread(to: &list, in: part)
        }
        let (runs, types) = try (runs(of: part), store.types())
        let ids = list.rows.map { $0.ranked.ngram.compactMap { types.id(of: $0) } }
        let documents = CorpusParts(documents: try self.documents(of: part).ids)
        let counts = try CountsByPart.counts(
            of: ids.filter { $0.count == order }, order: order, in: runs,
            byEach: [documents, CorpusParts(equal: Self.spreadParts, of: runs)])
        addDocuments(to: &list, DocumentFrequencies([counts[0]], sizes: counts[0].sizes, types: types))
        for index in list.rows.indices { list.rows[index].spread = counts[1].counts(of: ids[index]) }
    }

    private func addDocuments(to list: inout FrequencyList, order: Int, in part: CorpusPart) throws {
        guard list.columns.contains(where: { $0 != .spread }), !list.rows.isEmpty else {
            for index in list.rows.indices { list.rows[index].values = list.columns.map { _ in nil } }
            return
        }
        addDocuments(
            to: &list, try documentFrequencies(of: list.rows.map(\.ranked.ngram), order: order, in: part))
    }

    private func addDocuments(to list: inout FrequencyList, _ counted: DocumentFrequencies) {
        for index in list.rows.indices {
            let place = counted.place(of: list.rows[index].ranked.ngram)
            list.rows[index].values = list.columns.map { column in
                place.flatMap { counted.value(column, of: $0, in: counted) }
            }
        }
    }
}
