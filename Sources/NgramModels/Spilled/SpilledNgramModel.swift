internal import Counting
package import LanguageModeling

/// A model that interpolates, made in bounded memory to be saved. It cannot be asked anything before.
package struct SpilledNgramModel: Sendable {
    package let name: String
    package let vocabulary: ModelVocabulary
    package let direction: ReadingDirection
    package let notes: [String]
    private let fitted: [FittedParameter]
    private let ngrams: SpilledNgrams
    private let pruning: Pruning?

    /// - Parameters:
    ///   - name: of a method that ``NgramModelName/isMadeInBoundedMemory`` says so of.
    ///   - counts: of the model's order, or of a lower one where no segment is so long.
    ///   - direction: in which the text was read.
    ///   - pruning: what is left out of the model.
    /// - Throws: `SpillError`.
    package init(
        _ name: NgramModelName, from counts: SpilledCounts, vocabulary: ModelVocabulary, direction: ReadingDirection,
        pruning: Pruning? = nil
    ) throws {
        var files: [NumberFile<UInt32>] = []
        var t: [CountsOfCounts] = []
        for n in 1...counts.order {
            let smoothed = try counts.smoothedCounts(order: n, adjusted: name.method.countsNeighbours)
            files.append(smoothed.counts)
            // An order without n-grams has nothing to discount.
            if counts.levels[n - 1].count > 0 { t.append(smoothed.t) }
        }
        guard let (smoothing, made) = name.interpolation(t, order: counts.order) else {
            preconditionFailure("\(name) is made of counts in memory")
        }
        var notes = made
        if let pruning {
            ngrams = try counts.pruned(pruning, counts.interpolated(by: smoothing, files))
            let before = counts.levels.reduce(0) { $0 + $1.count }
            if name.order > 1 { notes.append("pruned from \(before) to \(ngrams.shape.nodeCount) n-grams") }
        } else {
            let estimates: (probabilities: [NumberFile<Float>], logBackoffs: [NumberFile<Float>]) =
                try counts.interpolated(by: smoothing, files)
            ngrams = SpilledNgrams(
                SpilledNgrams.Levels(
                    codes: counts.levels.map(\.codes), childStarts: counts.levels.dropLast().map(\.childStarts),
                    probabilities: estimates.probabilities, logBackoffs: estimates.logBackoffs),
                code: counts.code, areLogarithms: false)
        }
        // A model reversed says so, as one that was made in memory does.
        self.name = name.description
        self.direction = direction
        self.vocabulary = vocabulary
        self.notes = notes + (direction == .backward ? [ReversedModel.note] : [])
        self.pruning = pruning
        fitted = smoothing.fitted
    }

    package var parameterCount: Int { ngrams.shape.nodeCount + ngrams.shape.contextCount }
    /// Bytes of its n-grams where it is opened.
    package var byteCount: Int { ngrams.shape.savedByteCount }

    /// The model as the database keeps it, the same bytes as one that was made in memory.
    package func serialized(metrics: ModelMetrics, spelling: SpellingCounts?) throws(EstimationError) -> SerializedModel
    {
        try vocabulary.requireRoom()
        let shape = ngrams.shape
        let settings = NgramModelSettings(
            model: direction == .backward ? "\(name) (reversed)" : name,
            ngrams: (1...shape.order).map { shape.nodes(ofOrder: $0).count }, values: .probabilities,
            reversed: direction == .backward ? true : nil, pruning: pruning, notes: notes,
            fitted: fitted.isEmpty ? nil : fitted,
            rule: vocabulary.rule, hash: vocabulary.hash)
        return SerializedModel(
            ngramSettings: settings, words: vocabulary.words, metrics: metrics, spelling: spelling,
            longParts: ngrams.longParts)
    }
}

extension NgramModelName {
    /// Whether the model can be made of counts that do not fit in memory.
    package var isMadeInBoundedMemory: Bool { interpolation([], order: 0) != nil }
}
