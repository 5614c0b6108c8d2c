internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct MixtureWeightsTests {
    private static func randomLogProbabilities(models: Int, events: Int, seed: UInt64) -> [[Double]] {
        var generator = SeededGenerator(seed: seed)
        return (0..<models).map { _ in (0..<events).map { _ in log(generator.uniform() + 1e-6) } }
    }

    private static func logLikelihood(_ weights: [Double], _ logProbabilities: [[Double]]) -> Double {
        logProbabilities[0].indices.reduce(0) { sum, event in
            sum + log(zip(weights, logProbabilities).reduce(0) { $0 + $1.0 * exp($1.1[event]) })
        }
    }

    @Test(arguments: 1...5) func noPointOfAFineGridIsLikelier(seed: UInt64) {
        let logProbabilities = Self.randomLogProbabilities(models: 2, events: 300, seed: seed)
        let fitted = MixtureWeights(fittedTo: logProbabilities)
        let best = Self.logLikelihood(fitted.weights, logProbabilities)
        for step in 0...1000 {
            let weight = Double(step) / 1000
            #expect(best >= Self.logLikelihood([weight, 1 - weight], logProbabilities) - 1e-6)
        }
    }

    @Test(arguments: 1...3) func noPointOfTheGridOfThreeModelsIsLikelier(seed: UInt64) {
        let logProbabilities = Self.randomLogProbabilities(models: 3, events: 150, seed: seed)
        let best = Self.logLikelihood(MixtureWeights(fittedTo: logProbabilities).weights, logProbabilities)
        for first in 0...100 {
            for second in 0...(100 - first) {
                let point = [Double(first) / 100, Double(second) / 100, Double(100 - first - second) / 100]
                #expect(best >= Self.logLikelihood(point, logProbabilities) - 1e-6)
            }
        }
    }

    /// A step of expectation–maximization from the weights leads nowhere else, written as its definition.
    @Test(arguments: 1...5) func theWeightsAreAFixedPoint(seed: UInt64) {
        let logProbabilities = Self.randomLogProbabilities(models: 4, events: 300, seed: seed)
        let fitted = MixtureWeights(fittedTo: logProbabilities)
        let shares = logProbabilities.indices.map { model in
            logProbabilities[0].indices.reduce(0.0) { sum, event in
                let total = zip(fitted.weights, logProbabilities).reduce(0) { $0 + $1.0 * exp($1.1[event]) }
                return sum + fitted.weights[model] * exp(logProbabilities[model][event]) / total
            } / 300
        }
        for (share, weight) in zip(shares, fitted.weights) { #expect(abs(share - weight) < 1e-5) }
        #expect(fitted.gap <= 1e-9)
    }

    /// A model that is worse at every event has no share at all, and that is found in few passes.
    @Test func aModelThatNeverHelpsWeighsNothing() {
        let good = Self.randomLogProbabilities(models: 1, events: 5000, seed: 1)[0]
        let fitted = MixtureWeights(fittedTo: [good, good.map { $0 - 0.01 }])
        #expect(fitted.weights == [1, 0])
        #expect(fitted.iterations < 500)
    }

    @Test(arguments: 1...5) func aMixtureIsNeverWorseThanItsBestModel(seed: UInt64) {
        let logProbabilities = Self.randomLogProbabilities(models: 4, events: 200, seed: seed)
        let fitted = MixtureWeights(fittedTo: logProbabilities)
        #expect(abs(fitted.weights.reduce(0, +) - 1) < 1e-12)
        let mixed = fitted.logProbabilities(mixing: logProbabilities).reduce(0, +)
        for model in logProbabilities { #expect(mixed >= model.reduce(0, +) - 1e-6) }
    }

    @Test func impossibleEventsLeaveTheWeightsDefined() {
        let logProbabilities: [[Double]] = [[-.infinity, -1, -.infinity], [-2, -.infinity, -.infinity]]
        let fitted = MixtureWeights(fittedTo: logProbabilities)
        #expect(abs(fitted.weights[0] - 0.5) < 1e-9)
        #expect(fitted.logProbabilities(mixing: logProbabilities)[2] == -.infinity)
    }

    @Test func withoutEventsTheWeightsAreEqual() {
        #expect(MixtureWeights(fittedTo: [[], []]).weights == [0.5, 0.5])
    }
}
