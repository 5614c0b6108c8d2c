internal import Foundation
package import LanguageModeling
internal import Tokenization

/// How surprising a word of a stimulus is to a model.
package struct WordSurprisal: Sendable, Equatable {
    /// −log₂ P of the word's tokens, the spelling of unknown ones included: ∞ where the model rules one of them out,
    /// `nil` where the word has no token, or an unknown one that is not to be charged or whose spelling nobody knows.
    package let bits: Double?
    /// What of `bits` is the spelling of unknown tokens.
    package let spellingBits: Double?
    /// The entropy, in bits, of the model's distribution before the word, over its whole vocabulary.
    package let entropyBits: Double?
    /// Whether the model knows all of the word's tokens; `nil` where it has none.
    package let isKnown: Bool?
}

/// The surprisal of a word that a model does not know.
package enum UnknownWordRule: String, Sendable, CaseIterable {
    /// That of `<unk>` and of the word's spelling together.
    case spell
    /// Undefined.
    case null
}

/// The surprisal of the words of stimuli by a model.
package struct SurprisalMeter: Sendable {
    private let model: any LanguageModel
    private let spelling: SpellingModel
    private let unknown: UnknownWordRule

    /// - Parameter spelling: of the words that the model's vocabulary leaves out.
    package init(_ model: any LanguageModel, spelling: SpellingModel, unknown: UnknownWordRule = .spell) {
        self.model = model
        self.spelling = spelling
        self.unknown = unknown
    }

    /// For each stimulus a figure for each of its words. No history is carried over from one stimulus to the next.
    package func surprisals(of stimuli: [TokenizedStimulus]) -> [[WordSurprisal]] {
        let texts = stimuli.map { stimulus in
            EncodedText(
                words: stimulus.tokens.map { model.vocabulary.id(of: $0) }, characterCount: stimulus.tokens.count)
        }
        return zip(zip(stimuli, texts), model.scores(ofTexts: texts)).map { read, scores in
            read.0.words.map { surprisal(of: $0, in: read.0, events: read.1.words, scores) }
        }
    }

    private func surprisal(
        of word: TokenizedStimulus.Word, in stimulus: TokenizedStimulus, events: [WordID], _ scores: [EventScore]
    ) -> WordSurprisal {
        // A model that reads backwards comes to a word from behind.
        let first = model.direction == .backward ? word.tokens.last : word.tokens.first
        guard let first else { return WordSurprisal(bits: nil, spellingBits: nil, entropyBits: nil, isKnown: nil) }
        let unknowns = word.tokens.filter { events[$0] == Marker.unknown }
        let isCharged =
            unknowns.isEmpty
            || unknown == .spell && !unknowns.contains { stimulus.tokens[$0] == Marker.texts[Int(Marker.unknown)] }
        let spellingBits = unknowns.reduce(0) { $0 + spelling.bits(of: stimulus.tokens[$1]) }
        let bits = word.tokens.reduce(0) { $0 - scores[$1].logProbability / M_LN2 }
        return WordSurprisal(
            bits: isCharged ? bits + spellingBits : nil, spellingBits: isCharged ? spellingBits : nil,
            entropyBits: scores[first].entropy.map { $0 / M_LN2 }, isKnown: unknowns.isEmpty)
    }
}
