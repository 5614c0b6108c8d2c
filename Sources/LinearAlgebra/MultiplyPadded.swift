/// c := a b, added to c if `accumulating`, where a row of c has the same bits whatever rows stand beside it.
///
/// Kernels choose their way by the shape of the product, and treat the last rows of an odd number otherwise than the
/// rest. Here every product has the same height, the last one filled up with rows of zeros.
package func multiplyRowsAlike<Scalar: MatrixScalar>(
    _ a: Matrix<Scalar>, _ b: Matrix<Scalar>, into c: Matrix<Scalar>, accumulating: Bool = false
) {
    precondition(a.rows == c.rows, "rows of the product differ")
    // A multiple of the heights in which kernels take rows: 4, 6, 8, 16.
    let height = 96
    var first = 0
    while first < a.rows {
        let rows = first..<min(first + height, a.rows)
        if rows.count == height {
            multiply(a.rows(rows), b, into: c.rows(rows), accumulating: accumulating)
        } else {
            let left = Matrix<Scalar>(rows: height, columns: a.columns)
            let product = Matrix<Scalar>(rows: height, columns: c.columns)
            left.rows(0..<rows.count).copy(from: a.rows(rows))
            if accumulating { product.rows(0..<rows.count).copy(from: c.rows(rows)) }
            multiply(left, b, into: product, accumulating: accumulating)
            c.rows(rows).copy(from: product.rows(0..<rows.count))
        }
        first = rows.upperBound
    }
}
