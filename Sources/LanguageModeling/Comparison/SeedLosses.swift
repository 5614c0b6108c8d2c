internal import Foundation

/// ln P of each event of both streams by a network that was trained like another, but from its own seed.
package struct ReplicaScores: Sendable {
    package let valid: [Double]
    package let test: [Double]

    package init(_ model: ScoredModel) { (valid, test) = (model.valid, model.test) }
}

extension Comparison {
    /// The mean loss on test of rows and mixtures, in bits an event, after training from each of several seeds.
    ///
    /// A mixture has the networks of one seed as its parts, and weights fitted to them.
    /// - Parameters:
    ///   - replicas: for each further seed, by the name of a scored network.
    ///   - mixtures: beside the rows.
    /// - Returns: by name, the row's own first; nothing for rows without a network, or with one that has no replica.
    package func lossesAcrossSeeds(
        of replicas: [[String: ReplicaScores]], with mixtures: [ComparedMixture] = []
    ) -> [String: [Double]] {
        guard !replicas.isEmpty else { return [:] }
        var losses: [String: [Double]] = [:]
        func add(_ name: String, _ own: [Double], _ parts: [ScoredModel], _ mixed: ([ScoredModel]) -> [Double]) {
            guard parts.contains(where: \.includesNetwork) else { return }
            let trained = replicas.map { scores in
                parts.compactMap { part in part.includesNetwork ? scores[part.name].map(part.replaced) : part }
            }
            guard trained.allSatisfy({ $0.count == parts.count }) else { return }
            losses[name] = ([own] + trained.map(mixed)).map { -$0.reduce(0, +) / Double($0.count) / M_LN2 }
        }
        for model in models {
            add(model.name, model.test, model.parts) { parts in
                parts.count == 1 ? parts[0].test : ComparedModel(name: model.name, mixing: parts).test
            }
        }
        for mixture in mixtures {
            add(mixture.name, mixture.testLogProbabilities, mixture.parts) {
                mixture.mixing($0, valid: valid, test: test).testLogProbabilities
            }
        }
        return losses
    }
}

extension ScoredModel {
    /// The same with the scores of a replica.
    fileprivate func replaced(by scores: ReplicaScores) -> ScoredModel {
        ScoredModel(
            name: name, origin: origin, parameterCount: parameterCount, byteCount: byteCount,
            trainingSeconds: trainingSeconds, scoringSeconds: scoringSeconds, contextScope: contextScope,
            direction: direction, includesNetwork: includesNetwork, notes: notes, valid: scores.valid, test: scores.test
        )
    }
}
