internal import COneDNN

/// What the operands of a product of `Float` matrices are rounded to; the sums are in single precision either way.
///
/// Products of `Double` matrices are in double precision whatever is asked for.
@usableFromInline package enum ProductPrecision: Sendable {
    /// Nothing: they are taken as they are.
    case single
    /// bfloat16, 8 bits of precision and the range of a `Float`, where `roundsOperands` says so. Processors with tiles for
    /// such products (AMX) take several times as many of them in the same time.
    case bfloat16

    /// Whether an m × k by k × n product has its operands rounded.
    ///
    /// Rounding takes time in proportion to mk + kn, and what it can save to mnk: it pays where mn/(m + n) is large. A
    /// core was measured to round a number in about 0.2 ns, and to multiply and add a pair in about 0.012 ns in single
    /// precision (170 GFLOP/s); at the rate of the instructions tiles take less than a fifth of that. So it pays from
    /// some 20 on. By 32 the step of a recurrent network, a few rows by its recurrent weights, stays in single precision,
    /// and what is batched over time does not.
    ///
    /// The rule knows the shape alone, so the same training takes the same products on every processor.
    package func roundsOperands(rows m: Int, columns n: Int) -> Bool {
        self == .bfloat16 && m * n >= 32 * (m + n)
    }
}

extension ProductPrecision {
    /// Whether oneDNN can take such products on this processor.
    package var isSupported: Bool { self == .single || BFloat16Products.areSupported }

    /// Whether such products are faster than those in single precision on this processor.
    package var isFaster: Bool { self == .bfloat16 && isSupported && bfloat16_matmul_has_tiles() }
}
