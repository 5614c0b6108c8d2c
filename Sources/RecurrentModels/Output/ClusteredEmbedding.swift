internal import LinearAlgebra

/// Word vectors shared with an adaptive softmax (adaptive input, Baevski & Auli 2019): those of the head as they are,
/// those of tail i, of length H_i, brought to the width of the input by a projection of their own.
///
/// One shard's words; n of them, E the width of the input.
final class ClusteredEmbedding<Scalar: MatrixScalar> {
    private let layout: ParameterLayout
    private let precision: ProductPrecision
    /// For each tail n × H_i: the vectors of its words.
    private let vectors: [Matrix<Scalar>]
    /// n × E: the vectors of a tail projected, or the gradient of that.
    private let wide: Matrix<Scalar>
    /// For each tail H_i × E: this shard's part of the gradient of its projection.
    private let projectionGradients: [Matrix<Scalar>]
    /// For each tail which of the words are its own.
    private var members: [[Int]]

    init(_ layout: ParameterLayout, rows: Int, precision: ProductPrecision) {
        self.layout = layout
        self.precision = precision
        vectors = layout.tails.map { Matrix(rows: rows, columns: $0.output.columns) }
        projectionGradients = layout.tails.map { Matrix(rows: $0.output.columns, columns: layout.output.columns) }
        wide = Matrix(rows: rows, columns: layout.output.columns)
        members = layout.tails.map { _ in [] }
    }

    /// - Parameter embedded: n × E, overwritten.
    func forward(_ words: [UInt32], _ weights: WeightViews<Scalar>, into embedded: Matrix<Scalar>, rowsAlike: Bool) {
        for (i, word) in words.enumerated() where word < layout.headWords {
            unsafe embedded.row(i).update(from: weights.table.row(Int(word)), count: embedded.columns)
        }
        for (tail, tensors) in layout.tails.enumerated() {
            members[tail].removeAll(keepingCapacity: true)
            let (table, vectors) = (weights.tails[tail].softmax.weights, vectors[tail])
            for (i, word) in words.enumerated() where tensors.words.contains(Int(word)) {
                unsafe vectors.row(members[tail].count).update(
                    from: table.row(Int(word) - tensors.words.lowerBound), count: vectors.columns)
                members[tail].append(i)
            }
            let rows = 0..<members[tail].count
            let projection = weights.tails[tail].inputProjection!
            if rowsAlike {
                multiplyRowsAlike(vectors.rows(rows), projection, into: wide.rows(rows))
            } else {
                multiply(vectors.rows(rows), projection, into: wide.rows(rows), precision: precision)
            }
            for (row, i) in members[tail].enumerated() {
                unsafe embedded.row(i).update(from: wide.row(row), count: embedded.columns)
            }
        }
    }

    /// Finds the gradients of the projections and of the tails' vectors, for the two that follow.
    ///
    /// - Parameter embeddedGradient: n × E.
    func backward(_ embeddedGradient: Matrix<Scalar>, _ weights: WeightViews<Scalar>) {
        for tail in layout.tails.indices {
            let rows = 0..<members[tail].count
            for (row, i) in members[tail].enumerated() {
                unsafe wide.row(row).update(from: embeddedGradient.row(i), count: wide.columns)
            }
            let vectors = vectors[tail].rows(rows)
            multiply(
                vectors, transposed: true, wide.rows(rows), into: projectionGradients[tail], precision: precision)
            multiply(
                wide.rows(rows), transposed: false, weights.tails[tail].inputProjection!, transposed: true,
                into: vectors, precision: precision)
        }
    }

    func writeProjectionGradients(to gradient: Parameters<Scalar>, accumulating: Bool) {
        for (tail, part) in zip(layout.tails, projectionGradients) {
            let sum = gradient[tail.inputProjection!]
            if accumulating { sum.add(part) } else { sum.copy(from: part) }
        }
    }

    /// Adds the gradient of each word to its vector's, in one of some shares of the columns.
    func scatter(
        _ words: [UInt32], _ embeddedGradient: Matrix<Scalar>, into gradient: Parameters<Scalar>,
        share: (Int) -> Range<Int>
    ) {
        func add(_ source: Matrix<Scalar>, row: Int, to table: Matrix<Scalar>, word: Int) {
            let columns = share(table.columns)
            unsafe Scalar.addScaled(
                1, source.row(row) + columns.lowerBound, to: table.row(word) + columns.lowerBound, count: columns.count)
        }
        let head = gradient[layout.table]
        for (i, word) in words.enumerated() where word < layout.headWords {
            add(embeddedGradient, row: i, to: head, word: Int(word))
        }
        for (tail, tensors) in layout.tails.enumerated() {
            let table = gradient[tensors.output]
            for (row, i) in members[tail].enumerated() {
                add(vectors[tail], row: row, to: table, word: Int(words[i]) - tensors.words.lowerBound)
            }
        }
    }
}
