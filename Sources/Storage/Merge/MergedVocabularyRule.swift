internal import Tokenization

/// The vocabulary rule of databases that become one: the one that all have, or the default of all their texts, where each
/// has the default of its own.
///
/// Of a rule that stands in a database nobody knows any more whether it was asked for. One that is the default there is
/// taken for it, which makes no difference where all have one rule.
struct MergedVocabularyRule {
    /// What all have; `nil` where the default is to be made of all texts.
    let common: String?

    /// - Parameter settings: of each database that has a document.
    /// - Throws: `StorageError` if they have different rules, of which one is no default.
    init(_ settings: [ShardSettings], _ options: MergeOptions) throws(StorageError) {
        guard let first = settings.first else { preconditionFailure("one has a document") }
        guard let other = settings.first(where: { $0.vocabularyRule != first.vocabularyRule }) else {
            common = first.vocabularyRule
            return
        }
        let areDefaults = settings.allSatisfy {
            $0.vocabularyRule == options.defaultVocabularyRule($0.tokenizer.tokens, $0.hasLiteralUnknown)
        }
        guard areDefaults else {
            let names = [first, other].map { options.nameOfVocabularyRule($0.vocabularyRule) ?? $0.vocabularyRule }
            throw .unlike(
                other.path, .vocabulary, has: names[1], in: first.path,
                wants: names[0] == names[1] ? "another such" : names[0])
        }
        common = nil
    }
}
