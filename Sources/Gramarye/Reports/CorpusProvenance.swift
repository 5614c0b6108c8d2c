package import LanguageModeling
package import Reporting
internal import Storage
internal import Tokenization

/// The version of tool and library.
public let gramaryeVersion = "0.1.0"

extension Corpus {
    /// How a result was made from this corpus.
    ///
    /// It is the last thing that a command reads: it ends the snapshot, so that writers need not wait until a result is
    /// computed or read.
    ///
    /// - Parameters:
    ///   - rule: the rule of the vocabulary of the models shown; `nil` for the database's own.
    ///   - seed: `nil` if nothing was drawn.
    ///   - isLast: `false` where more is to be read.
    package func provenance(
        rule: VocabularyRule? = nil, seed: UInt64? = nil, isLast: Bool = true
    ) throws -> Provenance {
        let fingerprint = try store.fingerprint()
        if isLast { store.endSnapshot() }
        return Provenance(
            database: store.path, fingerprint: fingerprint, tokenizer: tokenizer, rule: rule ?? vocabularyRule,
            seed: seed)
    }
}

extension Provenance {
    package init(
        database: String, fingerprint: String, tokenizer: TokenizerSettings, rule: VocabularyRule, seed: UInt64? = nil
    ) {
        self.init(version: gramaryeVersion)
        self.database = database
        corpusFingerprint = fingerprint
        self.tokenizer = tokenizer.description
        tokenizerFingerprint = tokenizer.fingerprint
        vocabularyRule = rule.description
        self.seed = seed
    }

    /// Names the rule of the vocabulary of the models shown where they have one; else the one asked for stays.
    mutating func name(rules: Set<String>) {
        if rules.count == 1 { vocabularyRule = rules.first }
    }

    /// Names what cut the texts; the corpus's tokenizer stays named unless it was one other for all.
    package mutating func name(_ tokenizers: Set<TokenizerSettings>) {
        guard let only = tokenizers.first, tokenizers.count == 1 else { return }
        tokenizer = only.description
        tokenizerFingerprint = only.fingerprint
    }
}
