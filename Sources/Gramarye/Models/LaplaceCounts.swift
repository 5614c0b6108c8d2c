internal import LanguageModeling
internal import Storage
internal import Synchronization
internal import Tokenization

/// The counts of Laplace's model: the stored ones while only words of the vocabulary are asked for, else those of one walk over
/// the text with every other word made `<unk>`.
final class LaplaceCounts: Sendable {
    let shelf: ModelShelf
    private let splits: Set<Split>
    /// What follows the contexts that were asked for.
    private let found = Mutex<[[WordID]: [WordID: Int]]>([:])

    init(shelf: ModelShelf, _ splits: Set<Split>) {
        self.shelf = shelf
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
        let counts = try continuations(of: context, in: vocabulary)
        return (counts[vocabulary.id(of: word)] ?? 0, counts.values.reduce(0, +))
    }

    /// The likeliest words, ties by code point order.
    func ranked(after context: [String], limit: Int, unknown: Bool) throws -> [String] {
        if limit > 0, !unknown, try context.allSatisfy(knows) {
            let spelled = SpelledCounts(store: shelf.corpus.store, splits: splits)
            // The most frequent are nearly always known.
            for most in [limit + 1, nil] {
                var words: [String] = []
                for next in try spelled.continuations(of: context, limit: most) where try knows(next.word) {
                    words.append(next.word)
                    if words.count == limit { return words }
                }
            }
        }
        let vocabulary = try shelf.vocabulary()
        let counts = try continuations(of: context, in: vocabulary)
        let shown = vocabulary.words.indices.filter {
            $0 != Int(Marker.segmentStart) && (unknown || $0 != Int(Marker.unknown))
        }
        return shown.map { (word: vocabulary.words[$0], count: counts[WordID($0)] ?? 0) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : codePointsPrecede($0.word, $1.word) }.map(\.word)
    }

    /// The distribution after a context, by `WordID`.
    func probabilities(after context: [String]) throws -> [Double] {
        let vocabulary = try shelf.vocabulary()
        let counts = try continuations(of: context, in: vocabulary)
        let total = counts.values.reduce(0, +) + vocabulary.size
        return (0..<vocabulary.idCount).map { id in
            id == Int(Marker.segmentStart) ? 0 : Double((counts[WordID(id)] ?? 0) + 1) / Double(total)
        }
    }

    /// How often each word follows a context.
    private func continuations(of context: [String], in vocabulary: ModelVocabulary) throws -> [WordID: Int] {
        let ids = context.map(vocabulary.id(of:))
        if let known = found.withLock({ $0[ids] }) { return known }
        let store = shelf.corpus.store
        var counts: [WordID: Int]
        if try context.allSatisfy(knows) {
            counts = [:]
            for next in try SpelledCounts(store: store, splits: splits).continuations(of: context) {
                counts[vocabulary.id(of: next.word), default: 0] += next.count
            }
        } else {
            counts = try store.continuationsByScan(of: ids, splits: splits, as: vocabulary.map(of: store.types()))
        }
        found.withLock { $0[ids] = counts }
        return counts
    }
}
