internal import CorpusTools
public import Statistics
internal import Tokenization

/// How evenly a word, or the hits of a query, are spread over parts of a corpus.
public struct WordDispersion: Sendable {
    /// The word, or the query as it was asked.
    public let word: String
    /// `nil` for what does not occur.
    public let dispersion: Dispersion?
    /// The average reduced frequency, 0 for what does not occur.
    /// - SeeAlso: `averageReducedFrequency(positions:tokens:)`.
    public let averageReducedFrequency: Double
    /// The DP that is expected of a word of its frequency by chance.
    /// - SeeAlso: `PartSizes.expectedDP(ofCount:)`.
    public let expectedDP: Double?

    public var count: Int { dispersion?.count ?? 0 }
}

/// What words are sorted by, the largest value first.
public enum DispersionMeasure: String, Sendable, CaseIterable {
    case count, range
    case dp
    case dpNorm = "dp_norm"
    case juillandD = "juilland_d"
    case carrollD2 = "carroll_d2"
    case rosengrenS = "rosengren_s"
    case arf
    case expectedDP = "dp_expected"

    func value(of row: WordDispersion) -> Double? {
        value(row.dispersion, arf: row.averageReducedFrequency, expected: row.expectedDP)
    }

    func value(_ dispersion: Dispersion?, arf: Double, expected: Double?) -> Double? {
        switch self {
        case .count: Double(dispersion?.count ?? 0)
        case .range: Double(dispersion?.range ?? 0)
        case .dp: dispersion?.dp
        case .dpNorm: dispersion?.dpNorm
        case .juillandD: dispersion?.juillandD
        case .carrollD2: dispersion?.carrollD2
        case .rosengrenS: dispersion?.rosengrenS
        case .arf: arf
        case .expectedDP: expected
        }
    }
}

/// The dispersion of words over the parts of a corpus.
public struct DispersionResult: Sendable {
    /// In the order asked for, as many as were asked for.
    public let words: [WordDispersion]
    /// How many there are.
    public let total: Int
    /// The numbers of tokens of the parts.
    public let sizes: PartSizes
    /// What a part is: `document`, `part` or `group`.
    public let unit: String
    /// The key by whose values the parts are cut.
    let key: String?
    let notes: [String]
}

extension Corpus {
    /// How evenly each word is spread over parts of the corpus.
    ///
    /// ```swift
    /// let clumps = try corpus.dispersion(minimum: 20, sortedBy: .dp, limit: 10)
    /// for word in clumps.words { print(word.word, word.dispersion?.dp ?? 1) }
    /// ```
    ///
    /// - Parameters:
    ///   - parts: over which it is measured. Those without tokens are left out.
    ///   - documents: whose tokens are read, in all splits; all where `nil`.
    ///   - minimum: the least count of a word.
    ///   - measure: by which words are sorted, equal ones by their count and their letters.
    ///   - ascending: whether the smallest value comes first.
    ///   - limit: how many words; all where `nil`.
    /// - Throws: `CorpusError.noTokens` where there are none, `.unknownKey`.
    public func dispersion(
        over parts: DispersionParts = .documents, of documents: Subcorpus? = nil, minimum: Int = 1,
        sortedBy measure: DispersionMeasure = .count, ascending: Bool = false, limit: Int? = nil
    ) throws -> DispersionResult {
        let named = try self.parts(parts, of: documents)
        let runs = runs(of: CorpusPart(documents: documents))
        let counts = try CountsByPart(of: runs, parts: named.parts, minimum: minimum)
        guard counts.tokens > 0 else {
            throw CorpusError.noTokens(CorpusPart(documents: documents).name(in: store.path))
        }
        let table = try DispersionTable(of: runs, counts)
        let types = try store.types()
        let values = table.rows.map { measure.value($0.dispersion, arf: $0.arf, expected: $0.expectedDP) }
        let order = sortedPlaces(of: values, ascending: ascending) { a, b in
            let (x, y) = (counts.ngrams.counts[a], counts.ngrams.counts[b])
            if x != y { return x > y }
            return types.utf8(of: counts.ngrams.ids[a]).lexicographicallyPrecedes(types.utf8(of: counts.ngrams.ids[b]))
        }
        return DispersionResult(
            words: order.prefix(limit ?? order.count).map { row in
                WordDispersion(
                    word: types[counts.ngrams.ids[row]], dispersion: table.rows[row].dispersion,
                    averageReducedFrequency: table.rows[row].arf, expectedDP: table.rows[row].expectedDP)
            },
            total: order.count, sizes: table.sizes, unit: named.unit, key: named.key, notes: named.notes)
    }
}
