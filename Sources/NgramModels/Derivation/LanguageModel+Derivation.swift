package import LanguageModeling

extension LanguageModel {
    /// How an n-gram model comes to P(word | context); `nil` for other models.
    ///
    /// A model that was estimated here tells it by counts; one that was saved or imported has probabilities and weights alone.
    ///
    /// - Parameters:
    ///   - context: oldest first; cut to the model's order.
    ///   - counts: of an order, those that the model was estimated from; asked for where they are needed.
    package func derivation(
        of word: WordID, after context: [WordID], counts: (Int) throws -> NgramCounts
    ) rethrows -> NgramDerivation? {
        switch self {
        case let model as BackoffModel: try model.estimatedDerivation(of: word, after: context, counts: counts)
        case let model as AdditiveModel: model.countedDerivation(of: word, after: context)
        default: nil
        }
    }
}

extension BackoffModel {
    fileprivate func estimatedDerivation(
        of word: WordID, after context: [WordID], counts: (Int) throws -> NgramCounts
    ) rethrows -> NgramDerivation {
        let used = context.suffix(shape.order - 1)
        let steps =
            switch (estimator, ngrams) {
            case (.interpolation(let smoothing)?, _):
                smoothing.steps(of: word, after: used, counts: try counts(shape.order))
            case (.katz(let katz)?, .estimated(let ngrams)):
                katz.steps(of: word, after: used, counts: try counts(shape.order), ngrams: ngrams)
            case (.stupidBackoff?, _):
                StupidBackoff.steps(of: word, after: used, counts: try counts(shape.order))
            case (_, .estimated(let ngrams)): ngrams.steps(of: word, after: used, logPenalty: logPenalty)
            case (_, .compact(let ngrams)): ngrams.steps(of: word, after: used, logPenalty: logPenalty)
            case (_, .packed(let ngrams)): ngrams.steps(of: word, after: used, logPenalty: logPenalty)
            case (_, .quantized(let ngrams)): ngrams.steps(of: word, after: used, logPenalty: logPenalty)
            }
        return NgramDerivation(
            word: vocabulary.words[Int(word)], context: used.map { vocabulary.words[Int($0)] }, steps: steps,
            isScore: !isNormalized)
    }
}

extension AdditiveModel {
    fileprivate func countedDerivation(of word: WordID, after context: [WordID]) -> NgramDerivation {
        let used = context.suffix(storage.shape.order - 1)
        let (count, total) = storage.count(of: word, after: used)
        return AdditiveFormula(added: added, size: vocabulary.size).derivation(
            of: vocabulary.words[Int(word)], after: used.map { vocabulary.words[Int($0)] }, count: count, total: total)
    }
}

extension BlockwiseNgramModel {
    /// How the model comes to P(word | context), by what it holds.
    package func derivation(of word: WordID, after context: [WordID]) throws -> NgramDerivation {
        let used = context.suffix(order - 1)
        let (spelled, before) = (try text(of: word), try used.map { try text(of: $0) })
        if let formula {
            let (count, total) = try storage.count(of: word, after: used)
            return formula.derivation(of: spelled, after: before, count: count, total: total)
        }
        return NgramDerivation(
            word: spelled, context: before,
            steps: try storage.steps(of: word, after: used, logPenalty: settings.penalty),
            isScore: !isNormalized)
    }
}

extension NgramDerivation {
    /// Of a relative frequency; undefined where `total` is 0.
    package static func relativeFrequency(
        of word: String, after context: [String], count: Int, total: Int
    ) -> NgramDerivation {
        AdditiveFormula(added: 0, size: 0).derivation(of: word, after: context, count: count, total: total)
    }

    /// Of Laplace's rule; `size` is V.
    package static func laplace(
        of word: String, after context: [String], count: Int, total: Int, size: Int
    ) -> NgramDerivation {
        AdditiveFormula(added: 1, size: size).derivation(of: word, after: context, count: count, total: total)
    }
}
