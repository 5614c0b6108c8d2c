internal import LanguageModeling
internal import Tokenization

/// A word whose probability by backing off is above 1.
struct ProbabilityExcess {
    /// The node of the context whose weight makes it so.
    let context: Int
    /// Its words.
    let history: [WordID]
    let word: WordID
    let logProbability: Double
}

extension BackoffStorage where Failure == Never {
    /// The first context after which a word that is not stored there has a probability above 1; `nil` if none has.
    ///
    /// Where β(h) ≤ 1, P(w | h) = β(h) · P(w | h′) is at most P(w | h′): only contexts of a weight above 1 are looked at,
    /// and of these only those whose β times the largest probability after h′ is above 1.
    /// - Parameter tolerance: nats by which each of the logarithms may be rounded.
    /// - Precondition: no stored probability is above 1.
    func probabilityAboveOne(tolerance: Double) -> ProbabilityExcess? {
        guard (0..<shape.contextCount).contains(where: { logBackoff(of: $0) > tolerance }) else { return nil }
        var rankings = Rankings(self)
        var path: [WordID] = []
        func search(_ nodes: Range<Int>) -> ProbabilityExcess? {
            for node in nodes {
                let word = path.isEmpty ? WordID(node) : lastWord(of: node)
                path.append(word)
                defer { path.removeLast() }
                if logBackoff(of: node) > tolerance, let excess = excess(node, path, tolerance, &rankings) {
                    return excess
                }
                if path.count + 1 < shape.order, let excess = search(children(of: node)) { return excess }
            }
            return nil
        }
        return search(0..<shape.idCount)
    }

    private func excess(
        _ context: Int, _ history: [WordID], _ tolerance: Double, _ rankings: inout Rankings<Self>
    ) -> ProbabilityExcess? {
        let weight = logBackoff(of: context)
        let shorter = contexts(ending: history.dropFirst())
        // Numbers in single precision are rounded too, those of great weights by more.
        func isAbove(_ logProbability: Double) -> Bool {
            weight + logProbability > tolerance * Double(shape.order) + (weight - logProbability) * 0x1p-22
        }
        guard isAbove(rankings.bound(shorter[...])) else { return nil }
        var rank = 0
        while let (word, value) = rankings.word(ranked: rank, after: shorter[...]), isAbove(value) {
            if child(word, of: context) == nil {
                return ProbabilityExcess(context: context, history: history, word: word, logProbability: weight + value)
            }
            rank += 1
        }
        return nil
    }
}

/// The words after contexts by descending probability, as far as they are asked for.
///
/// A context's list is that of its own children merged with the list of the next shorter context, without them.
private struct Rankings<Storage: BackoffStorage> where Storage.Failure == Never {
    private struct Ranking {
        var ranked: [(word: WordID, logProbability: Double)] = []
        /// The context's own, by descending probability.
        var own: [(word: WordID, logProbability: Double)]
        /// How many of its own and of the shorter context's words are ranked or passed over.
        var ownCount = 0
        var shorterCount = 0
    }

    private let ngrams: Storage
    private var rankings: [Int: Ranking] = [:]
    private var bounds: [Int: Double] = [:]
    /// Stands for the empty context.
    private static var none: Int { -1 }

    init(_ ngrams: Storage) { self.ngrams = ngrams }

    /// No word after the longest of some contexts, each a suffix of the one before, is likelier than this.
    ///
    /// - Complexity: once for each context, its children.
    mutating func bound(_ contexts: ArraySlice<Int>) -> Double {
        let node = contexts.first ?? Self.none
        if let bound = bounds[node] { return bound }
        let own = own(node).reduce(-.infinity) { max($0, $1.logProbability) }
        let bound =
            contexts.isEmpty ? own : max(own, ngrams.logBackoff(of: node) + self.bound(contexts.dropFirst()))
        bounds[node] = bound
        return bound
    }

    private func own(_ node: Int) -> some Sequence<(word: WordID, logProbability: Double)> {
        (node == Self.none ? 0..<ngrams.shape.idCount : ngrams.children(of: node)).lazy.map {
            (node == Self.none ? WordID($0) : ngrams.lastWord(of: $0), ngrams.logProbability(of: $0))
        }
    }

    /// The word of a rank, counted from 0; `nil` where there are no more of a probability above 0.
    mutating func word(
        ranked rank: Int, after contexts: ArraySlice<Int>
    ) -> (word: WordID, logProbability: Double)? {
        let node = contexts.first ?? Self.none
        var ranking =
            rankings.removeValue(forKey: node)
            ?? Ranking(
                own: own(node).filter { $0.logProbability > -.infinity }.sorted {
                    $0.logProbability != $1.logProbability ? $0.logProbability > $1.logProbability : $0.word < $1.word
                })
        while ranking.ranked.count <= rank {
            let own = ranking.ownCount < ranking.own.count ? ranking.own[ranking.ownCount] : nil
            let shorter = contexts.isEmpty ? nil : shorter(&ranking, node, contexts.dropFirst())
            if let own, own.logProbability >= shorter?.logProbability ?? -.infinity {
                ranking.ranked.append(own)
                ranking.ownCount += 1
            } else if let shorter {
                ranking.ranked.append(shorter)
                ranking.shorterCount += 1
            } else {
                break
            }
        }
        let found = rank < ranking.ranked.count ? ranking.ranked[rank] : nil
        rankings[node] = ranking
        return found
    }

    /// The next word of the shorter context that is none of the context's own, by its probability here.
    private mutating func shorter(
        _ ranking: inout Ranking, _ node: Int, _ contexts: ArraySlice<Int>
    ) -> (word: WordID, logProbability: Double)? {
        let weight = ngrams.logBackoff(of: node)
        guard weight > -.infinity else { return nil }
        while let (word, value) = self.word(ranked: ranking.shorterCount, after: contexts) {
            if ngrams.child(word, of: node) == nil { return (word, weight + value) }
            ranking.shorterCount += 1
        }
        return nil
    }
}
