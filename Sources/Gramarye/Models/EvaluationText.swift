public import Basics
package import Counting
public import LanguageModeling
public import Tokenization

/// A text to judge models on: a split of the corpus, or one from outside through a tokenizer.
public struct EvaluationText: Sendable {
    /// `test`, or the name of a file.
    public let name: String
    /// What the ids of `tokens` spell.
    package let types: TypeTable
    package let tokens: TokenStream
    /// A name for each of the documents that `tokens` has.
    package let documents: [String]
    /// The number of the line that each segment is, in a file of one; `nil` where segments are counted instead.
    package var segmentLines: [Int]?
    /// Lines that could not be read and are no part of it.
    package var unreadableLines: [Int] = []
    /// What a reader should know of how the text was read.
    package var notes: [String] = []

    /// The events as words of a vocabulary.
    public func events(in vocabulary: ModelVocabulary, threads: Int = 1) -> EncodedText {
        events(mappedBy: vocabulary.map(of: types), threads: threads)
    }

    /// - Parameter map: of the vocabulary, from the types of the text: texts of one corpus share it.
    func events(mappedBy map: [WordID], threads: Int = 1) -> EncodedText {
        let ids = tokens.ids
        let pieces = ranges(ofLength: 1 << 17, upTo: ids.count)
        return EncodedText(
            words: parallelArray(pieces, threads: threads) { index in ids[pieces[index]].map { map[Int($0)] } },
            documentStarts: tokens.documentStarts,
            characterCount: tokens.characterCount)
    }
}

extension Corpus {
    /// A split of the corpus, or the part of it that some documents have.
    /// - Throws: `CorpusError.emptySplit`, `.emptyPart`.
    public func evaluationText(_ split: Split, of chosen: Subcorpus? = nil) throws -> EvaluationText {
        if let chosen { return try evaluationText(split, ofPart: chosen) }
        // First: what else is read beside may end the snapshot, which forgets them.
        let types = try store.types()
        let tokens = try store.tokens(of: split)
        guard !tokens.ids.isEmpty else { throw CorpusError.emptySplit(split, database: store.path) }
        let documents = try store.documents().filter { $0.segments[split] ?? 0 > 0 }.map(\.name)
        guard documents.count == tokens.documentStarts.count else { throw StorageError.changed(store.path) }
        return EvaluationText(name: split.name, types: types, tokens: tokens, documents: documents)
    }

    /// Looks at the documents chosen alone: there may be a group of each.
    private func evaluationText(_ split: Split, ofPart chosen: Subcorpus) throws -> EvaluationText {
        let (tokens, present) = try store.tokensWithDocuments(ofDocuments: chosen.ids, splits: [split])
        guard !tokens.ids.isEmpty else { throw CorpusError.emptyPart(split, of: chosen) }
        let names = Dictionary(chosen.documents.map { ($0.id, $0.name) }) { first, _ in first }
        return EvaluationText(
            name: split.name, types: try store.types(), tokens: tokens, documents: present.map { names[$0] ?? "" })
    }

    /// A text from outside.
    ///
    /// - Parameters:
    ///   - utf8: its bytes; a byte-order mark wins over UTF-8.
    ///   - name: what it is called in results.
    ///   - settings: of the tokenizer; `nil` for the corpus's.
    ///   - threads: the number of threads.
    /// - Throws: `TextError` if the bytes are no text; `CorpusError.noTokens` if they hold no token.
    public func evaluationText(
        _ utf8: Span<UInt8>, named name: String, by settings: TokenizerSettings? = nil, threads: Int = availableThreads
    ) throws -> EvaluationText {
        let (types, stream) = try tokenize(utf8, by: settings, threads: threads)
        guard !stream.ids.isEmpty else { throw CorpusError.noTokens(name) }
        return EvaluationText(name: name, types: types, tokens: stream, documents: [name])
    }
}

extension Corpus {
    /// A text from outside without the lines that cannot be read.
    ///
    /// - Parameters:
    ///   - text: which of its lines can be read, and which cannot.
    ///   - name: what it is called in results.
    ///   - settings: of the tokenizer; `nil` for the corpus's.
    ///   - numbersLines: whether segments that are lines bear their numbers.
    ///   - threads: at most so many tokenize; the tokens do not depend on it.
    /// - Throws: as `evaluationText(_:named:by:threads:)`.
    package func evaluationText(
        _ text: LinesOfText, named name: String, by settings: TokenizerSettings? = nil, numbersLines: Bool = false,
        threads: Int = availableThreads
    ) throws -> EvaluationText {
        let settings = (settings ?? tokenizer).resolvingSegments(of: text.utf8.span)
        let utf8 = text.readable(by: settings)
        var judged: EvaluationText
        do {
            judged = try evaluationText(utf8.span, named: name, by: settings, threads: threads)
        } catch CorpusError.noTokens {
            throw CorpusError.noTokens(name, unreadableLines: text.unreadable.count)
        }
        judged.unreadableLines = text.unreadable
        if numbersLines, settings.segments == .lines {
            judged.segmentLines = try Tokenizer(settings).segmentLines(of: text)
        }
        return judged
    }
}
