internal import Foundation

/// The weights of a linear mixture Σ λ_m P_m that maximize the likelihood of held-out events.
///
/// Expectation–maximization (Dempster, Laird & Rubin 1977; for language models Jelinek & Mercer 1980), whose steps are
/// extrapolated (SQUAREM: Varadhan & Roland 2008). The likelihood is concave in the weights, so that the fixed point is
/// the maximum, and how far away that can be is known: with g_m the mean of P_m / Σ λP over events, no weights are
/// likelier by more than max g_m − 1 nats an event.
public struct MixtureWeights: Sendable, Equatable {
    /// A weight for each model; they sum to 1.
    public let weights: [Double]
    /// How many passes over the events were made.
    package let iterations: Int
    /// No other weights make an event likelier by more than this on average, in nats.
    package let gap: Double

    /// - Parameters:
    ///   - logProbabilities: models × events, ln P of each event.
    ///   - tolerance: iteration ends when `gap` is no larger than this.
    /// - Complexity: O(models · events) an iteration.
    package init(fittedTo logProbabilities: [[Double]], tolerance: Double = 1e-9, maximumIterations: Int = 2000) {
        let models = logProbabilities.count
        precondition(models > 0, "a mixture of no model")
        let likelihood = MixtureLikelihood(logProbabilities)
        var weights = [Double](repeating: 1 / Double(models), count: models)
        var passes = 0
        func pass(_ weights: [Double]) -> MixtureLikelihood.Pass {
            passes += 1
            return likelihood.pass(at: weights)
        }
        guard likelihood.eventCount > 0 else {
            self.init(weights: weights, iterations: 0, gap: 0)
            return
        }
        var here = pass(weights)
        while here.gap > tolerance, passes < maximumIterations {
            let first = here.next
            let second = pass(first).next
            let far = Self.extrapolated(weights, first, second)
            let there = pass(far)
            if there.logLikelihood >= here.logLikelihood {
                (weights, here) = (far, there)
            } else {
                weights = second
                here = pass(second)
            }
        }
        // Weights that only ever fall come to 0 in the limit; one that is on its way there is there.
        let kept = zip(weights, here.gains).map { $0 < 1e-9 && $1 < 1 ? 0 : $0 }
        let sum = kept.reduce(0, +)
        self.init(
            weights: likelihood.noWorseThanAlone(kept.map { $0 / sum }), iterations: passes, gap: max(0, here.gap))
    }

    /// Weights known already.
    init(weights: [Double]) { self.init(weights: weights, iterations: 0, gap: .infinity) }

    private init(weights: [Double], iterations: Int, gap: Double) {
        self.weights = weights
        self.iterations = iterations
        self.gap = gap
    }

    /// From three successive weights where their way seems to lead, inside the simplex.
    private static func extrapolated(_ start: [Double], _ first: [Double], _ second: [Double]) -> [Double] {
        let step = zip(first, start).map { $0 - $1 }
        let turn = zip(zip(second, first), step).map { $0.0 - $0.1 - $1 }
        let turned = turn.reduce(0) { $0 + $1 * $1 }
        guard turned > 0 else { return second }
        let length = max(1, (step.reduce(0) { $0 + $1 * $1 } / turned).squareRoot())
        let far = start.indices.map { index in
            let weight = start[index] + 2 * length * step[index] + length * length * turn[index]
            // A weight of 0 could never grow again.
            return max(weight, second[index] * 1e-3)
        }
        let sum = far.reduce(0, +)
        return far.map { $0 / sum }
    }

    /// ln Σ λ_m P_m of each event.
    package func logProbabilities(mixing logProbabilities: [[Double]]) -> [Double] {
        precondition(logProbabilities.count == weights.count, "a weight for each model")
        return logProbabilities[0].indices.map { logProbability(mixing: logProbabilities, at: $0) }
    }

    /// ln Σ λ_m P_m of one event.
    func logProbability(mixing logProbabilities: [[Double]], at event: Int) -> Double {
        var best = -Double.infinity
        for model in logProbabilities { best = max(best, model[event]) }
        if best == -.infinity { return best }
        var sum = 0.0
        for index in weights.indices { sum += weights[index] * exp(logProbabilities[index][event] - best) }
        return best + log(sum)
    }
}

/// How likely a mixture makes events, by its weights.
private struct MixtureLikelihood {
    private let models: Int
    let eventCount: Int
    /// events × models, P_m relative to the best model of the event: only ratios matter, and no event underflows.
    private let ratios: [Double]

    /// Events that every model gives probability zero say nothing of the weights and are left out.
    init(_ logProbabilities: [[Double]]) {
        models = logProbabilities.count
        var ratios: [Double] = []
        ratios.reserveCapacity(logProbabilities[0].count * models)
        for event in logProbabilities[0].indices {
            var best = -Double.infinity
            for model in logProbabilities { best = max(best, model[event]) }
            if best == -.infinity { continue }
            for model in logProbabilities { ratios.append(exp(model[event] - best)) }
        }
        self.ratios = ratios
        eventCount = ratios.count / models
    }

    struct Pass {
        /// The mean of ln Σ λP, up to a constant.
        let logLikelihood: Double
        /// g_m: the mean of P_m / Σ λP.
        let gains: [Double]
        /// λ_m g_m: the step of EM.
        let next: [Double]

        var gap: Double { (gains.max() ?? 1) - 1 }
    }

    func pass(at weights: [Double]) -> Pass {
        var sums = [Double](repeating: 0, count: models)
        var logLikelihood = 0.0
        var start = 0
        while start < ratios.count {
            var total = 0.0
            for model in 0..<models { total += weights[model] * ratios[start + model] }
            let inverse = 1 / total
            for model in 0..<models { sums[model] += ratios[start + model] * inverse }
            logLikelihood += log(total)
            start += models
        }
        let gains = sums.map { $0 / Double(eventCount) }
        return Pass(
            logLikelihood: logLikelihood / Double(eventCount), gains: gains, next: zip(weights, gains).map { $0 * $1 })
    }

    /// The weights, or 1 for a single model where that is likelier.
    func noWorseThanAlone(_ weights: [Double]) -> [Double] {
        let mixed = pass(at: weights).logLikelihood
        let alone = weights.indices.map { model in
            stride(from: model, to: ratios.count, by: models).reduce(0.0) { $0 + log(ratios[$1]) } / Double(eventCount)
        }
        guard let best = alone.indices.max(by: { alone[$0] < alone[$1] }), alone[best] > mixed else { return weights }
        return weights.indices.map { $0 == best ? 1 : 0 }
    }
}
