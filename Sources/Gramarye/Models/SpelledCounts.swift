internal import Counting
internal import Storage
package import Tokenization

/// Counts of words as they are spelled, never `<unk>` for a rare one.
package struct SpelledCounts: Sendable {
    let store: CorpusStore
    /// The splits counted.
    package let splits: Set<Split>

    /// n(w₁…wₙ) for any n; 0 if a word is not in the corpus.
    package func count(of ngram: [String]) throws -> Int {
        guard let ids = try ids(of: ngram) else { return 0 }
        if CorpusStore.storedOrders.contains(ids.count) { return try store.count(of: ids, splits: splits) }
        return try scanned(ids.dropLast())[ids[ids.count - 1]] ?? 0
    }

    /// What follows a context that no table has.
    private func scanned(_ context: some Collection<TokenID>) throws -> [TokenID: Int] {
        let context = Array(context)
        return try store.continuations(of: ScannedContext(context, in: splits)) {
            try store.continuationsByScan(of: context, splits: splits)
        }
    }

    /// n(hw) of several words after one context.
    func counts(of words: [String], after context: [String]) throws -> [Int] {
        if context.count < CorpusStore.storedOrders.upperBound {
            return try words.map { try count(of: context + [$0]) }
        }
        guard let ids = try ids(of: context) else { return words.map { _ in 0 } }
        let counts = try scanned(ids)
        return try words.map { word in try store.id(ofType: word).flatMap { counts[$0] } ?? 0 }
    }

    /// Σ_w n(hw): how often a context was followed by anything; all events for the empty one.
    package func contextCount(of context: [String]) throws -> Int {
        if context.isEmpty {
            return try store.splits().filter { splits.contains($0.split) }.reduce(0) { $0 + $1.tokens + $1.segments }
        }
        if context.last == Marker.texts[Int(Marker.segmentEnd)] { return 0 }
        guard !CorpusStore.storedOrders.contains(context.count) else { return try count(of: context) }
        // What follows it is sought anyway, and each occurrence is followed by something.
        return try ids(of: context).map { try scanned($0).values.reduce(0, +) } ?? 0
    }

    /// The words that follow a context, the most frequent first, ties by code point order; `<s>` never does.
    ///
    /// - Parameter limit: so many at least, if there are, and all that are as frequent as the last; all where `nil`.
    package func continuations(
        of context: [String], limit: Int? = nil
    ) throws -> [(word: String, count: Int)] {
        guard let ids = try ids(of: context) else { return [] }
        var counts: [TokenID: Int] = [:]
        if CorpusStore.storedOrders.contains(ids.count + 1) {
            for next in try store.continuations(of: ids, splits: splits) { counts[next.id] = next.count }
        } else {
            counts = try scanned(ids)
        }
        counts[Marker.segmentStart] = nil
        if let limit, limit < counts.count {
            let least = limit == 0 ? .max : counts.values.sorted(by: >)[limit - 1]
            counts = counts.filter { $0.value >= least }
        }
        // Some thousands of look-ups take less than the reading of all types of a large corpus.
        let texts = counts.count < 4_096 ? try store.texts(of: Set(counts.keys)) : nil
        let types = try texts == nil ? store.types() : nil
        return counts.map { (word: texts?[$0.key] ?? types?[$0.key] ?? "", count: $0.value) }.sorted { a, b in
            a.count != b.count ? a.count > b.count : codePointsPrecede(a.word, b.word)
        }
    }

    private func ids(of words: [String]) throws -> [TokenID]? {
        var ids: [TokenID] = []
        for word in words {
            guard let id = try store.id(ofType: word) else { return nil }
            ids.append(id)
        }
        return ids
    }
}
