internal import Basics
public import LanguageModeling
public import Reporting
internal import Tokenization

extension Corpus {
    /// Models side by side on the same events; charts `perplexity`, `frequency`, `history`, `position` and, where a network
    /// is among them, `learning`.
    ///
    /// - Parameters:
    ///   - names: a row each, for networks one under each convention of their state.
    ///   - rule: of the vocabulary of models that are estimated; `nil` for the database's.
    ///   - replicas: by the name of a network the same network trained from other seeds, itself first.
    ///   - settings: what is worked out beside the figures.
    ///   - progress: called with what is being done.
    /// - Throws: `ComparisonError`, `CorpusError.emptySplit`, and what making a model throws.
    public func comparisonReport(
        of names: [ModelName], rule: VocabularyRule? = nil, replicas: [String: [NetworkReplica]] = [:],
        _ settings: ComparisonSettings = ComparisonSettings(), progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let threads = settings.threads
        // All that is read is of one state, and in memory before what takes long begins.
        let shelf = ModelShelf(self, rule: rule, threads: threads)
        var comparison = try comparison(in: shelf.vocabulary(), judgedBy: settings.judge, of: settings.documents)
        shelf.prepare(names, isFitted: settings.isDynamic)
        if settings.isDynamic, try !shelf.hasNetwork(names) { throw ModelError.nothingLearns }
        let reversed = ModelShelf(self, rule: rule, direction: .backward, threads: threads)
        let turned = settings.reversesToo ? names.filter(\.isEstimated) : []
        reversed.prepare(turned)
        let replicaShelf = ModelShelf(self, rule: rule, threads: threads)
        replicaShelf.prepare(replicas.values.flatMap { $0.map { ModelName(components: [.saved($0.name)]) } })
        let text = try comparedText(
            train: shelf.events(of: .train, in: comparison.vocabulary), judgedBy: settings.judge,
            of: settings.documents)
        let spelled = try spelledTypes(judgedBy: settings.judge, of: settings.documents)
        var curves: [String: [Double]] = [:]
        for case .saved(let name) in names.flatMap(\.components) {
            curves[name] = try validPerplexities(ofNetwork: name)
        }
        let parts = try shelf.partNotes(of: names)
        let provenance = try provenance(rule: rule, seed: settings.seed, of: settings.documents)

        var leftOut: [String] = []
        for (names, shelf) in [(names, shelf), (turned, reversed)] {
            try shelf.add(names, to: &comparison, settings, progress: progress) { leftOut.append($0) }
        }
        let judged = try replicaShelf.judge(replicas, like: comparison)
        progress("fitting mixtures")
        let buckets = settings.weightsByCount ? text.historyBuckets(of: comparison) : nil
        let mixtures =
            settings.mixtures == .none
            ? []
            : comparison.mixtures(weightsBy: buckets, everyPair: settings.mixtures == .all, threads: threads)
        progress("resampling")
        let best = [mixtures.bestOnValid].compactMap(\.self)
        let significance = comparison.significance(
            with: best, acrossSeeds: comparison.lossesAcrossSeeds(of: judged.scores, with: best),
            resamples: settings.resamples, seed: settings.seed, threads: threads)
        let rows = ComparisonRows(
            comparison: comparison, mixtures: mixtures, bucketLabels: buckets?.labels, significance: significance,
            breakdowns: settings.breaksDown ? text.lossBreakdowns(of: comparison) : [], spreads: judged.spreads,
            spelling: spelled.unknownSpelling(in: comparison.vocabulary), validPerplexities: curves,
            settings: settings)
        var report = Report(
            "Models compared on \(settings.judge.name)", rows: rows.table, blocks: rows.blocks, provenance: provenance)
        report.answer = rows.paragraph
        report.further = rows.further
        report.terms = [.perplexity, .context, .gain, .bitsPerCharacter]
        report.notes = leftOut.map { "left out: \($0)" } + rows.remarks + parts
        return report.about(settings.documents)
    }
}

extension ModelShelf {
    /// Whether a network stands alone among some models, or what has no model: that is an error of its own.
    func hasNetwork(_ names: [ModelName]) throws -> Bool {
        try names.contains { name in
            guard !name.isMixture, case .saved(let saved) = name.components[0] else { return false }
            guard let metadata = try metadata(of: saved) else { return true }
            return metadata.network != nil
        }
    }

    /// Adds models to a comparison.
    ///
    /// - Parameter leftOut: called with the reason for each model left out, if the settings allow that.
    func add(
        _ names: [ModelName], to comparison: inout Comparison, _ settings: ComparisonSettings,
        progress: (String) -> Void, leftOut: (String) -> Void
    ) throws {
        for (index, name) in names.enumerated() {
            progress("making and scoring \(name), \(index + 1) of \(names.count)")
            do {
                try add(
                    name, to: &comparison, states: settings.states, dynamic: settings.isDynamic,
                    dynamicRate: settings.dynamicRate, threads: settings.threads)
            } catch let error as any ExplainedError {
                guard settings.leavesOut else { throw error }
                switch error {
                case ModelError.stale, ModelError.unknownKind: leftOut(corpus.told(error))
                case is ComparisonError, ModelError.differentTokens: leftOut(error.fact)
                default: throw error
                }
            }
        }
    }
}
