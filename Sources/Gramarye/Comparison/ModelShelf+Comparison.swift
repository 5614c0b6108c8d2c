internal import Basics
internal import Counting
public import LanguageModeling
public import RecurrentModels

extension ModelShelf {
    /// Adds a model to a comparison: one row, or for a network one under each convention of its state that is asked for.
    ///
    /// A mixture is made of its parts' probabilities, each asked for once however many rows it is part of.
    /// - Parameters:
    ///   - name: as a user writes it.
    ///   - comparison: in whose vocabulary the model is, or is estimated.
    ///   - states: the conventions under which a network stands alone; in a mixture it has its own.
    ///   - dynamic: whether a network has a further row, in which it keeps learning from the text.
    ///   - dynamicRate: `nil` to choose its learning rate on valid.
    ///   - threads: the number of threads.
    /// - Throws: as `model(_:)` and `requireTokens(of:)`, and `ComparisonError`.
    public func add(
        _ name: ModelName, to comparison: inout Comparison,
        states: [NetworkArchitecture.StateRule] = NetworkArchitecture.StateRule.allCases, dynamic: Bool = false,
        dynamicRate: Double? = nil, threads: Int = availableThreads
    ) throws {
        try requireTokens(of: name)
        guard name.isMixture else {
            let (model, seconds) = try timed(name)
            guard let network = model.inItsOrder as? NetworkModel else {
                return try comparison.add(model, trainingSeconds: seconds, threads: threads)
            }
            let own = network.architecture.state
            // Its own convention first: that row is the network's, the others are variants of it.
            for state in states.filter({ $0 == own }) + states.filter({ $0 != own }) {
                try comparison.add(
                    model.network(judgedBy: state) ?? model, trainingSeconds: seconds,
                    variantOf: state == own || !states.contains(own) ? nil : network.name, threads: threads)
            }
            if dynamic, let learning = try self.dynamic(model, learningRate: dynamicRate) {
                try comparison.add(
                    learning, trainingSeconds: seconds, variantOf: network.name, threads: threads)
            }
            return
        }
        guard try direction(of: name) == .forward else {
            // Its parts are known to the comparison by names of models that read forwards.
            let (model, seconds) = try timed(name)
            return try comparison.add(model, trainingSeconds: seconds, threads: threads)
        }
        var parts: [ScoredModel] = []
        for component in name.components where !component.isMadeBesideOthers {
            if let known = comparison.scoredModel(named: component.description) {
                parts.append(known)
                continue
            }
            let (model, seconds) = try timed(ModelName(components: [component]))
            parts.append(try comparison.score(model, trainingSeconds: seconds, threads: threads))
        }
        let others = parts
        if name.components.contains(.cache) {
            let start = ContinuousClock.now
            let cache = CacheModel(
                vocabulary: comparison.vocabulary, besides: parts.map(\.valid), fittedTo: comparison.valid)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            parts.append(
                try cachePart(
                    cache, orElse: cache.named("cache (\(cache.capacity))"), seconds: seconds, in: &comparison))
        }
        if name.components.contains(.neuralCache) {
            let start = ContinuousClock.now
            let cache = try neuralCache(of: network(in: name), besides: others.map(\.valid))
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let other = "neural-cache (\(cache.network.name), \(cache.capacity), \(cache.flatness))"
            parts.append(try cachePart(cache, orElse: cache.named(other), seconds: seconds, in: &comparison))
        }
        comparison.addMixture(named: name.description, of: parts)
    }

    /// Which way a model reads: as the first saved one in it does, or as the shelf's do.
    private func direction(of name: ModelName) throws -> ReadingDirection {
        for case .saved(let saved) in name.components {
            if let metadata = try metadata(of: saved) { return metadata.direction }
        }
        return direction
    }

    /// A cache is called so, but by what it was made with too where another cache is called so already.
    private func cachePart(
        _ cache: any LanguageModel, orElse other: any LanguageModel, seconds: Double,
        in comparison: inout Comparison
    ) throws -> ScoredModel {
        let first = comparison.scoredModel(named: cache.name)
        let named = first.map(\.notes) ?? cache.notes == cache.notes ? cache : other
        if let known = comparison.scoredModel(named: named.name) { return known }
        return try comparison.score(named, trainingSeconds: seconds)
    }

    /// The network whose states a mixture's cache remembers: the first of its models that is one.
    private func network(in name: ModelName) throws -> NetworkModel {
        for case .saved(let saved) in name.components {
            let model = try model(ModelName(components: [.saved(saved)]), in: vocabulary())
            if let network = model.inItsOrder as? NetworkModel { return network }
        }
        throw ModelNameError.noStates(name.description)
    }

    /// A model and what making it took: that of the database for a saved one.
    private func timed(_ name: ModelName) throws -> (model: any LanguageModel, seconds: Double?) {
        if case .ngram = name.components[0] {
            // What models share is no part of making one.
            _ = try events(of: .train, in: vocabulary())
        }
        let start = ContinuousClock.now
        let model = try model(name, in: vocabulary())
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard case .saved(let saved) = name.components[0], !name.isMixture else { return (model, seconds) }
        return (model, try metadata(of: saved)?.metrics.trainingSeconds)
    }
}
