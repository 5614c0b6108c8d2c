package import CorpusTools
internal import Storage
internal import Tokenization

extension Corpus {
    /// A query for this corpus: its words go through the corpus's tokenizer and case.
    ///
    /// - Parameters:
    ///   - text: patterns between spaces, one a token; see `Query`.
    ///   - longest: whether of matches that begin at the same token the longest counts, or the shortest.
    /// - Throws: `QueryError`, `StorageError`.
    package func query(_ text: String, longest: Bool = false) throws -> CompiledQuery {
        // One exact word does not need the types of the whole corpus.
        try Query(text, tokenizer: tokenizer).compiled(
            longest: longest, id: { try store.id(ofType: $0) }, types: { try store.types() })
    }
}
