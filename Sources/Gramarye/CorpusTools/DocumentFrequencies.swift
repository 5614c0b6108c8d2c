internal import CorpusTools
internal import Counting
internal import Foundation
internal import Statistics
internal import Tokenization

/// N-grams of a part of a corpus, of one length or several, with their counts in each document.
struct DocumentFrequencies {
    /// An n-gram: which of the tables it is in, and its row there.
    struct Place: Hashable {
        let table: Int
        let row: Int
    }

    private let tables: [CountsByPart]
    private let types: TypeTable
    private let sizes: PartSizes
    let places: [Place]

    var tokens: Int { sizes.tokens }
    /// D, the documents that have tokens.
    var documents: Int { sizes.parts }

    /// - Parameters:
    ///   - tables: one for each length.
    ///   - sizes: the tokens of each document.
    ///   - types: what the ids spell.
    init(_ tables: [CountsByPart], sizes: [Int], types: TypeTable) {
        self.tables = tables
        self.types = types
        self.sizes = PartSizes(sizes)
        places = tables.indices.flatMap { table in
            tables[table].ngrams.indices.map { Place(table: table, row: $0) }
        }
    }

    func count(_ place: Place) -> Int { Int(tables[place.table].ngrams.counts[place.row]) }
    func documents(_ place: Place) -> Int { tables[place.table].entries(of: place.row).count }
    func words(_ place: Place) -> [String] { ids(place).map { types[$0] } }

    private func ids(_ place: Place) -> ArraySlice<TokenID> {
        let table = tables[place.table].ngrams
        return table.ids[place.row * table.order..<(place.row + 1) * table.order]
    }

    /// DP over documents.
    func dispersion(_ place: Place) -> Double? {
        let entries = tables[place.table].entries(of: place.row).map { (part: $0.part, count: $0.count) }
        return Dispersion(occurrences: entries, in: sizes)?.dp
    }

    /// ln(D/d); `nil` of an n-gram that does not occur.
    func inverseDocumentFrequency(_ words: [String]) -> Double? {
        place(of: words).map { log(Double(documents) / Double(documents($0))) }
    }

    /// Where an n-gram is; `nil` of one that does not occur, or is not counted.
    func place(of words: [String]) -> Place? {
        let ids = words.compactMap { types.id(of: $0) }
        guard ids.count == words.count, let table = tables.firstIndex(where: { $0.ngrams.order == ids.count }),
            let row = row(of: ids, in: tables[table].ngrams)
        else { return nil }
        return Place(table: table, row: row)
    }

    private func row(of ids: [TokenID], in table: NgramTable) -> Int? {
        let row = table.firstRow(notBefore: ids)
        return row < table.count && table.ids[row * table.order..<(row + 1) * table.order].elementsEqual(ids)
            ? row : nil
    }

    /// How often all n-grams together occur in each document.
    var countsByDocument: [Int] {
        var counts = [Int](repeating: 0, count: sizes.sizes.count)
        for place in places {
            for entry in tables[place.table].entries(of: place.row) { counts[entry.part] += entry.count }
        }
        return counts
    }

    /// The tokens of each document.
    var tokensByDocument: [Int] { sizes.sizes }

    /// What the columns say of an n-gram.
    ///
    /// - Parameter corpus: by whose documents it is rare or not.
    func value(_ column: FrequencyColumn, of place: Place, in corpus: DocumentFrequencies) -> Double? {
        switch column {
        case .documents: Double(documents(place))
        case .dispersion: dispersion(place)
        case .spread: nil
        case .tfIdf: corpus.inverseDocumentFrequency(words(place)).map { Double(count(place)) * $0 }
        }
    }

    /// The same of all n-grams together, as if they were one.
    func value(_ column: FrequencyColumn, of counts: [Int], inverse: Double?) -> Double? {
        switch column {
        case .documents: Double(counts.count { $0 > 0 })
        case .dispersion: Dispersion(counts: counts, in: sizes)?.dp
        case .spread: nil
        case .tfIdf: inverse.map { Double(counts.reduce(0, +)) * $0 }
        }
    }

    /// ln(D/d) of all n-grams together; `nil` where there are none.
    var inverseDocumentFrequency: Double? {
        let present = countsByDocument.count { $0 > 0 }
        return present == 0 ? nil : log(Double(documents) / Double(present))
    }

    /// The places that a filter leaves; its counts are of the part's documents.
    func kept(by filter: FrequencyFilter) -> [Place] {
        let excluded = Set(filter.excluded.compactMap { types.id(of: $0) })
        let matches = filter.expression?.matcher
        return places.filter { place in
            count(place) >= filter.minimum && documents(place) >= filter.minimumDocuments
                && (excluded.isEmpty || !ids(place).contains(where: excluded.contains))
                && (matches?(words(place).joined(separator: " ")) ?? true)
        }
    }

    /// The first of some places, the larger values first, else the more frequent; equal ones in code point order.
    func first(_ limit: Int?, of places: [Place], by value: ((Place) -> Double)? = nil) -> [Place] {
        var valued = places.map { (place: $0, value: value?($0) ?? Double(count($0))) }
        if let limit, limit < valued.count {
            guard limit > 0 else { return [] }
            let least = valued.map(\.value).sorted(by: >)[limit - 1]
            valued = valued.filter { $0.value >= least }
        }
        valued.sort { $0.value == $1.value ? precedes($0.place, $1.place) : $0.value > $1.value }
        return valued.prefix(limit ?? valued.count).map(\.place)
    }

    /// The ranks by frequency that places have among all.
    func ranks(of some: [Place]) -> [Place: Int] {
        let sorted = Set(some).sorted(by: precedes)
        return Dictionary(
            uniqueKeysWithValues: zip(sorted, ranksAmong(places, of: sorted, precedes: precedes)))
    }

    private func precedes(_ a: Place, _ b: Place) -> Bool {
        let (x, y) = (count(a), count(b))
        if x != y { return x > y }
        let (left, right) = (ids(a), ids(b))
        guard let (x, y) = zip(left, right).first(where: { $0 != $1 }) else { return left.count < right.count }
        return types.utf8(of: x).lexicographicallyPrecedes(types.utf8(of: y))
    }
}

extension Corpus {
    /// Some n-grams of one length, counted by document.
    func documentFrequencies(of ngrams: [[String]], order: Int, in part: CorpusPart) throws -> DocumentFrequencies {
        let (types, parts) = try (store.types(), CorpusParts(documents: documents(of: part).ids))
        let ids = ngrams.map { $0.compactMap { types.id(of: $0) } }.filter { $0.count == order }
        let counts = try CountsByPart(of: ids, order: order, in: runs(of: part), parts: parts)
        return DocumentFrequencies([counts], sizes: counts.sizes, types: types)
    }

    /// The n-grams of a part that a filter may leave, counted by document.
    ///
    /// - Parameters:
    ///   - orders: of the n-grams; of a query's matches all where it is empty.
    ///   - part: whose documents are counted.
    ///   - filter: of which its query is heeded, and what spares counting rare n-grams.
    func documentFrequencies(
        orders: [Int], of part: CorpusPart, filter: FrequencyFilter
    ) throws -> DocumentFrequencies {
        let (runs, parts) = try (runs(of: part), CorpusParts(documents: documents(of: part).ids))
        if let text = filter.query {
            let found = try CountsByPart.matches(of: query(text), in: runs, parts: parts)
            return DocumentFrequencies(
                found.counts.filter { orders.isEmpty || orders.contains($0.ngrams.order) }, sizes: found.sizes,
                types: try store.types())
        }
        // What is in so many documents occurs as often.
        let minimum = max(1, filter.minimum, filter.minimumDocuments)
        let tables = try orders.map { try CountsByPart(of: runs, parts: parts, order: $0, minimum: minimum) }
        return DocumentFrequencies(tables, sizes: tables[0].sizes, types: try store.types())
    }
}
