internal import Foundation
internal import Tokenization

/// The score of an event by a model: how likely it was, and how uncertain the model was before it.
public struct EventScore: Sendable, Equatable {
    /// ln P(event | history); −∞ where it is zero or undefined.
    public let logProbability: Double
    /// −Σ P ln P over the whole vocabulary before the event, in nats: from 0 to ln V. `nil` where the model leaves the
    /// distribution undefined.
    public let entropy: Double?

    public init(logProbability: Double, entropy: Double?) {
        self.logProbability = logProbability
        self.entropy = entropy
    }
}

extension LanguageModel {
    /// For models that give a whole distribution at each step of a walk.
    public func scores(ofTexts texts: [EncodedText]) -> [[EventScore]] {
        texts.map { text in
            var scorer = makeScorer()
            var walk = makeWalk(after: [Marker.segmentStart])
            return zip(text.words, scorer.logProbabilities(of: text.words.span)).map { word, logProbability in
                let entropy = walk.probabilities().map { shannonEntropy(of: $0) }
                walk.append(word)
                return EventScore(logProbability: logProbability, entropy: entropy)
            }
        }
    }
}

/// −Σ p ln p, in nats.
func shannonEntropy(of probabilities: [Double]) -> Double {
    max(0, -probabilities.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 })
}
