internal import Counting
internal import LanguageModeling
internal import NgramModels
internal import Storage
internal import Tokenization

extension ModelShelf {
    /// The n-gram counts of the train split, from its text, or from what a database without one has of them.
    ///
    /// - Parameters:
    ///   - order: of the longest n-grams.
    ///   - vocabulary: of the model.
    ///   - direction: in which it reads.
    /// - Throws: `CorpusError` if counts without a text do not reach as far, or lack rare n-grams.
    func trainCounts(
        order: Int, vocabulary: ModelVocabulary, direction: ReadingDirection = .forward
    ) throws -> NgramCounts {
        let store = corpus.store
        guard let held = try store.countsWithoutText() else {
            let words = try events(of: .train, in: vocabulary).read(direction).words
            return try NgramCounts(of: words, idCount: vocabulary.idCount, order: order)
        }
        guard direction == .forward else { throw StorageError.countsWithoutText(store.path) }
        guard order <= held.order else {
            throw CorpusError.countsUpTo(held.order, wanted: order, database: store.path)
        }
        let map = vocabulary.map(of: try store.types())
        let tables = try (1...order).map { try store.storedCounts(order: $0, split: .train) }
        guard held.addsUp, let counts = try NgramCounts(tables: tables, map: map, idCount: vocabulary.idCount) else {
            throw CorpusError.partialCounts(database: store.path)
        }
        return counts
    }
}

extension CorpusStore {
    /// What follows a context by the counts that a database without a text has.
    ///
    /// - Parameter map: what each type counts as; itself where `nil`.
    /// - Complexity: O(n-grams of that order).
    func continuationsByCounts(
        of context: [TokenID], in held: CountsWithoutText, as map: [TokenID]?
    ) throws -> [TokenID: Int] {
        let order = context.count + 1
        guard order <= held.order else { throw CorpusError.countsUpTo(held.order, wanted: order, database: path) }
        let table = try storedCounts(order: order, split: .train)
        var counts: [TokenID: Int] = [:]
        for row in 0..<table.count {
            let words = table.ids[row * order..<(row + 1) * order].map { id in map.map { $0[Int(id)] } ?? id }
            guard words.dropLast() == context[...], words[order - 1] != Marker.segmentStart else { continue }
            counts[words[order - 1], default: 0] += Int(table.counts[row])
        }
        return counts
    }
}
