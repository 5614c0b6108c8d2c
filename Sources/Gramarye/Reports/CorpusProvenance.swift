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
    ///   - documents: that the result is of; all where `nil`.
    ///   - key: by whose values the result is grouped.
    ///   - isLast: `false` where more is to be read.
    package func provenance(
        rule: VocabularyRule? = nil, seed: UInt64? = nil, of documents: Subcorpus? = nil, by key: String? = nil,
        isLast: Bool = true
    ) throws -> Provenance {
        let fingerprint = try store.fingerprint()
        if isLast { store.endSnapshot() }
        var provenance = Provenance(
            database: store.path, fingerprint: fingerprint, tokenizer: tokenizer, rule: rule ?? vocabularyRule,
            seed: seed)
        provenance.condition = documents?.condition
        provenance.documents = documents?.documents.count
        provenance.groupKey = key
        return provenance
    }
}

extension Report {
    /// Says which documents the result is of: in its title, its answer and a note.
    package func about(_ documents: Subcorpus?) -> Report { about(documents, by: nil) }

    /// Says that, and by what the result is grouped.
    func about(_ documents: Subcorpus?, by groups: CorpusGroups?) -> Report {
        var report = self
        if let documents {
            report.title += ", of \(documents)"
            if !report.answer.isEmpty { report.answer += " This is of \(documents)." }
            report.notes.insert("of \(documents)", at: 0)
        }
        if let groups {
            report.title += ", by \(groups.key)"
            report.notes += groups.notes
        }
        return report
    }
}

extension ResultTable {
    /// The rows of several groups under one header, the value of each in a first column.
    /// - Parameter isShown: whether people read it: documents without a value are `(none)` then.
    init(_ groups: CorpusGroups, of tables: [(group: CorpusGroups.Group, result: ResultTable)], isShown: Bool = false) {
        let columns = tables.first?.result.columns ?? []
        let column = groups.column(beside: columns)
        self.init(columns: [column] + columns, names: [column])
        for (group, table) in tables {
            for row in table.rows { append([isShown ? group.shownCell : group.cell] + row) }
        }
        let total = tables.reduce(0) { $0 + ($1.result.total ?? $1.result.rows.count) }
        if total > rows.count { self.total = total }
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
