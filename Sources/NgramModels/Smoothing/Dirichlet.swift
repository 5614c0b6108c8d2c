/// Smoothing by a Dirichlet prior around the shorter context's distribution, ε of Dive into Deep Learning, 9.3.
///
///     P(w | h) = (n(hw) + E · P(w | h′)) / (n(h) + E)
///
/// - SeeAlso: MacKay & Peto (1995).
struct Dirichlet: InterpolatedSmoothing {
    /// E: how many observations the shorter context counts for.
    let strength: Double

    var usesAdjustedCounts: Bool { false }
    func discounts(order: Int) -> Discounts { .none }

    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double) {
        (context.total + strength, strength / (context.total + strength))
    }

    func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters { .strength(strength) }
}
