internal import Foundation
package import LinearAlgebra

/// Moves parameters against their gradient.
///
///     sgd    v ← μ v + g,  w ← w − η v                                     (μ: momentum, 0 for none)
///     adam   m ← β₁ m + (1 − β₁) g,  u ← β₂ u + (1 − β₂) g²,
///            w ← w − η m̂ / (√û + ε),  m̂ = m/(1 − β₁ᵗ), û = u/(1 − β₂ᵗ)    (Kingma & Ba 2015, algorithm 1)
///     adamw  adam after w ← (1 − η λ) w                                    (Loshchilov & Hutter 2019, algorithm 2)
///     asgd   sgd, and once averaging has begun w̄ ← w̄ + (w − w̄)/n          (Polyak & Juditsky 1992)
///
/// Weight decay λ is a term λ w of g for sgd, adam and asgd, added after clipping, as in PyTorch; for adamw it is
/// decoupled from the gradient. It is of all parameters, biases too.
///
/// A table of its own is moved only in the rows whose words the minibatch has as input; a step that does not meet a word
/// is no step for it: its averages stay as they are, and it does not decay. That is PyTorch's SparseAdam. Where words
/// are few (2 V ≤ batch × steps) and the input is embedded, without a window or dropout of it, every row is met at every
/// step, as a dense optimizer has it.
package final class Optimizer<Scalar: MatrixScalar>: @unchecked Sendable {
    private let layout: ParameterLayout
    private let settings: TrainingSettings
    private let pool: ThreadPool
    /// Velocity, or Adam's mean of the gradient.
    private let first: AlignedBuffer<Scalar>?
    /// Adam's mean of the squared gradient.
    private let second: AlignedBuffer<Scalar>?
    /// w̄, from when averaging has begun.
    package private(set) var average: WeightAverage<Scalar>?
    package private(set) var stepsTaken = 0

    private static var beta1: Double { 0.9 }
    private static var beta2: Double { 0.999 }
    private static var epsilon: Double { 1e-8 }
    private static var pieceSize: Int { 1 << 15 }

    package init(_ layout: ParameterLayout, settings: TrainingSettings, pool: ThreadPool) {
        self.layout = layout
        self.settings = settings
        self.pool = pool
        let adam = settings.optimizer == .adam || settings.optimizer == .adamw
        first = adam || settings.momentum > 0 ? AlignedBuffer(count: layout.count) : nil
        second = adam ? AlignedBuffer(count: layout.count) : nil
    }

    /// The runs of scalars that have a gradient, each at most a piece long.
    func pieces(tableRows: [Int]) -> [Range<Int>] {
        var pieces = stride(from: 0, to: layout.denseRange.count, by: Self.pieceSize).map {
            $0..<min($0 + Self.pieceSize, layout.denseRange.count)
        }
        guard !layout.architecture.tied else { return pieces }
        let table = layout.table
        for row in tableRows {
            pieces.append(table.offset + row * table.columns..<table.offset + (row + 1) * table.columns)
        }
        return pieces
    }

    /// Runs a body over all pieces on all threads.
    func forEachPiece(_ pieces: [Range<Int>], _ body: @escaping @Sendable (Int, Range<Int>) -> Void) {
        let tasks = pool.threads * 2
        pool.run(tasks: tasks) { task in
            for i in pieces.count * task / tasks..<pieces.count * (task + 1) / tasks { body(i, pieces[i]) }
        }
    }

    /// - Parameter scale: what clipping leaves of the gradient, 1 for all.
    package func step(
        _ parameters: Parameters<Scalar>, gradient: Parameters<Scalar>, tableRows: [Int], scale: Double,
        learningRate: Double
    ) {
        stepsTaken += 1
        let settings = settings
        let (first, second, average) = (first, second, average)
        let correction1 = 1 - pow(Self.beta1, Double(stepsTaken))
        let correction2 = 1 - pow(Self.beta2, Double(stepsTaken))
        let factor = Scalar(scale)
        let decoupled = settings.optimizer == .adamw
        let kept = Scalar(1 - learningRate * (decoupled ? settings.weightDecay : 0))
        let decay = Scalar(decoupled ? 0 : settings.weightDecay)
        average?.beginStep()
        forEachPiece(pieces(tableRows: tableRows)) { _, range in
            let (w, g) = unsafe (
                parameters.buffer.pointer + range.lowerBound, gradient.buffer.pointer + range.lowerBound
            )
            unsafe average?.willMove(range, w: w)
            if kept != 1 { for i in 0..<range.count { unsafe w[i] *= kept } }
            if let first, let second {
                let (m, v) = unsafe (first.pointer + range.lowerBound, second.pointer + range.lowerBound)
                let rate = Scalar(learningRate / correction1)
                let root = Scalar(1 / correction2.squareRoot())
                let (b1, b2, epsilon) = (Scalar(Self.beta1), Scalar(Self.beta2), Scalar(Self.epsilon))
                for i in 0..<range.count {
                    let slope = unsafe g[i] * factor + decay * w[i]
                    unsafe m[i] = b1 * m[i] + (1 - b1) * slope
                    unsafe v[i] = b2 * v[i] + (1 - b2) * slope * slope
                    unsafe w[i] -= rate * m[i] / (v[i].squareRoot() * root + epsilon)
                }
            } else if let first {
                let velocity = unsafe first.pointer + range.lowerBound
                let (rate, momentum) = (Scalar(learningRate), Scalar(settings.momentum))
                for i in 0..<range.count {
                    unsafe velocity[i] = momentum * velocity[i] + (factor * g[i] + decay * w[i])
                    unsafe w[i] -= rate * velocity[i]
                }
            } else {
                if decay != 0 {
                    let left = 1 - Scalar(learningRate) * decay
                    for i in 0..<range.count { unsafe w[i] *= left }
                }
                unsafe Scalar.addScaled(-Scalar(learningRate) * factor, g, to: w, count: range.count)
            }
            unsafe average?.didMove(range, w: w)
        }
    }

    /// From the next step on the parameters are averaged.
    package func beginAveraging() { average = WeightAverage(layout) }

    /// What is kept from step to step, to be saved between two epochs.
    ///
    /// - Parameter parameters: the weights as they are.
    func state(with parameters: Parameters<Scalar>) -> OptimizerState<Scalar> {
        average?.settle(with: parameters)
        return OptimizerState(
            arrays: [first, second, average?.mean].compactMap { $0?.values }, stepsTaken: stepsTaken,
            averagedSteps: average?.steps)
    }

    /// How many arrays a state has.
    func arrayCount(averaging: Bool) -> Int { [first, second].count { $0 != nil } + (averaging ? 1 : 0) }

    func restore(_ state: OptimizerState<Scalar>) {
        average = state.averagedSteps.map { WeightAverage(layout, steps: $0) }
        let buffers = [first, second, average?.mean].compactMap { $0 }
        precondition(state.arrays.count == buffers.count, "as many averages as the optimizer keeps")
        for (buffer, values) in zip(buffers, state.arrays) { buffer.values = values }
        stepsTaken = state.stepsTaken
    }
}

/// What an optimizer keeps from step to step.
struct OptimizerState<Scalar: MatrixScalar>: Sendable {
    /// Momentum's or Adam's averages and those of the weights, as far as there are any.
    var arrays: [[Scalar]]
    var stepsTaken: Int
    /// `nil` if weights are not averaged yet.
    var averagedSteps: Int?
}
