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
    /// How many windows were averaged.
    package let windows: Int

    /// What a clipping norm would leave of every figure.
    package func clippingFactor(norm: Double) -> Double {
        norm > 0 && parameterNorm > norm ? norm / parameterNorm : 1
    }

    /// Follows the loss of the last step of windows, spread evenly over a stream, back to their first.
    ///
    /// - Parameters:
    ///   - length: the greatest k.
    ///   - windows: at most so many.
    /// - Throws: `NetworkError` if the stream is shorter than one window, or the network has no state.
    package init(
        of model: NetworkModel, on stream: EncodedText, length: Int, windows: Int = 64
    ) throws(NetworkError) {
        guard model.architecture.cell.hasState else { throw .noState(model: model.name) }
        let steps = length + 1
        guard stream.count >= steps else { throw .tooManySteps(length, events: stream.count) }
        let count = max(1, min(windows, stream.count / steps))
        let events = stream.words.map(WordClass.of)
        let starts = (0..<count).map { (events.count - steps) * $0 / max(1, count - 1) }
        let pass = LastStepPass(model.parameters, rows: count, steps: steps)
        pass.run(Partition.cut(events, starts: starts, steps: steps, continues: false))
        self.steps = (0...length).map { k in
            Step(stepsBack: k, norms: (0..<model.architecture.layers).map { pass.norm(layer: $0, step: length - k) })
        }
        parameterNorm = pass.parameterNorm
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

    func run(_ minibatch: Minibatch) {
        weights.update(pool: pool)
        pool.run(tasks: 1) { [self] _ in
            shard.load(minibatch, rows: 0..<rows)
            shard.forward(weights)
        }
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

    /// The mean over rows of the norm of ∂L/∂h at a step.
    func norm(layer: Int, step: Int) -> Double {
        let gradients = shard.stateGradients(ofLayer: layer).rows(step * rows..<(step + 1) * rows)
        var sum = 0.0
        for r in 0..<rows {
            sum += unsafe Float.sumOfSquares(gradients.row(r), count: gradients.columns).squareRoot()
        }
        return sum / Double(rows)
    }

    var parameterNorm: Double {
        unsafe Float.sumOfSquares(gradient.buffer.pointer, count: gradient.buffer.count).squareRoot() / Double(rows)
    }
}
