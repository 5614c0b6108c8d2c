package import LanguageModeling

/// How large the n-grams of a model can be: beyond, there are no numbers for them, in memory and in a saved model.
package struct TrieLimits: Sendable {
    /// n-grams of all orders; also a saved model's.
    package var ngrams = Int(Int32.max) - 1
    /// Places of the training text, an `<s>` for each segment included; one more number stands for none.
    package var places = Int(UInt32.max)
    /// Types of the vocabulary.
    package var types = 1 << 31
    /// Bytes of all words of a saved model together.
    package var wordBytes = Int(UInt32.max)

    package init() {}
}

extension ModelVocabulary {
    /// - Throws: if a model of this vocabulary could not be saved.
    package func requireRoom(_ limits: TrieLimits = TrieLimits()) throws(EstimationError) {
        guard idCount <= limits.types else { throw .tooManyTypes(idCount) }
        guard utf8Count <= limits.wordBytes else { throw .vocabularyTooLong(bytes: utf8Count) }
    }
}
