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
