/// A window of rows × columns on a buffer, row after row, `stride` scalars apart.
///
/// A reference: copies and windows of a matrix share its scalars.
@safe @usableFromInline package struct Matrix<Scalar: MatrixScalar>: Sendable {
    @usableFromInline package let buffer: AlignedBuffer<Scalar>
    @usableFromInline package let offset: Int
    @usableFromInline package let rows: Int
    @usableFromInline package let columns: Int
    @usableFromInline package let stride: Int

    /// A matrix of zeros.
    package init(rows: Int, columns: Int) {
        self.init(AlignedBuffer(count: rows * columns), rows: rows, columns: columns)
    }

    @inlinable package init(
        _ buffer: AlignedBuffer<Scalar>, offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil
    ) {
        let stride = stride ?? columns
        precondition(rows >= 0 && columns >= 0 && stride >= columns, "a matrix of no sensible shape")
        precondition(rows == 0 || offset + (rows - 1) * stride + columns <= buffer.count, "a matrix beyond its buffer")
        self.buffer = buffer
        self.offset = offset
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// The first scalar.
    @inlinable package var pointer: UnsafeMutablePointer<Scalar> { unsafe buffer.pointer + offset }

    @inlinable package func row(_ index: Int) -> UnsafeMutablePointer<Scalar> { unsafe pointer + index * stride }

    @inlinable package func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows beyond the matrix")
        return Matrix(
            buffer, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
    }

    @inlinable package func columns(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns beyond the matrix")
        return Matrix(buffer, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
    }

    @inlinable package subscript(row: Int, column: Int) -> Scalar {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "an element beyond the matrix")
            return unsafe pointer[row * stride + column]
        }
        nonmutating set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns, "an element beyond the matrix")
            unsafe pointer[row * stride + column] = newValue
        }
    }

    @inlinable package func fill(with value: Scalar) {
        for r in 0..<rows { unsafe row(r).update(repeating: value, count: columns) }
    }

    @inlinable package func copy(from other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "matrices of different shape")
        for r in 0..<rows { unsafe row(r).update(from: other.row(r), count: columns) }
    }

    /// self += other
    @inlinable package func add(_ other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "matrices of different shape")
        for r in 0..<rows { unsafe Scalar.addScaled(1, other.row(r), to: row(r), count: columns) }
    }

    /// Each row becomes `bias`, a single row.
    @inlinable package func fillRows(with bias: Matrix) {
        precondition(bias.rows == 1 && bias.columns == columns, "a row of the matrix's width")
        for r in 0..<rows { unsafe row(r).update(from: bias.pointer, count: columns) }
    }

    /// A single row += the sum of the rows of `other`.
    @inlinable package func addSumOfRows(of other: Matrix) {
        precondition(rows == 1 && columns == other.columns, "a row of the other's width")
        for r in 0..<other.rows { unsafe Scalar.addScaled(1, other.row(r), to: pointer, count: columns) }
    }

    /// self = otherᵀ, tile by tile so that both stay in the cache.
    @inlinable package func transpose(from other: Matrix) {
        precondition(rows == other.columns && columns == other.rows, "shapes that are each other's transpose")
        unsafe Scalar.transpose(
            other.pointer, stride: other.stride, rows: other.rows, columns: other.columns, into: pointer,
            stride: stride)
    }
}
