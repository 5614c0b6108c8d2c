public import LanguageModeling
public import Reporting
public import Tokenization

extension ModelShelf {
    /// Models side by side on the same events, each by its name.
    ///
    /// ```swift
    /// let comparison = try shelf.comparison(of: ["laplace:2", "mkn:3", "mkn:3+cache"])
    /// print(comparison.table)
    /// ```
    /// - Parameters:
    ///   - names: as users write them; a network has a row under each convention of its state, its own first.
    ///   - judge: the split that judges: `test`, or `valid` while test is not to be looked at.
    /// - Throws: as `model(_:)`, `CorpusError.emptySplit`, `ComparisonError`.
    public func comparison(of names: [String], judgedBy judge: Split = .test) throws -> Comparison {
        var comparison = try corpus.comparison(in: vocabulary(), judgedBy: judge)
        for name in names { try add(ModelName(parsing: name), to: &comparison) }
        return comparison
    }
}

extension Comparison {
    /// A row for each model: its perplexity on both streams, and on the one that judges its cross-entropy, in bits a token.
    public var table: ResultTable {
        var table = ResultTable(columns: ["model", "context", "valid_perplexity", "perplexity", "bits_per_token"])
        for model in models {
            let judged = Evaluation(of: test, logProbabilities: model.test)
            table.append([
                .text(model.name), .text(model.contextScope.shortLabel),
                .of(Evaluation(of: valid, logProbabilities: model.valid).perplexity), .of(judged.perplexity),
                .of(judged.crossEntropyBits),
            ])
        }
        return table
    }
}
