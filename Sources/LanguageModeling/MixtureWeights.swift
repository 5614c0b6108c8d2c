internal import Foundation

/// The weights of a linear mixture Σ λ_m P_m that make held-out events likeliest.
///
/// Expectation–maximization (Dempster, Laird & Rubin 1977; for language models Jelinek & Mercer 1980): the
/// likelihood is concave in the weights, so the fixed point is the maximum.
public struct MixtureWeights: Sendable, Equatable {
    /// A weight for each model; they sum to 1.
    public let weights: [Double]
    /// How many iterations were run.
    public let iterations: Int

    /// - Parameters:
    ///   - logProbabilities: models × events, ln P of each event.
    ///   - tolerance: iteration ends when no weight moves further than this.
    /// - Complexity: O(models · events) an iteration.
    public init(fittedTo logProbabilities: [[Double]], tolerance: Double = 1e-9, maximumIterations: Int = 2000) {
        let models = logProbabilities.count
        precondition(models > 0, "a mixture of no model")
        var weights = [Double](repeating: 1 / Double(models), count: models)
        var iterations = 0
        // Relative to the best model of each event: only ratios matter, and no event underflows.
        let ratios = Self.ratios(logProbabilities)
        let events = ratios.count / models
        while events > 0, iterations < maximumIterations {
            iterations += 1
            var expected = [Double](repeating: 0, count: models)
            for event in 0..<events {
                var total = 0.0
                for model in 0..<models { total += weights[model] * ratios[event * models + model] }
                for model in 0..<models {
                    expected[model] += weights[model] * ratios[event * models + model] / total
                }
            }
            var largestMove = 0.0
            for model in 0..<models {
                let weight = expected[model] / Double(events)
                largestMove = max(largestMove, abs(weight - weights[model]))
                weights[model] = weight
            }
            if largestMove < tolerance { break }
        }
        self.weights = Self.noWorseThanAlone(weights, ratios)
        self.iterations = iterations
    }

    /// The weights, or 1 for a single model where that is likelier: EM comes to a weight of 0 ever more slowly.
    private static func noWorseThanAlone(_ weights: [Double], _ ratios: [Double]) -> [Double] {
        let models = weights.count
        var mixed = 0.0
        var alone = weights.map { _ in 0.0 }
        for event in 0..<(ratios.count / models) {
            let row = ratios[(event * models)..<((event + 1) * models)]
            mixed += log(zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 })
            for (model, ratio) in row.enumerated() { alone[model] += log(ratio) }
        }
        guard let best = alone.indices.max(by: { alone[$0] < alone[$1] }), alone[best] > mixed else { return weights }
        return weights.indices.map { $0 == best ? 1 : 0 }
    }

    /// events × models; events that every model gives probability zero say nothing of the weights and are left out.
    private static func ratios(_ logProbabilities: [[Double]]) -> [Double] {
        let events = logProbabilities[0].count
        var ratios: [Double] = []
        ratios.reserveCapacity(events * logProbabilities.count)
        for event in 0..<events {
            let best = logProbabilities.reduce(-Double.infinity) { max($0, $1[event]) }
            if best == -.infinity { continue }
            for model in logProbabilities { ratios.append(exp(model[event] - best)) }
        }
        return ratios
    }

    /// ln Σ λ_m P_m of each event.
    public func logProbabilities(mixing logProbabilities: [[Double]]) -> [Double] {
        precondition(logProbabilities.count == weights.count, "a weight for each model")
        return logProbabilities[0].indices.map { event in
            let best = logProbabilities.reduce(-Double.infinity) { max($0, $1[event]) }
            if best == -.infinity { return best }
            var sum = 0.0
            for (weight, model) in zip(weights, logProbabilities) { sum += weight * exp(model[event] - best) }
            return best + log(sum)
        }
    }
}
