public import CorpusTools
internal import Counting
internal import Storage
internal import Tokenization

/// A word that stands near the hits of a query.
public struct Collocation: Sendable {
    public let word: String
    /// How many of its tokens stand near a hit: O₁₁.
    public var observed: Int { left + right }
    /// Those that stand before the nearest hit.
    public let left: Int
    public let right: Int
    /// How many of them stand at each offset of ``Collocations/offsets``; empty where there are none.
    public let byOffset: [Int]
    /// All tokens of the word.
    public let count: Int
    /// In how many documents it stands near a hit.
    public let documents: Int
    let scores: AssociationScores

    /// How often it would stand near hits by chance: E₁₁.
    public var expected: Double { scores.expected }
    /// How strongly it is tied to the node; `nil` where the measure is undefined.
    public func value(by measure: AssociationMeasure) -> Double? { scores.value(by: measure) }
}

/// The words near the hits of a query, the strongest first.
public struct Collocations: Sendable {
    /// How many hits there are.
    public let hits: Int
    /// How many documents have one.
    public let documents: Int
    /// The tokens near hits: R₁.
    public let nearTokens: Int
    /// The tokens that are no part of a hit: N.
    public let tokens: Int
    /// The offsets from a hit, −1 being the token before it; empty where the span has more than ten.
    public let offsets: [Int]
    public let words: [Collocation]
    /// Which of the strongest words stand near the same hits: the numbers of two words, and of how many hits.
    public let ties: [(first: Int, second: Int, hits: Int)]
    /// How many hits have each of these words near them.
    public let hitsOfWords: [Int]
    /// How many words stand near hits often enough.
    public let total: Int
    /// What a reader should know of how the query is understood.
    let notes: [String]
}

/// A bigram or trigram whose words belong together.
public struct AdjacentCollocation: Sendable {
    public let ngram: [String]
    public let count: Int
    /// How many n-grams have each word in its place.
    public let places: [Int]
    let scores: AssociationScores

    /// How often the words would stand so by chance.
    public var expected: Double { scores.expected }
    /// How strongly the words are tied; `nil` where the measure is undefined.
    public func value(by measure: AssociationMeasure) -> Double? { scores.value(by: measure) }
}

extension Corpus {
    /// The words that stand near the hits of a query, inside their segments.
    ///
    /// ```swift
    /// let near = try corpus.collocations(of: "tea", span: .usual, by: .logLikelihoodRatio)
    /// for word in near.words { print(word.word, word.observed, word.expected) }
    /// ```
    /// - Parameters:
    ///   - text: the query.
    ///   - span: how many tokens before and after a hit are near it.
    ///   - minimum: how often a word must stand near hits.
    ///   - measure: by which the words are sorted; those for which it is undefined come last.
    ///   - part: of the corpus.
    ///   - limit: how many words; all where `nil`.
    ///   - longest: whether of matches that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `StorageError`.
    public func collocations(
        of text: String, span: CollocationSpan = .usual, minimum: Int = 5, by measure: AssociationMeasure = .logDice,
        in part: CorpusPart = .whole, limit: Int? = nil, longest: Bool = false
    ) throws -> Collocations {
        try store.holding {
            let query = try query(text, longest: longest)
            let found = try Collocates(
                in: runs(of: part), idCount: store.idCount(), span: span, minimum: minimum, query: query)
            let near = found.words.map { (word: $0, scores: found.scores(of: $0)) }
            let first = near.strongest(limit, by: measure, \.scores)
            let texts = try store.texts(of: Set(first.map(\.word.id)))
            let words = first.map { word, scores in
                Collocation(
                    word: texts[word.id] ?? "", left: word.left, right: word.right,
                    byOffset: span.offsets == nil ? [] : word.offsets, count: word.count, documents: word.documents,
                    scores: scores)
            }
            let ranked = Array(
                zip(words, first.map(\.word.id)).map { (word: $0, id: $1) }
                    .ranked(by: measure, \.word.scores) { [$0.word.word] }.prefix(limit ?? words.count))
            let tied = try CollocateTies(
                among: ranked.prefix(Self.tiedWords).map(\.id), in: runs(of: part), span: span, query: query)
            return Collocations(
                hits: found.hits, documents: found.documents, nearTokens: found.nearTokens, tokens: found.tokens,
                offsets: span.offsets ?? [],
                words: ranked.map(\.word), ties: tied.ties.map { ($0.first, $0.second, $0.hits) },
                hitsOfWords: tied.hits,
                total: near.count, notes: query.query.notes)
        }
    }

    /// Of how many words it is told whether they stand near the same hits.
    private static let tiedWords = 30

    /// The bigrams or trigrams whose words are tied most strongly to each other.
    ///
    /// - Parameters:
    ///   - order: 2 or 3.
    ///   - minimum: how often an n-gram must occur.
    ///   - measure: by which they are sorted; those for which it is undefined come last.
    ///   - part: of the corpus.
    ///   - limit: how many; all where `nil`.
    /// - Returns: the first of them, how many occur often enough, and how many n-grams of words the part has.
    public func adjacentCollocations(
        order: Int = 2, minimum: Int = 5, by measure: AssociationMeasure = .logDice, in part: CorpusPart = .whole,
        limit: Int? = nil
    ) throws -> (ngrams: [AdjacentCollocation], total: Int, windows: Int) {
        precondition((2...3).contains(order), "bigrams or trigrams")
        return try store.holding {
            let counts = try adjacentCounts(order: order, minimum: minimum, in: part)
            let windows = counts.total
            let scored = counts.counts.indices.map { row in
                let words = counts.words[row * order..<(row + 1) * order]
                let ngram = AdjacentNgram(
                    count: counts.counts[row], beginning: counts.beginnings[row],
                    places: zip(words, counts.places).map { $1[Int($0)] }, total: windows)
                return (row: row, ngram: ngram, scores: ngram.scores)
            }
            let first = scored.strongest(limit, by: measure, \.scores)
            func ids(_ row: Int) -> ArraySlice<TokenID> { counts.words[row * order..<(row + 1) * order] }
            let texts = try store.texts(of: Set(first.flatMap { ids($0.row) }))
            let ngrams = first.map { row, ngram, scores in
                AdjacentCollocation(
                    ngram: ids(row).map { texts[$0] ?? "" }, count: ngram.count, places: ngram.places, scores: scores)
            }
            return (
                Array(ngrams.ranked(by: measure, \.scores, \.ngram).prefix(limit ?? ngrams.count)), scored.count,
                windows
            )
        }
    }

    /// As the database has the counts, or counted where it has none of the part.
    private func adjacentCounts(order: Int, minimum: Int, in part: CorpusPart) throws -> AdjacentCounts {
        if let stored = StoredPart(part) {
            return try store.adjacentCounts(order: order, split: stored.split, minimum: minimum)
        }
        let stream = try tokens(of: part)
        let table = countNgrams(in: stream, order: order, threads: stream.threads)
        var counts = AdjacentCounts(order: order, idCount: try store.idCount())
        var start = 0
        while start < table.count {
            let beginning = table.ids[start * order..<(start + 1) * order - 1]
            var end = start
            var nexts: [(word: TokenID, count: Int)] = []
            while end < table.count, table.ids[end * order..<(end + 1) * order - 1].elementsEqual(beginning) {
                nexts.append((table.ids[(end + 1) * order - 1], Int(table.counts[end])))
                end += 1
            }
            counts.add(beginning, nexts, minimum: minimum)
            start = end
        }
        return counts
    }
}

extension Array {
    /// Those that can be among the first by a measure: as many as are wanted, and those that are as strong as the last.
    fileprivate func strongest(
        _ limit: Int?, by measure: AssociationMeasure, _ scores: (Element) -> AssociationScores
    ) -> [Element] {
        guard let limit, limit < count else { return self }
        guard limit > 0 else { return [] }
        let values = map { scores($0).value(by: measure) ?? -.infinity }
        let least = values.sorted(by: >)[limit - 1]
        return zip(self, values).filter { $0.1 >= least }.map(\.0)
    }

    /// Those of larger values first, of equal ones the more frequent, then in code point order.
    fileprivate func ranked(
        by measure: AssociationMeasure, _ scores: (Element) -> AssociationScores, _ words: (Element) -> [String]
    ) -> [Element] {
        map { (element: $0, value: scores($0).value(by: measure) ?? -.infinity) }.sorted { a, b in
            if a.value != b.value { return a.value > b.value }
            let (x, y) = (scores(a.element).observed, scores(b.element).observed)
            if x != y { return x > y }
            return words(a.element).lexicographicallyPrecedes(words(b.element)) {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        }.map(\.element)
    }
}
