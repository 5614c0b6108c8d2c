internal import Basics
package import Documents
internal import LanguageModeling
package import NgramModels
package import Reporting
package import Storage
package import Tokenization

/// A model of an ARPA file, and what cuts texts into its tokens if the file says.
package struct ArpaFile {
    package let model: ArpaModel
    package let tokenizer: TokenizerSettings?

    /// - Parameters:
    ///   - name: of the model.
    ///   - database: that it is for; temporary files are made beside it.
    ///   - memory: approximate bytes of it, besides the list of words.
    ///   - progress: is called with the bytes read so far.
    /// - Throws: `ArpaError` for what is no such file, `InputError` if it cannot be read, `SpillError`.
    package init(
        reading content: InputContent, named name: String, for database: String, memory: Int, progress: (Int) -> Void
    ) throws {
        var reader = ArpaReader(
            plan: SpillPlan(memory: memory, folder: temporaryFolder(besides: database), threads: availableThreads))
        var chunk: [UInt8] = []
        repeat {
            try content.next(into: &chunk)
            try reader.append(chunk)
            progress(content.bytesRead)
        } while !chunk.isEmpty
        model = try reader.finish(named: name)
        tokenizer = reader.tokenizer
    }

    /// Saves the model in a database, which is made if there is none.
    ///
    /// - Parameters:
    ///   - given: its tokenizer, if not what the file says or, where that says nothing, white space.
    ///   - wait: seconds to wait for a lock.
    ///   - predecessor: what it may replace.
    ///   - tokensRemedy: what to do where the tokens differ from the corpus's and should not.
    /// - Returns: what was imported, with a note where its tokens are not the corpus's.
    package func save(
        into database: String, tokenizer given: TokenizerSettings?, wait: Double?, over predecessor: ModelPredecessor,
        tokensRemedy: String
    ) throws -> Report {
        let tokenizer = given ?? tokenizer ?? .preTokenized
        var corpusTokenizer: TokenizerSettings?
        try CorpusStore.put(into: database, wait: wait ?? CorpusStore.defaultWait) { store in
            corpusTokenizer = try store.tokenizerSettings()
            try store.save(
                model.serialized(tokenizer: tokenizer), named: model.name, vocabularyHash: model.vocabulary.hash,
                madeOf: "", of: nil, over: predecessor)
        }
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = database
        var report = Report.importedModel(
            model.name, vocabulary: model.vocabulary, parameters: model.parameterCount, provenance: provenance)
        report.notes = model.notes.map { "\(model.name): \($0)" }
        if let corpus = corpusTokenizer, !tokenizer.cutsTokens(like: corpus) {
            report.notes.append(
                "\(model.name): its tokens are \(tokenizer), those of \(database) are \(corpus): it can be evaluated on "
                    + "texts, not on the splits; \(tokensRemedy)")
        }
        return report
    }
}
