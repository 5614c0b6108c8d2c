internal import Foundation
package import LanguageModeling
internal import Tokenization

/// Maximum likelihood, Laplace and Lidstone: the same is added to the count of every word.
///
///     P(w | h) = (n(hw) + K) / (n(h) + K · V),   n(h) = Σ_w n(hw)
///
/// K = 0 is maximum likelihood, undefined where n(h) = 0; K = 1 is Laplace's rule of succession. V counts `<unk>` and
/// `</s>`, not `<s>`.
/// - SeeAlso: Lidstone (1920); Chen & Goodman (1998), 2.1.
package struct AdditiveModel: LanguageModel {
    package let name: String
    package let vocabulary: ModelVocabulary
    package let storage: PackedNgrams
    /// K.
    package let added: Double
    /// n(h) of the empty context.
    private let eventCount: Int

    package init(name: String, vocabulary: ModelVocabulary, storage: PackedNgrams, added: Double) {
        precondition(storage.shape.idCount == vocabulary.idCount, "a model of another vocabulary")
        self.name = name
        self.vocabulary = vocabulary
        self.storage = storage
        self.added = added
        eventCount = storage.countEvents()
    }

    package var parameterCount: Int { storage.shape.nodeCount }
    package var byteCount: Int { storage.shape.savedByteCount }
    package var contextScope: ContextScope { .ngram(order: storage.shape.order) }

    package func makeScorer() -> any Scorer { AdditiveScorer(model: self) }

    package func probabilities(after context: [WordID]) -> [Double]? {
        let (counts, total) = storage.counts(after: context.suffix(storage.shape.order - 1))
        return AdditiveFormula(added: added, size: vocabulary.size).probabilities(counts, total: total)
    }

    /// ln P(word | context), −∞ where it is zero or undefined.
    ///
    /// - Parameter context: the node of the words before; `nil` if they were not seen.
    fileprivate func logProbability(of word: WordID, after context: Int?) -> Double {
        var count = 0
        var total = 0
        if let context {
            // A context is followed as often as it occurs, unless it ends a segment; and none that ends one is asked.
            total = storage.count(of: context)
            count = storage.child(word, of: context).map { storage.count(of: $0) } ?? 0
        } else if storage.shape.order == 1 {
            total = eventCount
            count = storage.count(of: Int(word))
        }
        return AdditiveFormula(added: added, size: vocabulary.size).logProbability(count, total: total) ?? -.infinity
    }
}

/// (n(hw) + K) / (n(h) + K · V)
struct AdditiveFormula {
    /// K.
    let added: Double
    /// V.
    let size: Int

    /// `nil` where it is undefined, −∞ where it is zero.
    func logProbability(_ count: Int, total: Int) -> Double? {
        probability(count, total: total).map { log($0) }
    }

    private func probability(_ count: Int, total: Int) -> Double? {
        // All of it divided by a large K, which would overflow otherwise.
        let scale = max(added, 1)
        let denominator = Double(total) / scale + added / scale * Double(size)
        return denominator > 0 ? (Double(count) / scale + added / scale) / denominator : nil
    }

    func derivation(of word: String, after context: [String], count: Int, total: Int) -> NgramDerivation {
        let step = NgramDerivation.Step(
            order: context.count + 1, rule: .additive(count: count, total: total, added: added, size: size),
            probability: probability(count, total: total))
        return NgramDerivation(word: word, context: context, steps: [step], isScore: false)
    }

    func probabilities(_ counts: [Int], total: Int) -> [Double]? {
        guard total > 0 || added > 0 else { return nil }
        var probabilities = counts.map { probability($0, total: total) ?? 0 }
        probabilities[Int(Marker.segmentStart)] = 0
        return probabilities
    }
}

/// Walks a stream with the last N − 1 words of the segment.
private struct AdditiveScorer: Scorer {
    let model: AdditiveModel
    /// The last words of the segment, at most N − 1.
    private var history: [WordID] = []

    init(model: AdditiveModel) {
        self.model = model
        restart()
    }

    private mutating func restart() { history = model.storage.shape.order > 1 ? [Marker.segmentStart] : [] }

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        var result = [Double](repeating: 0, count: events.count)
        for index in events.indices {
            let word = events[index]
            let context = history.isEmpty ? nil : model.storage.node(of: history)
            result[index] = model.logProbability(of: word, after: context)
            if word == Marker.segmentEnd {
                restart()
            } else if model.storage.shape.order > 1 {
                if history.count == model.storage.shape.order - 1 { history.removeFirst() }
                history.append(word)
            }
        }
        return result
    }
}
