internal import Foundation
internal import LinearAlgebra

/// Moves parameters against their gradient: gradient descent with momentum, or Adam (Kingma & Ba 2015) with decoupled
/// weight decay (Loshchilov & Hutter 2019).
///
/// A table of its own is moved only in the rows that have a gradient, and so are Adam's averages for it: what a word
/// gains in a step does not depend on how many words there are.
final class Optimizer<Scalar: MatrixScalar>: @unchecked Sendable {
    private let layout: ParameterLayout
    private let settings: TrainingSettings
    private let pool: ThreadPool
    /// Velocity, or Adam's mean of the gradient.
    private let first: AlignedBuffer<Scalar>?
    /// Adam's mean of the squared gradient.
    private let second: AlignedBuffer<Scalar>?
    private(set) var stepsTaken = 0

    private static var beta1: Double { 0.9 }
    private static var beta2: Double { 0.999 }
    private static var epsilon: Double { 1e-8 }
    private static var pieceSize: Int { 1 << 15 }

    init(_ layout: ParameterLayout, settings: TrainingSettings, pool: ThreadPool) {
        self.layout = layout
        self.settings = settings
        self.pool = pool
        let adam = settings.optimizer == .adam
        first = adam || settings.momentum > 0 ? AlignedBuffer(count: layout.count) : nil
        second = adam ? AlignedBuffer(count: layout.count) : nil
    }

    /// The runs of scalars that have a gradient, each at most a piece long.
    private func pieces(tableRows: [Int]) -> [Range<Int>] {
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
    private func forEachPiece(_ pieces: [Range<Int>], _ body: @escaping @Sendable (Int, Range<Int>) -> Void) {
        let tasks = pool.threads * 2
        pool.run(tasks: tasks) { task in
            for i in pieces.count * task / tasks..<pieces.count * (task + 1) / tasks { body(i, pieces[i]) }
        }
    }

    /// ‖gradient‖, summed piece after piece in double precision.
    func norm(of gradient: Parameters<Scalar>, tableRows: [Int]) -> Double {
        let pieces = pieces(tableRows: tableRows)
        let sums = AlignedBuffer<Double>(count: pieces.count)
        forEachPiece(pieces) { i, range in
            unsafe sums.pointer[i] = Scalar.sumOfSquares(
                gradient.buffer.pointer + range.lowerBound, count: range.count)
        }
        return sums.values.reduce(0, +).squareRoot()
    }

    /// - Parameter scale: what clipping leaves of the gradient, 1 for all.
    func step(
        _ parameters: Parameters<Scalar>, gradient: Parameters<Scalar>, tableRows: [Int], scale: Double,
        learningRate: Double
    ) {
        stepsTaken += 1
        let settings = settings
        let (first, second) = (first, second)
        let correction1 = 1 - pow(Self.beta1, Double(stepsTaken))
        let correction2 = 1 - pow(Self.beta2, Double(stepsTaken))
        let factor = Scalar(scale)
        let decay = Scalar(1 - learningRate * settings.weightDecay)
        forEachPiece(pieces(tableRows: tableRows)) { _, range in
            let (w, g) = unsafe (
                parameters.buffer.pointer + range.lowerBound, gradient.buffer.pointer + range.lowerBound
            )
            if settings.weightDecay > 0 { for i in 0..<range.count { unsafe w[i] *= decay } }
            if let first, let second {
                let (m, v) = unsafe (first.pointer + range.lowerBound, second.pointer + range.lowerBound)
                let rate = Scalar(learningRate / correction1)
                let root = Scalar(1 / correction2.squareRoot())
                let (b1, b2, epsilon) = (Scalar(Self.beta1), Scalar(Self.beta2), Scalar(Self.epsilon))
                for i in 0..<range.count {
                    let slope = unsafe g[i] * factor
                    unsafe m[i] = b1 * m[i] + (1 - b1) * slope
                    unsafe v[i] = b2 * v[i] + (1 - b2) * slope * slope
                    unsafe w[i] -= rate * m[i] / (v[i].squareRoot() * root + epsilon)
                }
            } else if let first {
                let velocity = unsafe first.pointer + range.lowerBound
                let (rate, kept) = (Scalar(learningRate), Scalar(settings.momentum))
                for i in 0..<range.count {
                    unsafe velocity[i] = kept * velocity[i] + factor * g[i]
                    unsafe w[i] -= rate * velocity[i]
                }
            } else {
                unsafe Scalar.addScaled(-Scalar(learningRate) * factor, g, to: w, count: range.count)
            }
        }
    }

    /// The averages, to be saved with the step count.
    var state: [[Scalar]] { [first, second].compactMap { $0?.values } }

    func restore(_ state: [[Scalar]], stepsTaken: Int) {
        precondition(state.count == [first, second].compactMap { $0 }.count, "as many averages as the optimizer keeps")
        for (buffer, values) in zip([first, second].compactMap { $0 }, state) { buffer.values = values }
        self.stepsTaken = stepsTaken
    }
}
