internal import Foundation
package import LanguageModeling
internal import Tokenization

/// Entropies of a back-off model's distributions, each context's from that of the shorter one.
///
/// Only the children of a context h have probabilities of their own there; all others have β of what they have after h′.
/// With S = Σ P and L = Σ P ln P over the vocabulary,
///
///     L(h) = β (L(h′) + S(h′) ln β) + Σ over children [p ln p − βp′ (ln β + ln p′)],   p′ = P(w | h′)
///
/// and S(h) likewise: O(children of h) instead of O(V), once for each context.
struct ContextEntropies<Storage: BackoffStorage> where Storage.Failure == Never {
    private struct Sums {
        var probability = 0.0
        var information = 0.0

        mutating func add(_ sign: Double, _ logProbability: Double) {
            guard logProbability > -.infinity else { return }
            let probability = sign * exp(logProbability)
            self.probability += probability
            information += probability * logProbability
        }
    }

    private let ngrams: Storage
    private var known: [Int: Sums] = [:]
    private let unigrams: Sums

    init(_ ngrams: Storage) {
        self.ngrams = ngrams
        var sums = Sums()
        for word in 0..<ngrams.shape.idCount { sums.add(1, ngrams.logProbability(of: word)) }
        unigrams = sums
    }

    /// −Σ P ln P after a context, in nats.
    ///
    /// - Parameter contexts: the stored contexts that end the history, the longest first.
    mutating func entropy(after contexts: [Int]) -> Double { max(0, -sums(contexts[...]).information) }

    private mutating func sums(_ contexts: ArraySlice<Int>) -> Sums {
        guard let context = contexts.first else { return unigrams }
        if let sums = known[context] { return sums }
        let shorter = contexts.dropFirst()
        var sums = sums(shorter)
        let logBackoff = ngrams.logBackoff(of: context)
        let backoff = exp(logBackoff)
        sums.information = backoff > 0 ? backoff * (sums.information + sums.probability * logBackoff) : 0
        sums.probability *= backoff
        for child in ngrams.children(of: context) {
            let word = ngrams.lastWord(of: child)
            sums.add(1, ngrams.logProbability(of: child))
            sums.add(-1, logBackoff + ngrams.logProbability(of: word, contexts: Array(shorter)).value)
        }
        known[context] = sums
        return sums
    }
}

extension BackoffStorage where Failure == Never {
    /// −Σ P ln P before each event of texts, each begun without a history.
    func entropies(ofTexts texts: [EncodedText]) -> [[Double]] {
        var entropies = ContextEntropies(self)
        let start: [Int?] = shape.order > 1 ? [Int(Marker.segmentStart)] : []
        return texts.map { text in
            var contexts = start
            return text.words.map { word in
                let entropy = entropies.entropy(after: contexts.reversed().compactMap { $0 })
                contexts = word == Marker.segmentEnd ? start : self.contexts(contexts, followedBy: word)
                return entropy
            }
        }
    }
}

extension BackoffModel {
    package func scores(ofTexts texts: [EncodedText]) -> [[EventScore]] {
        let entropies: [[Double]] =
            switch ngrams {
            case .estimated(let ngrams): ngrams.entropies(ofTexts: texts)
            case .compact(let ngrams): ngrams.entropies(ofTexts: texts)
            case .packed(let ngrams): ngrams.entropies(ofTexts: texts)
            case .quantized(let ngrams): ngrams.entropies(ofTexts: texts)
            }
        return zip(texts, entropies).map { text, entropies in
            var scorer = makeScorer()
            return zip(scorer.logProbabilities(of: text.words.span), entropies).map {
                EventScore(logProbability: $0, entropy: $1)
            }
        }
    }
}
