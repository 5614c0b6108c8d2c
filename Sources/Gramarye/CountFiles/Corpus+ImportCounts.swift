internal import LanguageModeling
package import Storage
internal import Tokenization

extension CorpusStore {
    /// Makes a database of n-gram counts of orders 1 to 3, of words that stand between white space, a segment a line.
    ///
    /// All words are in the vocabulary: which are was decided by who counted.
    ///
    /// - Parameters:
    ///   - files: SRILM's files of counts, or folders in Google's layout or of the Spark job.
    ///   - path: of the database, which must not be there.
    /// - Throws: `CountFileError`, `InputError`, `StorageError`; there is no database then.
    package static func importCounts(
        _ files: [String], into path: String, memory: Int, progress: IngestProgress
    ) throws -> CountImportResult {
        try importCounts(
            files, into: path, tokenizer: .preTokenized, vocabularyRule: VocabularyRule.minimumCount(1).json,
            memory: memory, progress: progress)
    }
}
