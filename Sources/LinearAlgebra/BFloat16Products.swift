internal import COneDNN
internal import Synchronization

/// Products of matrices whose elements are rounded to bfloat16, in single precision.
///
/// oneDNN compiles a product for its shape, which takes as long as a small one: what is made is kept.
@safe final class BFloat16Products: @unchecked Sendable {
    /// Those that no thread uses now: each is used by one at a time, so there are never more than threads.
    private static let idle = Mutex<[BFloat16Products]>([])

    static func withIdle<Result>(_ body: (BFloat16Products) -> Result) -> Result {
        let products = idle.withLock { $0.popLast() } ?? BFloat16Products()
        defer { idle.withLock { $0.append(products) } }
        return body(products)
    }

    /// oneDNN 2 has none for processors older than AVX-512.
    static let areSupported: Bool = {
        let shape = Shape(
            m: 16, n: 16, k: 16, aTransposed: false, bTransposed: false, cStride: 16, accumulating: true)
        return unsafe BFloat16Products().product(of: shape) != nil
    }()

    /// As many as a training meets, and more: an adaptive softmax has shapes of its own in every minibatch.
    private static let mostKept = 512

    private let engine: dnnl_engine_t
    private let stream: dnnl_stream_t
    private var kept = unsafe [Shape: bfloat16_matmul]()
    private var a = ScratchMemory()
    private var b = ScratchMemory()
    private var scratchpad = ScratchMemory()

    private init() {
        var engine: dnnl_engine_t?
        var stream: dnnl_stream_t?
        // Of a processor there is always one.
        let status = unsafe dnnl_engine_create(&engine, dnnl_cpu, 0)
        precondition(status == dnnl_success, "oneDNN has no processor")
        unsafe self.engine = engine!
        let streamStatus = unsafe dnnl_stream_create(&stream, engine, dnnl_stream_default_flags.rawValue)
        precondition(streamStatus == dnnl_success, "oneDNN refused a stream")
        unsafe self.stream = stream!
    }

    deinit {
        forget()
        unsafe dnnl_stream_destroy(stream)
        unsafe dnnl_engine_destroy(engine)
    }

    /// As `MatrixScalar.multiply`.
    /// - Precondition: `areSupported`.
    func multiply(
        _ a: UnsafePointer<Float>, stride aStride: Int, transposed aTransposed: Bool,
        _ b: UnsafePointer<Float>, stride bStride: Int, transposed bTransposed: Bool,
        into c: UnsafeMutablePointer<Float>, stride cStride: Int,
        m: Int, n: Int, k: Int, accumulating: Bool
    ) {
        let (aRows, aColumns) = aTransposed ? (k, m) : (m, k)
        let (bRows, bColumns) = bTransposed ? (n, k) : (k, n)
        let roundedA = unsafe self.a.rounding(a, stride: aStride, rows: aRows, columns: aColumns)
        let roundedB = unsafe self.b.rounding(b, stride: bStride, rows: bRows, columns: bColumns)
        let shape = Shape(
            m: m, n: n, k: k, aTransposed: aTransposed, bTransposed: bTransposed, cStride: cStride,
            accumulating: accumulating)
        guard var product = unsafe product(of: shape) else { preconditionFailure("oneDNN has no such product") }
        let status = unsafe bfloat16_matmul_execute(
            &product, stream, roundedA, roundedB, c, scratchpad.reserving(product.scratch_bytes))
        precondition(status == dnnl_success, "oneDNN refused a matrix product")
    }

    /// `nil` where oneDNN has none.
    private func product(of shape: Shape) -> bfloat16_matmul? {
        if let known = unsafe kept[shape] { return unsafe known }
        if unsafe kept.count >= Self.mostKept { forget() }
        var product = unsafe bfloat16_matmul()
        var description = shape.description
        guard unsafe bfloat16_matmul_create(&product, engine, &description) == dnnl_success else { return nil }
        unsafe kept[shape] = product
        return unsafe product
    }

    private func forget() {
        for unsafe(_, var product) in unsafe kept { unsafe bfloat16_matmul_destroy(&product) }
        unsafe kept.removeAll()
    }
}

/// What a compiled product depends on.
private struct Shape: Hashable {
    let m: Int
    let n: Int
    let k: Int
    let aTransposed: Bool
    let bTransposed: Bool
    let cStride: Int
    let accumulating: Bool

    var description: bfloat16_matmul_shape {
        bfloat16_matmul_shape(
            m: dnnl_dim_t(m), n: dnnl_dim_t(n), k: dnnl_dim_t(k), c_stride: dnnl_dim_t(cStride),
            a_transposed: aTransposed, b_transposed: bTransposed, accumulating: accumulating)
    }
}
