internal import Foundation
package import LanguageModeling

/// A network trained like another, but from its own seed.
public struct NetworkReplica: Sendable, Hashable {
    public let name: String
    public let seed: UInt64

    public init(name: String, seed: UInt64) {
        self.name = name
        self.seed = seed
    }
}

/// How the perplexity of a network depends on the seed of its training.
package struct SeedSpread: Sendable {
    package let model: String
    /// In the order of the figures; the first is the network's own.
    package let seeds: [UInt64]
    package let names: [String]
    package let validPerplexities: [Double]
    /// On the split that judges.
    package let testPerplexities: [Double]
}

extension [SeedSpread] {
    /// By model, the mean loss in bits an event from each seed.
    package var losses: [String: [Double]] {
        Dictionary(uniqueKeysWithValues: map { ($0.model, $0.testPerplexities.map { log2($0) }) })
    }
}

extension ModelShelf {
    /// Judges the replicas of each network of a comparison.
    ///
    /// - Parameter replicas: by the name of a network, itself first.
    package func seedSpreads(
        of replicas: [String: [NetworkReplica]], like comparison: Comparison
    ) throws -> [SeedSpread] {
        let models = comparison.models.filter { $0.includesNetwork && !$0.isVariant && $0.parts.count == 1 }
        return try models.compactMap { model in
            guard let replicas = replicas[model.parts[0].origin] else { return nil }
            var scored = Comparison(vocabulary: comparison.vocabulary, valid: comparison.valid, test: comparison.test)
            for replica in replicas.dropFirst() {
                let network = try self.model(ModelName(components: [.saved(replica.name)]))
                let shown = network.network(judgedBy: model.contextScope == .stream ? .carried : .reset)
                try scored.add(shown ?? network, threads: threads)
            }
            let rows = [model] + scored.models
            func perplexities(_ stream: EncodedText, _ scores: (ComparedModel) -> [Double]) -> [Double] {
                rows.map { Evaluation(of: stream, logProbabilities: scores($0)).perplexity ?? .infinity }
            }
            return SeedSpread(
                model: model.name, seeds: replicas.map(\.seed), names: replicas.map(\.name),
                validPerplexities: perplexities(comparison.valid, \.valid),
                testPerplexities: perplexities(comparison.test, \.test))
        }
    }
}
