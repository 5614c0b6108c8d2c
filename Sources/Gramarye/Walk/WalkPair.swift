internal import LanguageModeling
internal import Storage
internal import Tokenization

/// A frequent pair of words, what follows its first word, and a word that never does.
struct WalkPair {
    /// X and Y.
    let context: String
    let word: String
    /// All that follows X in train, `</s>` among it, the most frequent first.
    let continuations: [(word: String, count: Int)]
    /// n(X), which counts what follows it.
    let total: Int
    /// A word of the vocabulary that train has, the most frequent of those never after X.
    let unseen: String?

    var asked: (context: String, word: String) { (context, word) }
}

extension WalkGround {
    /// How many pairs are looked through for one that models know.
    private static var candidates: Int { 50 }

    /// The most frequent pair of train, of two words that models know, none of them white space, if there is such a pair.
    func pair() throws -> WalkPair {
        let part = CorpusPart.splits([.train])
        let top =
            try corpus.storedTop(Self.candidates, order: 2, of: part, minimum: 1)?.rows
            ?? RankedNgrams(corpus.tokens(of: part), order: 2, types: corpus.store.types()).top(Self.candidates).rows
        let pairs = top.map(\.ngram)
        let known = pairs.filter { $0.allSatisfy(vocabulary.contains) }
        let visible = known.first { pair in !pair.contains { $0.allSatisfy(\.isWhitespace) } }
        guard let pair = visible ?? known.first ?? pairs.first else {
            throw WalkLack(reason: "no segment of train has two tokens")
        }
        let spelled = SpelledCounts(store: corpus.store, splits: [.train])
        let continuations = try spelled.continuations(of: [pair[0]])
        let followers = Set(continuations.map(\.word))
        return WalkPair(
            context: pair[0], word: pair[1], continuations: continuations,
            total: try spelled.contextCount(of: [pair[0]]),
            unseen: try mostFrequentWord { !followers.contains($0) })
    }

    /// The word of the vocabulary that train has most often, of those that meet a condition; of equals the first in code
    /// point order.
    private func mostFrequentWord(where isWanted: (String) -> Bool) throws -> String? {
        let types = try corpus.store.types()
        var best: (word: String, count: Int)?
        for (id, count) in try corpus.typeCounts(of: .train).enumerated().dropFirst(Marker.texts.count)
        where count > 0 && count >= best?.count ?? 0 {
            let word = types[TokenID(id)]
            guard vocabulary.contains(word), isWanted(word) else { continue }
            if let best, best.count == count, codePointsPrecede(best.word, word) { continue }
            best = (word, count)
        }
        return best?.word
    }
}
