internal import Gramarye
internal import Reporting

extension Corpus {
    /// How a result was made of this corpus.
    /// - Parameters:
    ///   - rule: the rule of the vocabulary of the models shown; `nil` for the database's own.
    ///   - seed: `nil` if nothing was drawn.
    ///   - tokenizers: what cut the texts; the corpus's is named unless it was one other for all.
    func provenance(
        rule: VocabularyRule? = nil, seed: UInt64? = nil, tokenizers: Set<TokenizerSettings> = []
    ) throws -> Provenance {
        let tokenizer = tokenizers.count == 1 ? tokenizers.first! : tokenizer
        var provenance = Provenance(version: gramVersion, commandLine: commandLineText())
        provenance.database = store.path
        provenance.corpusFingerprint = try store.fingerprint()
        provenance.tokenizer = tokenizer.description
        provenance.tokenizerFingerprint = tokenizer.fingerprint
        provenance.vocabularyRule = (rule ?? vocabularyRule).description
        provenance.seed = seed
        return provenance
    }
}
