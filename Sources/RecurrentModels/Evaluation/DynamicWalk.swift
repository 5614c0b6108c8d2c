internal import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// A network's walk along a text, its own copy of the weights moved by each stretch of it.
final class DynamicWalk: ModelWalk {
    private let network: NetworkModel
    private let settings: DynamicEvaluation
    private let scale: GradientScale?
    private let trained: Parameters<Float>
    private let parameters: Parameters<Float>
    private let forward: ForwardPass<Float>
    private let pass: GradientPass<Float>
    private let optimizer: Optimizer<Float>
    /// What has been read since the weights were last moved, and the word before it.
    private var stretch: [UInt32] = []
    private var wordBefore = WordClass.segmentEnd
    private var isFirstStretch = true
    /// All that was read, where the walk may be copied.
    private var events: [UInt32]?

    /// - Parameter isCopied: whether copies are made of it.
    init(
        _ network: NetworkModel, _ settings: DynamicEvaluation, _ scale: GradientScale?, isCopied: Bool = false
    ) {
        events = isCopied ? [] : nil
        self.network = network
        self.settings = settings
        self.scale = scale
        trained = network.parameters
        let pool = ThreadPool(threads: network.threads)
        let layout = network.parameters.layout
        parameters = Parameters(layout)
        parameters.copy(from: network.parameters)
        forward = ForwardPass(parameters, pool: pool)
        pass = GradientPass(parameters, sizes: .init(batch: 1, steps: settings.steps), pool: pool)
        optimizer = Optimizer(
            layout, settings: TrainingSettings(optimizer: .sgd, learningRate: settings.learningRate), pool: pool)
    }

    /// Reads what was written before, and learns from it.
    func begin(after context: [WordID]) { _ = logProbabilities(of: NetworkModel.afterStart(context)) }

    /// ln P of the next events, each before it is learned from; they are cut where stretches end, whoever asks.
    func logProbabilities(of events: [UInt32]) -> [Double] {
        self.events? += events
        var result: [Double] = []
        result.reserveCapacity(events.count)
        while result.count < events.count {
            let end = min(events.count, result.count + settings.steps - stretch.count)
            let next = Array(events[result.count..<end])
            // A network of rectified units can be led beyond the range of its numbers: it then predicts nothing.
            result += forward.logProbabilities(of: next).map { $0.isNaN ? -.infinity : $0 }
            stretch += next
            if stretch.count == settings.steps { learn() }
        }
        return result
    }

    private func learn() {
        _ = pass.run(
            Minibatch(
                steps: stretch.count, rows: 1, inputs: [wordBefore] + stretch.dropLast(), targets: stretch,
                continues: !isFirstStretch))
        let norm = optimizer.norm(of: pass.gradient, tableRows: pass.tableRows)
        if norm.isFinite {
            let left = norm > settings.clipNorm ? settings.clipNorm / norm : 1
            if let scale {
                scale.step(
                    parameters, trained: trained, gradient: pass.gradient, tableRows: pass.tableRows, factor: left,
                    learningRate: settings.learningRate, decay: settings.decay, by: optimizer)
            } else {
                optimizer.step(
                    parameters, gradient: pass.gradient, tableRows: pass.tableRows, scale: left,
                    learningRate: settings.learningRate)
            }
            forward.takeChangedParameters()
        }
        isFirstStretch = false
        wordBefore = stretch[stretch.count - 1]
        stretch.removeAll(keepingCapacity: true)
    }

    func probabilities() -> [Double]? { NetworkWalk(forward: forward).probabilities() }

    /// What was read is read again: the weights are its own.
    func copy() -> any ModelWalk {
        guard let events else { preconditionFailure("a walk that keeps nothing to copy") }
        let walk = DynamicWalk(network, settings, scale, isCopied: true)
        _ = walk.logProbabilities(of: events)
        return walk
    }

    func append(_ word: WordID) { _ = logProbabilities(of: [WordClass.of(word)]) }
}

/// The same walk as a scorer.
struct DynamicScorer: Scorer {
    private let walk: DynamicWalk

    init(_ network: NetworkModel, _ settings: DynamicEvaluation, _ scale: GradientScale?) {
        walk = DynamicWalk(network, settings, scale)
    }

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        walk.logProbabilities(of: events.indices.map { WordClass.of(events[$0]) })
    }
}
