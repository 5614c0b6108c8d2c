internal import CorpusTools
public import Statistics
internal import Storage

/// Where the hits of queries stand, and how evenly they are spread.
public struct QueryDispersionResult: Sendable {
    /// One of each query, in the order asked.
    public let queries: [WordDispersion]
    /// Of each query, how many tokens stand before each hit.
    public let positions: [[Int]]
    /// How many tokens stand before each document.
    public let documentStarts: [Int]
    /// The numbers of tokens of the parts.
    public let sizes: PartSizes
    /// What a part is: `document`, `part` or `group`.
    public let unit: String
    /// The key by whose values the parts are cut.
    let key: String?
    let notes: [String]
}

extension Corpus {
    /// Where the hits of queries stand, and how evenly they are spread over parts of the corpus.
    ///
    /// ```swift
    /// let result = try corpus.dispersion(ofQueries: ["whale", "captain ahab"])
    /// for query in result.queries { print(query.word, query.dispersion?.range ?? 0) }
    /// ```
    ///
    /// - Parameters:
    ///   - texts: of the queries.
    ///   - parts: over which it is measured. Those without tokens are left out.
    ///   - documents: whose tokens are read, in all splits; all where `nil`.
    /// - Throws: `QueryError`, `CorpusError.noTokens` where there are none, `.unknownKey`.
    public func dispersion(
        ofQueries texts: [String], over parts: DispersionParts = .documents, of documents: Subcorpus? = nil
    ) throws -> QueryDispersionResult {
        let queries = try texts.map { try query($0) }
        let named = try self.parts(parts, of: documents)
        let part = CorpusPart(documents: documents)
        let hits = try QueryHits(of: queries, in: runs(of: part), parts: named.parts)
        guard hits.tokens > 0 else { throw CorpusError.noTokens(part.name(in: store.path)) }
        let sizes = PartSizes(hits.sizes)
        return QueryDispersionResult(
            queries: texts.indices.map { index in
                let dispersion = Dispersion(counts: hits.counts[index], in: sizes)
                return WordDispersion(
                    word: texts[index], dispersion: dispersion,
                    averageReducedFrequency: Statistics.averageReducedFrequency(
                        positions: hits.positions[index], tokens: hits.tokens),
                    expectedDP: dispersion.map { sizes.expectedDP(ofCount: $0.count) })
            },
            positions: hits.positions, documentStarts: hits.documentStarts, sizes: sizes, unit: named.unit,
            key: named.key, notes: named.notes + queries.flatMap(\.query.notes))
    }
}
