internal import Foundation
internal import Tokenization

/// The likeliest continuations of a text that a search of limited width finds: each step keeps the best B of all that
/// continue those kept before by one word (Lowerre 1976).
///
/// A text ends with its segment, or with as many tokens as are asked for. Scores are Σ ln P of its words, `</s>` among them:
/// longer texts have lower ones.
package enum BeamSearch {
    package struct Text: Sendable, Equatable {
        /// With `</s>` where the segment ended.
        package let words: [WordID]
        /// Σ ln P
        package let logProbability: Double
    }

    private struct Beam {
        var walk: any ModelWalk
        var words: [WordID] = []
        var logProbability = 0.0
        /// Whether a segment begins, which does not end there.
        var begins: Bool
    }

    /// - Parameters:
    ///   - prompt: read first, as the beginning of a segment; `<s>` is put before it where it has none.
    ///   - width: B.
    ///   - length: tokens of a text at most.
    ///   - drawsUnknown: whether `<unk>` may stand in a text.
    /// - Returns: at most B texts, the likeliest first.
    /// - Precondition: `width` and `length` are 1 or more.
    /// - Complexity: O(B² · V) time a word at worst, O(B · V) where few words are likelier than those before them.
    package static func texts(
        of model: some LanguageModel, after prompt: [WordID], width: Int, length: Int, drawsUnknown: Bool = false
    ) -> [Text] {
        precondition(width > 0 && length > 0)
        let isStarted = prompt.first == Marker.segmentStart
        var beams = [
            Beam(
                walk: model.makeWalk(after: (isStarted ? [] : [Marker.segmentStart]) + prompt),
                begins: prompt.last.map { $0 == Marker.segmentEnd || $0 == Marker.segmentStart } ?? true)
        ]
        var ended: [Text] = []
        while !beams.isEmpty {
            var continued: [Continuation] = []
            for (number, beam) in beams.enumerated() {
                guard var probabilities = beam.walk.probabilities() else { continue }
                probabilities[Int(Marker.segmentStart)] = 0
                if beam.begins { probabilities[Int(Marker.segmentEnd)] = 0 }
                if !drawsUnknown { probabilities[Int(Marker.unknown)] = 0 }
                let best = SamplingSettings.largest(width, of: probabilities)
                if continued.count >= 4 * width { continued = Self.best(width, of: continued) }
                continued += best.filter { probabilities[$0] > 0 }.map {
                    Continuation(
                        beam: number, word: WordID($0), logProbability: beam.logProbability + log(probabilities[$0]))
                }
            }
            let kept = Self.best(width, of: continued)
            var next: [Beam] = []
            for continuation in kept {
                let (number, word, logProbability) = (
                    continuation.beam, continuation.word, continuation.logProbability
                )
                let words = beams[number].words + [word]
                if word == Marker.segmentEnd || words.count == length {
                    ended.append(Text(words: words, logProbability: logProbability))
                } else {
                    var walk = beams[number].walk.copy()
                    walk.append(word)
                    next.append(Beam(walk: walk, words: words, logProbability: logProbability, begins: false))
                }
            }
            ended = Array(
                ended.enumerated().sorted {
                    ($1.element.logProbability, $0.offset) < ($0.element.logProbability, $1.offset)
                }.prefix(width).map(\.element))
            // A text that goes on only becomes less likely.
            let worst = ended.count == width ? ended[width - 1].logProbability : -.infinity
            beams = next.filter { $0.logProbability > worst }
        }
        return ended
    }

    /// A text of those kept, one word longer.
    private struct Continuation {
        let beam: Int
        let word: WordID
        let logProbability: Double
    }

    /// The likeliest. Equal ones in the order of the texts that they continue, then of their words.
    private static func best(_ count: Int, of continuations: [Continuation]) -> [Continuation] {
        continuations.enumerated().sorted {
            ($1.element.logProbability, $0.offset) < ($0.element.logProbability, $1.offset)
        }.prefix(count).map(\.element)
    }
}
