public import LanguageModeling
public import Reporting
internal import Storage
internal import Tokenization

/// The version of tool and library.
public let gramaryeVersion = "0.1.0"

extension Corpus {
    /// How a result was made of this corpus.
    /// - Parameters:
    ///   - rule: the rule of the vocabulary of the models shown; `nil` for the database's own.
    ///   - seed: `nil` if nothing was drawn.
    public func provenance(rule: VocabularyRule? = nil, seed: UInt64? = nil) throws -> Provenance {
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = store.path
        provenance.corpusFingerprint = try store.fingerprint()
        provenance.tokenizer = tokenizer.description
        provenance.tokenizerFingerprint = tokenizer.fingerprint
        provenance.vocabularyRule = (rule ?? vocabularyRule).description
        provenance.seed = seed
        return provenance
    }
}
