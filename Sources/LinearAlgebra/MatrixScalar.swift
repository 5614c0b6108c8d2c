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
