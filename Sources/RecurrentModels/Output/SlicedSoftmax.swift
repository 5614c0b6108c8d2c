internal import LinearAlgebra

/// The weights of a softmax over s words on states of width h.
struct SoftmaxWeights<Scalar: MatrixScalar>: Sendable {
    /// s × h
    let weights: Matrix<Scalar>
    /// 1 × s
    let bias: Matrix<Scalar>
    /// h × s
    let transposed: Matrix<Scalar>

    init(weights: Matrix<Scalar>, bias: Matrix<Scalar>) {
        self.weights = weights
        self.bias = bias
        transposed = Matrix(rows: weights.columns, columns: weights.rows)
    }

    /// Brings one of some pieces of the transpose up to date.
    func update(piece: Int, of pieces: Int) {
        let words = weights.rows * piece / pieces..<weights.rows * (piece + 1) / pieces
        transposed.columns(words).transpose(from: weights.rows(words))
    }
}

/// Softmax cross-entropy over s words on several threads: every slice of the words sees every row, block after block.
///
/// No gradient of the weights is ever summed over threads, for each slice has its own rows of it; that of the states is
/// summed over the slices, in order.
final class SlicedSoftmax<Scalar: MatrixScalar>: @unchecked Sendable {
    private let slices: [SoftmaxSlice<Scalar>]
    private let blockRows: Int
    /// For each slice, n × h: its part of the gradient of the states.
    private let stateGradients: [Matrix<Scalar>]

    /// - Parameters:
    ///   - rows: the most states that a gradient is taken of at once.
    ///   - blockRows: how many of them are taken at a time; `nil` for what fits a processor's cache.
    ///   - gradients: whether there will be a gradient.
    init(
        words: Int, hidden: Int, rows: Int, slices count: Int, blockRows: Int? = nil, gradients: Bool = true,
        precision: ProductPrecision
    ) {
        let count = words >= 1024 ? count : 1
        let ranges = (0..<count).map { words * $0 / count..<words * ($0 + 1) / count }
        let blockRows = blockRows ?? SoftmaxSlice<Scalar>.blockRows(words: ranges[0].count, rows: rows)
        self.blockRows = blockRows
        slices = ranges.map {
            SoftmaxSlice(words: $0, blockRows: blockRows, hidden: hidden, precision: precision)
        }
        stateGradients = gradients ? ranges.map { _ in Matrix(rows: rows, columns: hidden) } : []
    }

    private func blocks(of count: Int) -> [Range<Int>] {
        let number = (count + blockRows - 1) / blockRows
        return (0..<number).map { count * $0 / number..<count * ($0 + 1) / number }
    }

    private func forward(
        _ states: Matrix<Scalar>, _ targets: ArraySlice<UInt32>, _ weights: SoftmaxWeights<Scalar>, pool: ThreadPool,
        rowsAlike: Bool = false
    ) {
        pool.run(tasks: slices.count) { [self] j in
            slices[j].forward(
                states: states, transposedWeights: weights.transposed, bias: weights.bias, targets: targets,
                rowsAlike: rowsAlike)
        }
    }

    /// ln P of each target after its state; no row's result depends on the rows beside it.
    func logProbabilities(
        states: Matrix<Scalar>, targets: [UInt32], weights: SoftmaxWeights<Scalar>, pool: ThreadPool
    ) -> [Double] {
        rows(states, targets, weights, pool) { [slices] row, target in
            SoftmaxCombination.logProbability(slices, row: row, target: target)
        }
    }

    /// The same, and the entropy of each distribution, in nats.
    func scores(
        states: Matrix<Scalar>, targets: [UInt32], weights: SoftmaxWeights<Scalar>, pool: ThreadPool
    ) -> [(logProbability: Double, entropy: Double)] {
        rows(states, targets, weights, pool) { [slices] row, target in
            (
                SoftmaxCombination.logProbability(slices, row: row, target: target),
                SoftmaxCombination.entropy(slices, row: row)
            )
        }
    }

    private func rows<Result>(
        _ states: Matrix<Scalar>, _ targets: [UInt32], _ weights: SoftmaxWeights<Scalar>, _ pool: ThreadPool,
        _ result: (Int, UInt32) -> Result
    ) -> [Result] {
        var results: [Result] = []
        // Not blocks of equal size: rows alike are taken in whole heights.
        for first in stride(from: 0, to: states.rows, by: blockRows) {
            let block = first..<min(first + blockRows, states.rows)
            forward(states.rows(block), targets[block], weights, pool: pool, rowsAlike: true)
            for (row, target) in targets[block].enumerated() { results.append(result(row, target)) }
        }
        return results
    }

    /// Σ −ln P of the targets, and the gradient of `weight` times it.
    ///
    /// - Parameters:
    ///   - states: n × h.
    ///   - offset: where their gradient is kept until `writeStateGradients`.
    ///   - gradient, biasGradient: s × h and 1 × s, overwritten unless `accumulating`.
    func run(
        states: Matrix<Scalar>, targets: [UInt32], offset: Int, weights: SoftmaxWeights<Scalar>, weight: Scalar,
        gradient: Matrix<Scalar>, biasGradient: Matrix<Scalar>, accumulating: Bool, pool: ThreadPool
    ) -> Double {
        if states.rows == 0 && !accumulating {
            gradient.fill(with: 0)
            biasGradient.fill(with: 0)
        }
        var loss = 0.0
        for (number, block) in blocks(of: states.rows).enumerated() {
            let targets = targets[block]
            forward(states.rows(block), targets, weights, pool: pool)
            for (row, target) in targets.enumerated() {
                loss -= SoftmaxCombination.logProbability(slices, row: row, target: target)
            }
            pool.run(tasks: slices.count) { [self] j in
                slices[j].backward(
                    scales: (0..<block.count).map { SoftmaxCombination.scale(slices, of: j, row: $0) },
                    weight: weight, states: states.rows(block), weights: weights.weights, targets: targets,
                    stateGradient: stateGradients[j].rows(offset + block.lowerBound..<offset + block.upperBound),
                    gradient: gradient, biasGradient: biasGradient, accumulating: accumulating || number > 0)
            }
        }
        return loss
    }

    /// The gradient of those states that were kept in some rows: the sum of all slices' parts.
    func writeStateGradients(_ rows: Range<Int>, into sum: Matrix<Scalar>) {
        sum.copy(from: stateGradients[0].rows(rows))
        for part in stateGradients.dropFirst() { sum.add(part.rows(rows)) }
    }
}
