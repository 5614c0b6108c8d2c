package import LanguageModeling
internal import RecurrentModels

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

/// What the replicas of a comparison's networks give its events.
package struct JudgedReplicas: Sendable {
    /// Of each network that is a row under its own name.
    package fileprivate(set) var spreads: [SeedSpread] = []
    /// For each further seed, by the name of a scored network.
    package fileprivate(set) var scores: [[String: ReplicaScores]] = []
}

extension ModelShelf {
    /// Judges the replicas of each network of a comparison, under each convention of its state that it has there.
    ///
    /// A network that learns while it reads is judged from its own seed alone.
    /// - Parameter replicas: by the name of a network, itself first, as many of each.
    package func judge(
        _ replicas: [String: [NetworkReplica]], like comparison: Comparison
    ) throws -> JudgedReplicas {
        var judged = JudgedReplicas()
        judged.scores = Array(repeating: [:], count: max(0, (replicas.values.map(\.count).min() ?? 1) - 1))
        for part in comparison.models.flatMap(\.parts) where part.includesNetwork {
            for (name, replicas) in replicas where part.name.hasPrefix(name) {
                for (index, replica) in replicas.dropFirst().prefix(judged.scores.count).enumerated()
                where judged.scores[index][part.name] == nil {
                    let network = try model(ModelName(components: [.saved(replica.name)]))
                    let states =
                        [network] + NetworkArchitecture.StateRule.allCases.compactMap(network.network(judgedBy:))
                    guard
                        let shown = states.first(where: {
                            $0.name.dropFirst(replica.name.count) == part.name.dropFirst(name.count)
                        })
                    else { continue }
                    var scored = Comparison(
                        vocabulary: comparison.vocabulary, valid: comparison.valid, test: comparison.test)
                    judged.scores[index][part.name] = ReplicaScores(try scored.score(shown, threads: threads))
                }
            }
        }
        for model in comparison.models where model.includesNetwork && !model.isVariant && model.parts.count == 1 {
            guard let replicas = replicas[model.parts[0].origin] else { continue }
            let others = judged.scores.compactMap { $0[model.name] }
            func perplexities(_ stream: EncodedText, _ scores: [[Double]]) -> [Double] {
                scores.map { Evaluation(of: stream, logProbabilities: $0).perplexity ?? .infinity }
            }
            judged.spreads.append(
                SeedSpread(
                    model: model.name, seeds: replicas.map(\.seed), names: replicas.map(\.name),
                    validPerplexities: perplexities(comparison.valid, [model.valid] + others.map(\.valid)),
                    testPerplexities: perplexities(comparison.test, [model.test] + others.map(\.test))))
        }
        return judged
    }
}
