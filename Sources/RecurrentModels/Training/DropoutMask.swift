internal import LinearAlgebra
internal import Statistics

/// The shares that are dropped of the embeddings, of each layer's outputs but the last, and of the last's.
package struct DropoutRates: Sendable, Hashable {
    package var embedding: Double
    package var layers: Double
    package var output: Double

    package init(embedding: Double, layers: Double, output: Double) {
        self.embedding = embedding
        self.layers = layers
        self.output = output
    }

    /// The same of all.
    package init(_ rate: Double) { self.init(embedding: rate, layers: rate, output: rate) }

    var areZero: Bool { embedding == 0 && layers == 0 && output == 0 }
}

/// Dropout: each scalar is dropped with probability p, the others grow by 1/(1 − p).
///
/// `variational` draws one mask a row of the batch and keeps it for all steps (Gal & Ghahramani 2016).
struct DropoutMask<Scalar: MatrixScalar> {
    let probability: Double
    let variational: Bool
    private let multipliers: AlignedBuffer<Scalar>
    private let columns: Int

    init(probability: Double, variational: Bool, steps: Int, rows: Int, columns: Int) {
        self.probability = probability
        self.variational = variational
        self.columns = columns
        multipliers = AlignedBuffer(count: (variational ? 1 : steps) * rows * columns)
    }

    /// - Parameter random: drawn from for four elements at a time, step by step.
    func draw(steps: Int, rows: Int, using random: inout SeededGenerator) {
        let threshold = UInt32(probability * 65_536)
        // Of the share that is dropped in fact, so that the mean is kept.
        let kept = Scalar(65_536 / (65_536 - Double(threshold)))
        let count = (variational ? 1 : steps) * rows * columns
        var i = 0
        while i < count {
            var bits = random.next()
            for j in i..<min(i + 4, count) {
                unsafe multipliers.pointer[j] = UInt32(truncatingIfNeeded: bits & 0xFFFF) < threshold ? 0 : kept
                bits >>= 16
            }
            i += 4
        }
    }

    /// result := source × mask; both are steps · rows × columns.
    func apply(to source: Matrix<Scalar>, into result: Matrix<Scalar>, rows: Int) {
        for r in 0..<source.rows {
            let (from, to) = unsafe (source.row(r), result.row(r))
            let mask = unsafe multipliers.pointer + (variational ? r % rows : r) * columns
            for j in 0..<columns { unsafe to[j] = from[j] * mask[j] }
        }
    }
}
