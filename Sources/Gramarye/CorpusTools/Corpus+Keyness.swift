internal import CorpusTools
internal import Counting
internal import Statistics
internal import Storage
internal import Tokenization

/// A word or n-gram that tells two parts of texts from each other, or does not.
public struct KeyWord: Sendable {
    public let ngram: [String]
    /// How often it occurs in the part, and in what that is compared with.
    public let count: Int
    public let referenceCount: Int
    public let perMillion: Double
    public let referencePerMillion: Double
    /// In how many documents of each side; `nil` where the reference has none.
    public let documents: Int
    public let referenceDocuments: Int?
    /// The log-likelihood ratio, negative where it is rarer in the part.
    public let g2: Double
    /// Its p, adjusted for all words tested (Holm 1979); 0 where it is below 1e-308.
    public let adjustedP: Double
    /// The binary logarithm of the ratio of the relative frequencies with its 95 % interval; a count of zero is taken as ½.
    public let logRatio: (value: Double, low: Double, high: Double)?
    /// By how many per cent it is more frequent in the part; `nil` where the reference has none.
    public let percentDifference: Double?
    /// The ratio of the frequencies per million with a constant added to both; `nil` where that is undefined.
    public let simpleMaths: Double?
    /// Wilcoxon's rank-sum test of the relative frequencies by document; `nil` with fewer than five documents a side.
    public let documentsP: Double?
}

/// What words are sorted by: p by the smallest first, all others by the largest.
public enum KeynessMeasure: String, Sendable, CaseIterable {
    case count
    case referenceCount = "reference_count"
    case documents
    case referenceDocuments = "reference_documents"
    case g2
    case adjustedP = "p_holm"
    case logRatio = "log_ratio"
    case logRatioLow = "log_ratio_low"
    case logRatioHigh = "log_ratio_high"
    case percentDifference = "percent_difference"
    case simpleMaths = "simple_maths"
    case documentsP = "p_documents"

    var isAscending: Bool { self == .adjustedP || self == .documentsP }

    func value(_ row: Keyness.Row, smooth: Double) -> Double? {
        switch self {
        case .count: Double(row.count)
        case .referenceCount: Double(row.referenceCount)
        case .documents: Double(row.documents)
        case .referenceDocuments: row.referenceDocuments.map { Double($0) }
        case .g2: row.g2
        case .adjustedP: row.logAdjustedP
        case .logRatio: row.table.logRatio?.value
        case .logRatioLow: row.table.logRatio?.low
        case .logRatioHigh: row.table.logRatio?.high
        case .percentDifference: row.percentDifference
        case .simpleMaths: row.simpleMaths(smooth: smooth)
        case .documentsP: row.documentsP
        }
    }
}

/// How words are tested.
public struct KeynessOptions: Sendable {
    /// The length of the n-grams.
    public var order = 1
    /// The least count in both sides together of what is tested.
    public var minimum = 5
    public var measure = KeynessMeasure.g2
    /// Whether the order of words is turned round.
    public var isReversed = false
    /// What simple maths adds to frequencies per million.
    public var smooth = 1.0
    /// A query that an n-gram must match as a whole to be tested; all are tested where `nil`.
    public var matching: String?
    /// How many words are told of; all where `nil`.
    public var limit: Int? = 20

    public init() {}
}

/// The words of two sides.
public struct KeynessResult: Sendable {
    /// In the order asked for, as many as were asked for.
    public let words: [KeyWord]
    /// How many were tested.
    public let tested: Int
    /// N of both sides: tokens, or the n-grams that lie inside a segment. Frequencies are relative to them.
    public let size: Int
    public let referenceSize: Int
    /// Documents with tokens; `nil` where the reference has none.
    public let documents: Int
    public let referenceDocuments: Int?
    /// What the reference is, in words.
    public let reference: String
    /// How many have an adjusted p below 0.05, and how many of these by documents, too; `nil` where that is not tested.
    public let significant: Int
    public let significantByDocuments: Int?
    /// Of all words tested: log ratio and |G²|, for a chart.
    let points: [(effect: Double, evidence: Double)]
    let notes: [String]
}

extension Corpus {
    /// Which words are more frequent, or rarer, in some documents than elsewhere.
    ///
    /// ```swift
    /// let woolf = try corpus.subcorpus(where: "author = 'Woolf'")
    /// for word in try corpus.keyness(of: woolf).words { print(word.ngram, word.logRatio?.value ?? 0) }
    /// ```
    ///
    /// - Parameters:
    ///   - documents: in all splits; all where `nil`, which needs another reference than the rest.
    ///   - reference: what they are compared with.
    ///   - options: what is tested, and how it is sorted.
    /// - Throws: `KeynessError`, `StorageError`.
    public func keyness(
        of documents: Subcorpus? = nil, against reference: KeynessReference = .rest, _ options: KeynessOptions = .init()
    ) throws -> KeynessResult {
        let target = try self.documents(of: CorpusPart(documents: documents))
        var types = try store.types()
        // The types of the reference are among those that a pattern may meet.
        let matching = try options.matching.map { try Query($0, tokenizer: tokenizer) }
        var notes = matching?.notes ?? []
        let keyness: Keyness
        let name: String
        switch reference {
        case .rest:
            if documents == nil { throw KeynessError.noRest(of: nil) }
            let rest = try otherSide(of: target)
            name = "the other \(NumberText.counted(rest.documents.count, "document"))"
            keyness = try self.keyness(target, rest, name, options, try matching?.filter(for: types))
        case .documents(let others):
            name = "\(others)"
            keyness = try self.keyness(
                target, otherSide(of: target, others), name, options, try matching?.filter(for: types))
        case .corpus(let other):
            guard tokenizer.cutsTokens(like: other.tokenizer) else {
                throw KeynessError.otherTokens(
                    store.path, "\(tokenizer)", other: other.store.path, "\(other.tokenizer)")
            }
            if tokenizer.normalization != other.tokenizer.normalization {
                notes.append("the two databases normalize Unicode differently: letters with marks may be told apart")
            }
            let ids = types.insert(contentsOf: try other.store.types())
            let others = try other.subcorpus()
            let shift = (target.ids.max() ?? 0) + 1
            let runs = try JoinedRuns(
                runs(of: CorpusPart(documents: target)), other.runs(of: .whole), ids: ids, documents: shift)
            name = other.store.path
            keyness = try self.keyness(
                runs, target.ids, others.ids.map { $0 + shift }, target: "\(documents.map { "\($0)" } ?? store.path)",
                name,
                options, try matching?.filter(for: types))
        case .list(let text, let listed):
            let list = try ReferenceList(
                text, named: listed, order: options.order, tokenizer: tokenizer, types: &types)
            notes += list.notes
            name = listed
            let counts = try CountsByPart(
                of: runs(of: CorpusPart(documents: target)), parts: CorpusParts(documents: target.ids),
                order: options.order)
            if counts.tokens == 0 { throw KeynessError.noTokens(of: documents.map { "\($0)" } ?? store.path) }
            keyness = Keyness(
                counts, reference: list.counts, minimum: options.minimum, where: try matching?.filter(for: types))
        }
        return KeynessResult(keyness, options, types: types, reference: name, notes: notes)
    }

    /// What documents are compared with.
    ///
    /// - Parameters:
    ///   - target: the documents.
    ///   - reference: all others where `nil`.
    /// - Throws: `KeynessError.noRest`, `.overlap`.
    func otherSide(of target: Subcorpus, _ reference: Subcorpus? = nil) throws -> Subcorpus {
        let chosen = Set(target.ids)
        if let reference {
            let shared = reference.documents.filter { chosen.contains($0.id) }
            if !shared.isEmpty { throw KeynessError.overlap(shared.map(\.name)) }
            return reference
        }
        let rest = try subcorpus().documents.filter { !chosen.contains($0.id) }
        if rest.isEmpty { throw KeynessError.noRest(of: target) }
        return target.choosing(rest)
    }

    private func keyness(
        _ target: Subcorpus, _ reference: Subcorpus, _ name: String, _ options: KeynessOptions,
        _ isWanted: NgramFilter?
    ) throws -> Keyness {
        let both = target.choosing(target.documents + reference.documents)
        return try keyness(
            runs(of: CorpusPart(documents: both.isAll ? nil : both)), target.ids, reference.ids, target: "\(target)",
            name, options, isWanted)
    }

    private func keyness(
        _ runs: some TokenRunSource, _ target: [Int], _ reference: [Int], target name: String, _ other: String,
        _ options: KeynessOptions, _ isWanted: NgramFilter?
    ) throws -> Keyness {
        let counts = try CountsByPart(
            of: runs, parts: CorpusParts(documents: target + reference), order: options.order,
            minimum: options.minimum)
        if counts.sizes[..<target.count].allSatisfy({ $0 == 0 }) { throw KeynessError.noTokens(of: name) }
        if counts.sizes[target.count...].allSatisfy({ $0 == 0 }) { throw KeynessError.noTokens(of: other) }
        return Keyness(counts, targets: target.count, where: isWanted)
    }
}

/// Says which n-grams are tested.
private typealias NgramFilter = @Sendable (ArraySlice<TokenID>) -> Bool

extension Query {
    /// Whether the query matches an n-gram as a whole.
    fileprivate func filter(for types: TypeTable) throws -> NgramFilter {
        // Where the longest match ends before the n-gram does, none is of the whole.
        let query = try compiled(for: types, longest: true)
        return { ngram in
            var isWhole = false
            query.forEachMatch(in: ngram + [Marker.segmentEnd]) { start, end in
                if start == 0, end == ngram.count { isWhole = true }
            }
            return isWhole
        }
    }
}

extension Subcorpus {
    /// Whether these are all documents, in whatever order.
    fileprivate var isAll: Bool { Set(ids).count == total }
}

extension KeynessResult {
    init(_ keyness: Keyness, _ options: KeynessOptions, types: TypeTable, reference: String, notes: [String]) {
        let rows = keyness.rows
        let order = sortedPlaces(
            of: rows.map { options.measure.value($0, smooth: options.smooth) },
            ascending: options.measure.isAscending != options.isReversed
        ) { a, b in
            let (x, y) = (rows[a].count + rows[a].referenceCount, rows[b].count + rows[b].referenceCount)
            return x != y ? x > y : types.precedes(rows[a].ngram, rows[b].ngram)
        }
        words = order.prefix(options.limit ?? order.count).map { KeyWord(rows[$0], types, smooth: options.smooth) }
        tested = rows.count
        (size, referenceSize) = (keyness.size, keyness.referenceSize)
        (documents, referenceDocuments) = (keyness.documents, keyness.referenceDocuments)
        let key = rows.filter { $0.adjustedP < 0.05 }
        significant = key.count
        significantByDocuments =
            rows.contains { $0.documentsP != nil } ? key.count { $0.documentsP.map { $0 < 0.05 } ?? false } : nil
        points = rows.compactMap { row in
            row.table.logRatio.map { (effect: $0.value, evidence: abs(row.g2)) }
        }
        self.reference = reference
        self.notes = notes
    }
}

extension KeyWord {
    fileprivate init(_ row: Keyness.Row, _ types: TypeTable, smooth: Double) {
        self.init(
            ngram: row.ngram.map { types[$0] }, count: row.count, referenceCount: row.referenceCount,
            perMillion: row.perMillion, referencePerMillion: row.referencePerMillion, documents: row.documents,
            referenceDocuments: row.referenceDocuments, g2: row.g2, adjustedP: row.adjustedP,
            logRatio: row.table.logRatio, percentDifference: row.percentDifference,
            simpleMaths: row.simpleMaths(smooth: smooth), documentsP: row.documentsP)
    }
}

extension TypeTable {
    /// The order of letters, word by word.
    fileprivate func precedes(_ a: [TokenID], _ b: [TokenID]) -> Bool {
        for (x, y) in zip(a, b) where x != y { return utf8(of: x).lexicographicallyPrecedes(utf8(of: y)) }
        return a.count < b.count
    }
}
