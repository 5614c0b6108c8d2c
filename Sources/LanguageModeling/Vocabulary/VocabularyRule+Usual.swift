extension VocabularyRule {
    /// The rule of a new corpus where none is asked for: every word seen twice, so that `<unk>` has been seen too.
    ///
    /// - Parameters:
    ///   - isOfCharacters: whether tokens are characters, which are few, and all known.
    ///   - hasLiteralUnknown: whether the training text has a word `<unk>`, and so was cut already.
    public static func usual(isOfCharacters: Bool, hasLiteralUnknown: Bool) -> VocabularyRule {
        .minimumCount(isOfCharacters || hasLiteralUnknown ? 1 : 2)
    }
}
