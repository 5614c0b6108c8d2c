internal import Foundation
package import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// How the gradient of the loss at one step falls or grows over the steps back (Bengio, Simard & Frasconi 1994;
/// Pascanu, Mikolov & Bengio 2013).
package struct GradientReach: Sendable {
    /// The distance in steps.
    package struct Step: Sendable, Hashable {
        /// k
        package let stepsBack: Int
        /// By layer, the lowest first: the mean of ‖∂L_t/∂h_{t−k}‖ over the windows.
        package let norms: [Double]
    }

    /// k = 0, 1, …
    package let steps: [Step]
    /// The norm of the gradient of all parameters for the mean loss of the windows' last steps.
    package let parameterNorm: Double
    /// The same of each matrix, in the order of the network's own; their squares sum to its square.
    package let parameterNorms: [(name: String, norm: Double)]
    /// How many windows were averaged.
    package let windows: Int

    /// What a clipping norm would leave of every figure.
    package func clippingFactor(norm: Double) -> Double {
        TrainingSettings(clipNorm: norm).clippingFactor(ofNorm: parameterNorm)
    }

    /// How far back the losses are followed whatever is asked for, so that the gradient of the parameters is one.
    private static let usualDepth = 100
    /// How far before its end each window is read from (or twice its depth, at most half of the text), so that its first
    /// state is that of a text being read: after so many steps nothing is left of the zero a network began with.
    private static let reading = 1000

    /// Follows the losses at places of the second half of a stream, spread evenly, back by k steps.
    ///
    /// The places do not depend on `length`, nor does what is read before them, up to 500 steps: a norm at k is the same
    /// however many are asked for. The gradient of the parameters, and with it what clipping leaves, is that of 100 steps, or
    /// of `length` where that is more.
    /// - Parameters:
    ///   - length: the greatest k, at most half of the stream.
    ///   - windows: at most so many.
    /// - Throws: `NetworkError` if half of the stream is shorter, or the network has no state.
    package init(
        of model: NetworkModel, on stream: EncodedText, length: Int, windows: Int = 64
    ) throws(NetworkError) {
        guard model.architecture.cell.hasState else { throw .noState(model: model.name) }
        let events = stream.words.map(WordClass.of)
        let half = events.count / 2
        guard length <= half, half > 0 else { throw .tooManySteps(length, events: events.count) }
        let count = max(1, min(windows, half))
        let ends = (0..<count).map { half + (events.count - 1 - half) * $0 / max(1, count - 1) }
        let depth = min(half, max(length, Self.usualDepth))
        let pass = LastStepPass(model.parameters, rows: count, steps: depth + 1)
        pass.run(on: events, ends: ends, after: min(half, max(Self.reading, 2 * depth)) - depth)
        steps = (0...length).map { k in
            Step(stepsBack: k, norms: (0..<model.architecture.layers).map { pass.norm(layer: $0, step: depth - k) })
        }
        parameterNorm = pass.parameterNorm
        parameterNorms = pass.parameterNorms
        self.windows = count
    }
}

/// The gradient of the losses at the last step alone, each row for itself.
private final class LastStepPass: @unchecked Sendable {
    private let weights: WeightViews<Float>
    private let shard: Shard<Float>
    private let outputLayer: OutputLayer<Float>
    private let gradient: Parameters<Float>
    private let pool = ThreadPool(threads: 1)
    private let rows: Int
    private let steps: Int

    init(_ parameters: Parameters<Float>, rows: Int, steps: Int) {
        let layout = parameters.layout
        (self.rows, self.steps) = (rows, steps)
        let path = InputPath(layout, projecting: false)
        weights = WeightViews(parameters, inputPath: path)
        shard = Shard(layout, rows: rows, steps: steps, inputPath: path)
        outputLayer = OutputLayer(layout, rows: rows, slices: 1)
        gradient = Parameters(layout)
    }

    /// Reads what is before the windows from a state of zero, then the windows, forward and backward.
    ///
    /// - Parameters:
    ///   - ends: for each row where its last step is.
    ///   - lead: steps that are read before a window.
    func run(on events: [UInt32], ends: [Int], after lead: Int) {
        weights.update(pool: pool)
        let starts = ends.map { $0 - (steps - 1) - lead }
        for at in stride(from: 0, to: lead, by: steps) {
            forward(events, starts.map { $0 + at }, steps: min(steps, lead - at), continues: at > 0)
            shard.carryState()
        }
        forward(events, starts.map { $0 + lead }, steps: steps, continues: lead > 0)
        let last = (steps - 1) * rows..<steps * rows
        // Each row's own loss: the mean over rows is taken of the norms.
        _ = outputLayer.run(
            states: [shard.outputs.rows(last)], targets: [Array(shard.targets[last])], weights: weights, weight: 1,
            gradient: gradient, pool: pool)
        pool.run(tasks: 1) { [self] _ in
            shard.outputGradients.fill(with: 0)
            outputLayer.writeStateGradients(ofPart: 0, into: shard.outputGradients.rows(last))
            shard.backward(weights)
            for (l, layer) in gradient.layout.layers.enumerated() {
                shard.writeWeightGradients(
                    ofLayer: l, columns: 0..<layer.bias.columns, to: gradient, accumulating: false)
            }
            shard.writeProjectionGradients(to: gradient, accumulating: false)
            shard.scatterInputGradients(into: gradient) { 0..<$0 }
        }
    }

    private func forward(_ events: [UInt32], _ starts: [Int], steps: Int, continues: Bool) {
        let minibatch = Partition.cut(events, starts: starts, steps: steps, continues: continues)
        pool.run(tasks: 1) { [self] _ in
            shard.load(minibatch, rows: 0..<rows)
            shard.forward(weights)
        }
    }

    /// The mean over rows of the norm of ∂L/∂h at a step.
    func norm(layer: Int, step: Int) -> Double {
        let gradients = shard.stateGradients(ofLayer: layer).rows(step * rows..<(step + 1) * rows)
        var sum = 0.0
        for r in 0..<rows {
            sum += unsafe Float.sumOfSquares(gradients.row(r), count: gradients.columns).squareRoot()
        }
        return sum / Double(rows)
    }

    var parameterNorms: [(name: String, norm: Double)] {
        gradient.layout.tensors.map { tensor in
            let start = unsafe gradient.buffer.pointer + tensor.offset
            return unsafe (tensor.name, Float.sumOfSquares(start, count: tensor.count).squareRoot() / Double(rows))
        }
    }

    var parameterNorm: Double {
        unsafe Float.sumOfSquares(gradient.buffer.pointer, count: gradient.buffer.count).squareRoot() / Double(rows)
    }
}
