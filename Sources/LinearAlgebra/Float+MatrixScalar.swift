internal import COneDNN
internal import CVectorMath

extension Float: MatrixScalar {
    @usableFromInline package static func multiply(
        _ a: UnsafePointer<Float>, stride aStride: Int, transposed aTransposed: Bool,
        _ b: UnsafePointer<Float>, stride bStride: Int, transposed bTransposed: Bool,
        into c: UnsafeMutablePointer<Float>, stride cStride: Int,
        m: Int, n: Int, k: Int, accumulating: Bool, precision: ProductPrecision
    ) {
        if precision.roundsOperands(rows: m, columns: n) {
            return BFloat16Products.withIdle { products in
                unsafe products.multiply(
                    a, stride: aStride, transposed: aTransposed, b, stride: bStride, transposed: bTransposed, into: c,
                    stride: cStride, m: m, n: n, k: k, accumulating: accumulating)
            }
        }
        let letter = { (transposed: Bool) in CChar(UInt8(ascii: transposed ? "T" : "N")) }
        // oneDNN fails only on arguments that make no sense, which the callers exclude.
        let status = unsafe dnnl_sgemm(
            letter(aTransposed), letter(bTransposed), dnnl_dim_t(m), dnnl_dim_t(n), dnnl_dim_t(k), 1, a,
            dnnl_dim_t(aStride), b, dnnl_dim_t(bStride), accumulating ? 1 : 0, c, dnnl_dim_t(cStride))
        precondition(status == dnnl_success, "oneDNN refused a matrix product")
    }

    @usableFromInline package static func exp(_ x: UnsafeMutablePointer<Float>, count: Int) {
        unsafe vector_exp(x, x, count)
    }

    @usableFromInline package static func tanh(_ x: UnsafeMutablePointer<Float>, count: Int) {
        unsafe vector_tanh(x, x, count)
    }

    @usableFromInline package static func tanh(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
    ) {
        unsafe vector_tanh(x, y, count)
    }

    @usableFromInline package static func sigmoid(_ x: UnsafeMutablePointer<Float>, count: Int) {
        unsafe vector_sigmoid(x, x, count)
    }

    @usableFromInline package static func expSum(_ x: UnsafeMutablePointer<Float>, shift: Float, count: Int) -> Float {
        unsafe vector_exp_sum(x, shift, count)
    }

    @usableFromInline package static func addExpSum(
        _ x: UnsafeMutablePointer<Float>, adding y: UnsafePointer<Float>, count: Int
    ) -> Float {
        unsafe vector_add_exp_sum(x, y, count)
    }

    @usableFromInline package static func addMaximum(
        _ x: UnsafeMutablePointer<Float>, adding y: UnsafePointer<Float>, count: Int
    ) -> Float {
        unsafe vector_add_maximum(x, y, count)
    }

    @usableFromInline package static func addScaled(
        _ a: Float, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
    ) {
        unsafe vector_add_scaled(a, x, y, count)
    }

    @usableFromInline package static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
        unsafe vector_sum_of_squares(x, count)
    }

    @usableFromInline package static func transpose(
        _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, columns: Int,
        into b: UnsafeMutablePointer<Float>, stride bStride: Int
    ) {
        unsafe vector_transpose(a, aStride, rows, columns, b, bStride)
    }

    /// The bits of the nearest bfloat16 numbers, ties to even; a NaN stays a NaN.
    @usableFromInline package static func roundToBFloat16(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<UInt16>, count: Int
    ) {
        unsafe vector_round_to_bfloat16(x, y, count)
    }
}
