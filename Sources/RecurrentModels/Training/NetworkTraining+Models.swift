internal import Foundation
internal import LinearAlgebra

/// What training has come to.
extension NetworkTraining {
    /// The perplexity on valid of the weights as they are.
    public func validPerplexity() -> Double { exp(validLoss()) }

    /// The model of the best epoch on valid; of one that reads backwards what takes words in its own order.
    public func model(named name: String) -> NetworkModel { model(of: best, named: name) }

    /// The model as it is now, which the best epoch's may be better than.
    package func currentModel(named name: String) -> NetworkModel { model(of: judgedParameters, named: name) }

    private func model(of parameters: Parameters<Float>, named name: String) -> NetworkModel {
        let copy = Parameters<Float>(parameters.layout)
        copy.copy(from: parameters)
        return NetworkModel(
            name: name, vocabulary: vocabulary, parameters: copy, training: settings, threads: threads)
    }

    /// The weights that are judged and kept: their average, once it has begun.
    var judgedParameters: Parameters<Float> {
        guard let average = optimizer.average, average.steps > 0 else { return parameters }
        average.settle(with: parameters)
        return parameters.withScalars(of: average.mean)
    }

    func validLoss() -> Double {
        let forward = ForwardPass(judgedParameters, pool: pool)
        return -forward.logProbabilities(of: validEvents).reduce(0, +) / Double(validEvents.count)
    }
}
