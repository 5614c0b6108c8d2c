internal import LanguageModeling
internal import NgramModels
internal import Storage
internal import Synchronization
internal import Tokenization

/// The counts of Laplace's model: the stored ones while only words of the vocabulary are asked for, else those of the
/// text with every other word made `<unk>`.
final class LaplaceCounts: Sendable {
    let shelf: ModelShelf
    private let order: Int
    private let splits: Set<Split>
    private let mapped = Mutex<PackedNgrams?>(nil)

    init(shelf: ModelShelf, order: Int, _ splits: Set<Split>) {
        self.shelf = shelf
        self.order = order
        self.splits = splits
    }

    /// V.
    var vocabularySize: Int {
        get throws {
            // `<unk>` and `</s>` count too.
            guard case .minimumCount(let minimum) = shelf.rule else { return try shelf.vocabulary().size }
            return try shelf.corpus.store.typeCount(of: .train, minimum: minimum) + 2
        }
    }

    /// Whether the vocabulary has a word.
    func knows(_ word: String) throws -> Bool {
        guard case .minimumCount(let minimum) = shelf.rule else { return try shelf.vocabulary().contains(word) }
        guard let id = try shelf.corpus.store.id(ofType: word), id != Marker.unknown else { return false }
        return try id < Marker.texts.count || shelf.corpus.store.count(of: [id], splits: [.train]) >= minimum
    }

    func counts(
        of word: String, after context: [String], spelled: (count: Int, total: Int)
    ) throws -> (count: Int, total: Int) {
        if try (context + [word]).allSatisfy(knows) { return spelled }
        let vocabulary = try shelf.vocabulary()
        return try ngrams().count(of: vocabulary.id(of: word), after: context.map(vocabulary.id(of:)))
    }

    /// The likeliest words, ties by code point order.
    func ranked(after context: [String], limit: Int, unknown: Bool) throws -> [String] {
        if limit > 0, !unknown, try context.allSatisfy(knows) {
            var words: [String] = []
            let spelled = SpelledCounts(store: shelf.corpus.store, splits: splits)
            for next in try spelled.continuations(of: context) where try knows(next.word) {
                words.append(next.word)
                if words.count == limit { return words }
            }
        }
        let vocabulary = try shelf.vocabulary()
        let counts = try ngrams().counts(after: context.map(vocabulary.id(of:))[...]).counts
        let shown = vocabulary.words.indices.filter {
            $0 != Int(Marker.segmentStart) && (unknown || $0 != Int(Marker.unknown))
        }
        return shown.sorted { a, b in
            counts[a] != counts[b]
                ? counts[a] > counts[b] : codePointsPrecede(vocabulary.words[a], vocabulary.words[b])
        }.map { vocabulary.words[$0] }
    }

    /// The distribution after a context, by `WordID`.
    func probabilities(after context: [String]) throws -> [Double] {
        let vocabulary = try shelf.vocabulary()
        let (counts, total) = try ngrams().counts(after: context.map(vocabulary.id(of:))[...])
        return counts.enumerated().map { id, count in
            id == Int(Marker.segmentStart) ? 0 : Double(Int(count) + 1) / Double(total + vocabulary.size)
        }
    }

    private func ngrams() throws -> PackedNgrams {
        if let ngrams = mapped.withLock({ $0 }) { return ngrams }
        let vocabulary = try shelf.vocabulary()
        var words: [WordID] = []
        for split in Split.allCases where splits.contains(split) {
            words += try shelf.events(of: split, in: vocabulary).words
        }
        let counts = try NgramCounts(of: words, idCount: vocabulary.idCount, order: order)
        let ngrams = PackedNgrams(counts)
        mapped.withLock { $0 = ngrams }
        return ngrams
    }
}
