/// Float or Double: the kernels everything above is built from.
///
/// Float runs on oneDNN and vectorized functions; Double is plain, written to be evidently right: the Float kernels
/// are tested against it.
@usableFromInline package protocol MatrixScalar: BinaryFloatingPoint & Sendable {
    /// C := op(A) op(B) + (accumulating ? C : 0); C is m × n, op(A) m × k, op(B) k × n, row after row, each with the
    /// stride from row to row that is given. On the calling thread alone. Double takes no notice of `precision`.
    static func multiply(
        _ a: UnsafePointer<Self>, stride aStride: Int, transposed aTransposed: Bool,
        _ b: UnsafePointer<Self>, stride bStride: Int, transposed bTransposed: Bool,
        into c: UnsafeMutablePointer<Self>, stride cStride: Int,
        m: Int, n: Int, k: Int, accumulating: Bool, precision: ProductPrecision)

    /// x := eˣ, element by element.
    static func exp(_ x: UnsafeMutablePointer<Self>, count: Int)
    /// x := tanh x
    static func tanh(_ x: UnsafeMutablePointer<Self>, count: Int)
    /// y := tanh x
    static func tanh(_ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
    /// x := 1/(1 + e⁻ˣ)
    static func sigmoid(_ x: UnsafeMutablePointer<Self>, count: Int)
    /// x := e^(x − shift); returns the sum.
    static func expSum(_ x: UnsafeMutablePointer<Self>, shift: Self, count: Int) -> Self
    /// x := e^(x + y); returns the sum.
    static func addExpSum(_ x: UnsafeMutablePointer<Self>, adding y: UnsafePointer<Self>, count: Int) -> Self
    /// x := x + y; returns the greatest x.
    static func addMaximum(_ x: UnsafeMutablePointer<Self>, adding y: UnsafePointer<Self>, count: Int) -> Self
    /// y := y + a x
    static func addScaled(_ a: Self, _ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int)
    static func sumOfSquares(_ x: UnsafePointer<Self>, count: Int) -> Double
    /// b := aᵀ, where a is rows × columns.
    static func transpose(
        _ a: UnsafePointer<Self>, stride aStride: Int, rows: Int, columns: Int,
        into b: UnsafeMutablePointer<Self>, stride bStride: Int)
}

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
