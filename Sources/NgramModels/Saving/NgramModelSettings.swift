internal import Basics
internal import Foundation
package import LanguageModeling
package import Tokenization

/// What a saved n-gram model says of itself beside its parts, as JSON.
package struct NgramModelSettings: Codable, Sendable, Equatable {
    /// `mkn:3`; or how it came, for imported models.
    package var model: String
    /// Nodes by order.
    package var ngrams: [Int]
    /// What the records hold: `probabilities` or `counts`.
    package var values: Values
    /// K of models on counts.
    package var added: Double?
    /// ln α of Stupid Backoff.
    package var penalty: Double?
    /// `true` for a model of texts read backwards, else left out.
    package var reversed: Bool?
    /// How the model was made smaller; left out where it was not.
    package var pruning: Pruning?
    /// What cuts texts into the tokens of a model that was imported; of others the corpus's tokenizer does.
    package var tokenizer: TokenizerSettings?
    package var notes: [String]
    /// What its smoothing took from the text; left out where that is nothing, and by versions that did not keep it.
    package var fitted: [FittedParameter]?
    package var rule: VocabularyRule
    /// The vocabulary's.
    package var hash: String

    package enum Values: String, Codable, Sendable {
        case probabilities, counts
    }

    package init(
        model: String, ngrams: [Int], values: Values, added: Double? = nil, penalty: Double? = nil,
        reversed: Bool? = nil, pruning: Pruning? = nil, tokenizer: TokenizerSettings? = nil, notes: [String],
        fitted: [FittedParameter]? = nil,
        rule: VocabularyRule, hash: String
    ) {
        self.model = model
        self.ngrams = ngrams
        self.values = values
        self.added = added
        self.penalty = penalty
        self.reversed = reversed
        self.pruning = pruning
        self.tokenizer = tokenizer
        self.notes = notes
        self.fitted = fitted
        self.rule = rule
        self.hash = hash
    }

    package var json: String { sortedJSON(self) }

    /// - Parameter name: the model's, for errors.
    /// - Throws: `NgramModelFormatError` for what is no such settings, or none of a model that can be.
    package init(json: String, of name: String) throws {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)),
            let words = read.ngrams.first, words >= Marker.texts.count,
            read.ngrams.allSatisfy({ (0...TrieLimits().ngrams).contains($0) }),
            read.ngrams.reduce(0, +) <= TrieLimits().ngrams,
            // A model on counts adds something to each, if only 0; one of probabilities has nothing to add to.
            (read.values == .counts) == (read.added != nil), read.added ?? 0 >= 0, read.added ?? 0 < .infinity,
            read.penalty ?? 0 <= 0
        else { throw NgramModelFormatError(name: name) }
        self = read
    }

    package var direction: ReadingDirection { reversed == true ? .backward : .forward }

    package var shape: TrieShape { TrieShape(levelCounts: ngrams, code: WordCode(idCount: ngrams[0])) }
}

/// The names of a saved model's parts.
package enum NgramPart {
    /// The records of ``NgramRecord``, 32 bits a number.
    package static let ngrams = "ngrams"
    /// ``NgramGuides``, 16 bits a number; models that were saved before there was such a part have none, and are as right.
    package static let guides = "guides"
    /// The words' UTF-8 one after the other; where each begins, by id, and the end; ids in the order of the words' bytes.
    package static let words = "words", wordStarts = "word_starts", wordOrder = "word_order"
    /// ``SpellingCounts``, 64 bits a number, of the corpus's words that are not in the vocabulary; models that were saved
    /// before there was such a part, and imported ones, have none.
    package static let spelling = "spelling"
}
