internal import Foundation
internal import LinearAlgebra

/// Softmax cross-entropy over one slice of the vocabulary, a block of rows at a time.
///
/// The logits of a block, r rows × s words, are all that is ever held of steps × batch × V. They become e^(l − m), m being
/// 0 or, where the sum of the exponentials would then leave the range in which it is exact, a row's greatest logit *in this
/// slice*, and stay so: what is missing, e^(m − M)/S with the maximum and the sum over all slices, is put on the small
/// operands of the products that follow.
final class SoftmaxSlice<Scalar: MatrixScalar> {
    /// The words of this slice, as places in the softmax they belong to.
    let words: Range<Int>
    let blockRows: Int
    private let precision: ProductPrecision
    private let exponentials: Matrix<Scalar>
    private let scaledStates: Matrix<Scalar>
    /// m and Σ e^(l − m) by row of the block.
    private(set) var maxima: [Scalar]
    private(set) var sums: [Scalar]
    /// The logits of those targets that lie in this slice, by row.
    private(set) var targetLogits: [Scalar]

    init(words: Range<Int>, blockRows: Int, hidden: Int, precision: ProductPrecision) {
        self.words = words
        self.blockRows = blockRows
        self.precision = precision
        exponentials = Matrix(rows: blockRows, columns: words.count)
        scaledStates = Matrix(rows: blockRows, columns: hidden)
        maxima = Array(repeating: 0, count: blockRows)
        sums = maxima
        targetLogits = maxima
    }

    /// How many rows a block has, so that it stays near the size of a processor's cache.
    static func blockRows(words: Int, rows: Int) -> Int { min(rows, max(16, min(256, 600_000 / max(words, 1)))) }

    /// - Parameters:
    ///   - states: r × H
    ///   - transposedWeights: H × V
    ///   - bias: 1 × V
    ///   - targets: places, r of them.
    ///   - rowsAlike: whether a row's result must not depend on the rows beside it.
    func forward(
        states: Matrix<Scalar>, transposedWeights: Matrix<Scalar>, bias: Matrix<Scalar>,
        targets: ArraySlice<UInt32>, rowsAlike: Bool = false
    ) {
        let logits = exponentials.rows(0..<states.rows)
        if rowsAlike {
            multiplyRowsAlike(states, transposedWeights.columns(words), into: logits)
        } else {
            multiply(states, transposedWeights.columns(words), into: logits, precision: precision)
        }
        let bias = bias.columns(words)
        for (r, target) in targets.enumerated() {
            let row = unsafe logits.row(r)
            let word = words.contains(Int(target)) ? Int(target) - words.lowerBound : nil
            if let word { unsafe targetLogits[r] = row[word] + bias.pointer[word] }
            maxima[r] = 0
            unsafe sums[r] = Scalar.addExpSum(row, adding: bias.pointer, count: words.count)
            // Of great logits the exponentials, or what is made of them, could leave the range of numbers.
            if !(sums[r] > 1e-10 && sums[r] < 1e10) {
                let (state, row) = (states.rows(r..<r + 1), logits.rows(r..<r + 1))
                if rowsAlike {
                    multiplyRowsAlike(state, transposedWeights.columns(words), into: row)
                } else {
                    multiply(state, transposedWeights.columns(words), into: row)
                }
                // A product of one row may round otherwise: what is divided belongs to what it is divided by.
                if let word { unsafe targetLogits[r] = row.pointer[word] + bias.pointer[word] }
                unsafe maxima[r] = Scalar.addMaximum(row.pointer, adding: bias.pointer, count: words.count)
                unsafe sums[r] = Scalar.expSum(row.pointer, shift: maxima[r], count: words.count)
            }
        }
    }

    /// Σ x and Σ x ln x over a row's x = e^(l − m), in double precision.
    func entropySums(row: Int) -> (sum: Double, products: Double) {
        var (sum, products) = (0.0, 0.0)
        let exponentials = unsafe exponentials.row(row)
        for word in 0..<words.count {
            let x = unsafe Double(exponentials[word])
            sum += x
            if x > 0 { products += x * Foundation.log(x) }
        }
        return (sum, products)
    }

    /// Adds this slice's part of the gradient of Σ −ln P · `weight`.
    ///
    /// - Parameters:
    ///   - scales: e^(m − M)/S by row.
    ///   - stateGradient: r × H, overwritten.
    ///   - gradient: V × H, of the weights; this slice's rows are overwritten unless `accumulating`.
    func backward(
        scales: [Scalar], weight: Scalar, states: Matrix<Scalar>, weights: Matrix<Scalar>,
        targets: ArraySlice<UInt32>, stateGradient: Matrix<Scalar>, gradient: Matrix<Scalar>,
        biasGradient: Matrix<Scalar>, accumulating: Bool
    ) {
        let (hidden, first) = (states.columns, words.lowerBound)
        let block = exponentials.rows(0..<states.rows)
        let (weights, gradient) = (weights.rows(words), gradient.rows(words))
        let biasGradient = biasGradient.columns(words)
        let scaled = scaledStates.rows(0..<states.rows)
        if !accumulating { biasGradient.fill(with: 0) }
        multiply(block, weights, into: stateGradient, precision: precision)
        for r in 0..<states.rows {
            let scale = scales[r] * weight
            let (from, to, gradient) = unsafe (states.row(r), scaled.row(r), stateGradient.row(r))
            for j in 0..<hidden {
                unsafe to[j] = from[j] * scale
                unsafe gradient[j] *= scale
            }
            unsafe Scalar.addScaled(scale, block.row(r), to: biasGradient.pointer, count: words.count)
        }
        multiply(
            block, transposed: true, scaled, into: gradient, accumulating: accumulating, precision: precision)
        for (r, target) in targets.enumerated() where words.contains(Int(target)) {
            let word = Int(target) - first
            unsafe Scalar.addScaled(-weight, weights.row(word), to: stateGradient.row(r), count: hidden)
            unsafe Scalar.addScaled(-weight, states.row(r), to: gradient.row(word), count: hidden)
            biasGradient[0, word] -= weight
        }
    }
}

/// What the slices of a vocabulary say together about a row.
enum SoftmaxCombination<Scalar: MatrixScalar> {
    /// ln P(target) of a row, in double precision.
    static func logProbability(_ slices: [SoftmaxSlice<Scalar>], row: Int, target: UInt32) -> Double {
        let maximum = slices.reduce(-Scalar.greatestFiniteMagnitude) { max($0, $1.maxima[row]) }
        var sum = 0.0
        var logit = 0.0
        for slice in slices {
            sum += Double(slice.sums[row]) * Foundation.exp(Double(slice.maxima[row] - maximum))
            if slice.words.contains(Int(target)) { logit = Double(slice.targetLogits[row]) }
        }
        return logit - Double(maximum) - Foundation.log(sum)
    }

    /// −Σ P ln P of a row over the whole vocabulary: ln S − Σ e^(l − M) (l − M) / S, where l − M = (l − m) + (m − M).
    static func entropy(_ slices: [SoftmaxSlice<Scalar>], row: Int) -> Double {
        let maximum = slices.reduce(-Scalar.greatestFiniteMagnitude) { max($0, $1.maxima[row]) }
        var (sum, products) = (0.0, 0.0)
        for slice in slices {
            let (sliceSum, sliceProducts) = slice.entropySums(row: row)
            let shift = Double(slice.maxima[row] - maximum)
            let scale = Foundation.exp(shift)
            sum += scale * sliceSum
            products += scale * (sliceProducts + shift * sliceSum)
        }
        return max(0, Foundation.log(sum) - products / sum)
    }

    /// e^(m − M)/S for one slice's row.
    static func scale(_ slices: [SoftmaxSlice<Scalar>], of slice: Int, row: Int) -> Scalar {
        let maximum = slices.reduce(-Scalar.greatestFiniteMagnitude) { max($0, $1.maxima[row]) }
        let sum = slices.reduce(0.0) {
            $0 + Double($1.sums[row]) * Foundation.exp(Double($1.maxima[row] - maximum))
        }
        return Scalar(Foundation.exp(Double(slices[slice].maxima[row] - maximum)) / sum)
    }
}
