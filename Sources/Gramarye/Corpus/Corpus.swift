public import Basics
internal import Counting
internal import Foundation
public import LanguageModeling
public import Storage
public import Tokenization

/// A corpus in a database: its text as tokens, its counts, and the models made of it.
///
/// ```swift
/// let corpus = try Corpus(path: "moby.db")
/// let vocabulary = try corpus.vocabulary()
/// let test = try corpus.events(of: .test, in: vocabulary)
/// ```
public struct Corpus: Sendable {
    /// The database.
    public let store: CorpusStore
    /// What decides which tokens a text becomes.
    public let tokenizer: TokenizerSettings
    /// The rule of the models' vocabulary, unless a model is given another.
    public let vocabularyRule: VocabularyRule

    /// How notes of reports word what to do about an error; by its commands, where a program has some.
    public var remedy: @Sendable (any ExplainedError) -> String? = { $0.remedy }

    /// Whether models are asked that were made before the train split changed; else that is an error.
    public var usesStaleModels = false

    /// Where saved models that were opened are kept for the next time; `nil` to open them each time.
    package var opened: OpenedModels?

    /// Whether any text was ingested; without one there are imported models alone.
    package let holdsText: Bool

    /// Opens a corpus that `ingest` made.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - access: whether it is read or written, and whether one state of it is kept to.
    ///   - needsText: `false` for what can be asked of imported models alone. Without a text of their own they take
    ///     texts as the tools that write such models do: tokens separated by white space, one segment per line.
    ///   - wait: seconds to wait for a lock.
    /// - Throws: `StorageError` if there is none, or the file is another program's, or of a newer schema;
    ///   `CorpusError.noText`.
    public init(
        path: String, access: CorpusStore.Access = .readOnly, needsText: Bool = true, wait: Double? = nil
    ) throws {
        try self.init(store: CorpusStore(path: path, access: access, wait: wait), needsText: needsText)
    }

    package init(store: CorpusStore, needsText: Bool = true) throws {
        self.store = store
        if let tokenizer = try store.tokenizerSettings(), let rule = try store.vocabularyRule() {
            self.tokenizer = tokenizer
            do { vocabularyRule = try VocabularyRule(json: rule) } catch {
                throw StorageError.unreadableSetting(rule, of: store.path)
            }
            holdsText = true
        } else if try !needsText && !store.models().isEmpty {
            tokenizer = .preTokenized
            vocabularyRule = .minimumCount(1)
            holdsText = false
        } else {
            throw CorpusError.noText(database: store.path)
        }
    }

    /// An error as a note has it: the fact and the remedy.
    func told(_ error: any ExplainedError) -> String {
        error.fact + (remedy(error).map { ". \($0)" } ?? "")
    }

    /// The closed vocabulary that a rule makes of the train split.
    /// - Parameter rule: `nil` for the database's own.
    public func vocabulary(_ rule: VocabularyRule? = nil) throws -> ModelVocabulary {
        let (types, counts) = try store.holding { try (store.types(), typeCounts(of: .train)) }
        return ModelVocabulary(
            rule: rule ?? vocabularyRule, types: types, trainCounts: counts, subwords: tokenizer.subwords?.types ?? [])
    }

    /// The events of a split as words of a vocabulary.
    /// - Parameters:
    ///   - split: train, valid or test.
    ///   - vocabulary: of a model.
    ///   - documents: whose part of the split it is; all where `nil`.
    public func events(
        of split: Split, in vocabulary: ModelVocabulary, documents: Subcorpus? = nil
    ) throws -> EncodedText {
        let (types, text) = try store.holding {
            try (
                store.types(),
                documents.map { try store.fingerprintedTokens(of: split, documents: $0.ids) }
                    ?? store.fingerprintedTokens(of: split)
            )
        }
        let map = vocabulary.map(of: types)
        return EncodedText(
            words: text.tokens.ids.map { map[Int($0)] }, documentStarts: text.tokens.documentStarts,
            characterCount: text.tokens.characterCount, fingerprint: text.fingerprint)
    }

    /// What a model is made of: train, or its part of some documents.
    /// - Throws: `CorpusError.emptyPart` where these have no part in it.
    func trainEvents(of documents: Subcorpus?, in vocabulary: ModelVocabulary) throws -> EncodedText {
        let events = try events(of: .train, in: vocabulary, documents: documents)
        if let documents, events.count == 0 { throw CorpusError.emptyPart(.train, of: documents) }
        return events
    }

    /// The events of a text of one's own, cut as the corpus was, as words of a vocabulary.
    ///
    /// ```swift
    /// let text = try corpus.events(of: "Call me Ishmael.", in: model.vocabulary)
    /// model.perplexity(of: text)
    /// ```
    /// - Throws: `CorpusError.noTokens` where nothing is left of it, `TextError`.
    public func events(of text: String, in vocabulary: ModelVocabulary) throws -> EncodedText {
        try evaluationText(Array(text.utf8).span, named: "the text").events(in: vocabulary)
    }
}
