public import Tokenization

extension VocabularyRule {
    /// The rule of a new corpus where none is asked for: every word seen twice, so that `<unk>` has been seen too; all
    /// characters, which are few, and all subwords.
    ///
    /// - Parameter hasLiteralUnknown: whether the training text has a word `<unk>`, and so was cut already.
    public static func usual(of tokens: TokenizerSettings.Tokens, hasLiteralUnknown: Bool) -> VocabularyRule {
        switch tokens {
        case .subwords: .subwords
        case .characters: .minimumCount(1)
        case .words, .whitespace: .minimumCount(hasLiteralUnknown ? 1 : 2)
        }
    }
}
