/// c := op(a) op(b), added to c if `accumulating`.
///
/// - Parameter precision: of the operands.
/// - Precondition: the precision `isSupported`.
package func multiply<Scalar: MatrixScalar>(
    _ a: Matrix<Scalar>, transposed aTransposed: Bool = false,
    _ b: Matrix<Scalar>, transposed bTransposed: Bool = false,
    into c: Matrix<Scalar>, accumulating: Bool = false, precision: ProductPrecision = .single
) {
    let inner = aTransposed ? a.rows : a.columns
    precondition(inner == (bTransposed ? b.columns : b.rows), "inner dimensions differ")
    precondition(c.rows == (aTransposed ? a.columns : a.rows), "rows of the product differ")
    precondition(c.columns == (bTransposed ? b.rows : b.columns), "columns of the product differ")
    guard c.rows > 0, c.columns > 0 else { return }
    guard inner > 0 else {
        if !accumulating { c.fill(with: 0) }
        return
    }
    unsafe Scalar.multiply(
        a.pointer, stride: a.stride, transposed: aTransposed, b.pointer, stride: b.stride, transposed: bTransposed,
        into: c.pointer, stride: c.stride, m: c.rows, n: c.columns, k: inner, accumulating: accumulating,
        precision: precision)
}
