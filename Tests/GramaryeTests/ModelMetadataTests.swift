internal import Gramarye
internal import Testing

@Suite struct ModelMetadataTests {
    private func metadata(kind: String, settings: String, metrics: String = "{}") -> ModelMetadata {
        ModelMetadata(
            ModelSummary(
                name: "m", kind: kind, vocabularyHash: "", corpusHash: "", settings: settings, metrics: metrics))
    }

    @Test func ngramModelsOfOlderDatabases() throws {
        let settings =
            #"{"hash":"h","model":"mkn:2 (reversed)","ngrams":[439,850],"notes":["reads each segment backwards"],"#
            + #""pruning":{"counts":[0,1]},"reversed":true,"rule":{"min_count":2},"values":"probabilities"}"#
        let read = metadata(
            kind: "ngram", settings: settings, metrics: #"{"training_seconds":0.25,"valid_perplexity":71.5}"#)
        #expect(read.direction == .backward && !read.isScore && read.network == nil)
        #expect(read.metrics == ModelMetrics(trainingSeconds: 0.25, validPerplexity: 71.5))
        // Imported, for its record names no train split.
        #expect(try read.tokenizer() == .preTokenized)
        guard case .ngrams(let ngrams)? = read.content else {
            Issue.record("no n-gram model")
            return
        }
        #expect(ngrams.json == settings)
    }

    @Test func whatCannotBeReadHidesNothingElse() throws {
        // A penalty above 1 is none; a kind of a newer version has settings of its own.
        let damaged = metadata(
            kind: "ngram", settings: #"{"penalty":3,"reversed":true}"#, metrics: #"{"training_seconds":2}"#)
        #expect(damaged.content == nil && damaged.direction == .backward)
        #expect(damaged.metrics.trainingSeconds == 2)
        let newer = metadata(kind: "oracle", settings: #"{"depth":9}"#)
        #expect(newer.content == nil && newer.direction == .forward)
        #expect(try newer.tokenizer() == nil)
        #expect(throws: ModelError.unreadableSettings("m")) { try metadata(kind: "ngram", settings: "").tokenizer() }
        let undecided =
            #"{"tokenizer":"#
            + sortedJSON(
                TokenizerSettings(
                    tokens: .whitespace, normalization: TokenizerSettings.Normalization.none, segments: .auto)) + "}"
        #expect(try metadata(kind: "ngram", settings: undecided).tokenizer()?.segments == .auto)
    }
}
