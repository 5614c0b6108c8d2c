internal import Foundation
package import LanguageModeling
internal import LinearAlgebra

/// How large the gradient of each weight is on the text a network was trained on: √MS_g, MS_g the mean of its squares over
/// minibatches.
///
/// A weight whose gradient is always large moves a little at each step, one whose gradient is mostly nothing moves far when
/// there is one.
///
/// - SeeAlso: Krause, Kahembwe, Murray & Renals (2018), equations 4 to 6.
package final class GradientScale: Sendable {
    /// By place in the parameters' layout; 0 for a weight without any gradient.
    private let roots: AlignedBuffer<Float>
    /// Their mean, which also keeps steps of weights finite that had hardly any gradient.
    private let mean: Float

    /// - Parameters:
    ///   - train: what the network was trained on, in its numbering and the order in which it reads.
    ///   - events: so many of its first are read.
    package init(of network: NetworkModel, on train: EncodedText, events: Int = 100_000) {
        let layout = network.parameters.layout
        let pool = ThreadPool(threads: network.threads)
        let pass = GradientPass(network.parameters, sizes: .init(batch: Self.batch, steps: Self.steps), pool: pool)
        let pieces = Optimizer<Float>(layout, settings: TrainingSettings(optimizer: .sgd), pool: pool)
        let squares = AlignedBuffer<Float>(count: layout.count)
        var minibatches = 0
        let words = train.words.prefix(events).map(WordClass.of)
        for minibatch in Partition.sequential(words, batch: Self.batch, steps: Self.steps) {
            _ = pass.run(minibatch)
            let gradient = pass.gradient
            pieces.forEachPiece(pieces.pieces(tableRows: pass.tableRows)) { _, range in
                let (sum, g) = unsafe (
                    squares.pointer + range.lowerBound, gradient.buffer.pointer + range.lowerBound
                )
                for i in 0..<range.count { unsafe sum[i] += g[i] * g[i] }
            }
            minibatches += 1
        }
        var (total, met) = (0.0, 0)
        for i in 0..<layout.count {
            let root = (squares[i] / Float(max(1, minibatches))).squareRoot()
            squares[i] = root
            total += Double(root)
            met += root > 0 ? 1 : 0
        }
        roots = squares
        mean = Float(total / Double(max(1, met)))
    }

    private static let batch = 16, steps = 20

    /// w ← w − η f g / (√MS_g + ε) + min(λ √MS_g / ε, 1) (w₀ − w), ε being the mean of √MS_g.
    ///
    /// - Parameters:
    ///   - trained: w₀, the weights as they were trained.
    ///   - gradient: g; of a table the rows alone that have one.
    ///   - factor: f, what clipping leaves of it.
    ///   - decay: λ, how fast weights go back to what they were.
    func step(
        _ parameters: Parameters<Float>, trained: Parameters<Float>, gradient: Parameters<Float>, tableRows: [Int],
        factor: Double, learningRate: Double, decay: Double, by optimizer: Optimizer<Float>
    ) {
        let (roots, mean) = (roots, max(mean, .leastNormalMagnitude))
        let (rate, decay) = (Float(learningRate * factor), Float(decay))
        optimizer.forEachPiece(optimizer.pieces(tableRows: tableRows)) { _, range in
            let (w, w0) = unsafe (
                parameters.buffer.pointer + range.lowerBound, trained.buffer.pointer + range.lowerBound
            )
            let (g, root) = unsafe (gradient.buffer.pointer + range.lowerBound, roots.pointer + range.lowerBound)
            for i in 0..<range.count {
                let back = unsafe min(decay * root[i] / mean, 1) * (w0[i] - w[i])
                unsafe w[i] += back - rate * g[i] / (root[i] + mean)
            }
        }
    }
}
