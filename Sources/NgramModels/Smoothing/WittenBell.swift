/// Witten–Bell smoothing: the chance of a new word after h is as that of the T(h) words which were new once.
///
///     P(w | h) = (n(hw) + T(h) · P(w | h′)) / (n(h) + T(h))
///
/// - SeeAlso: Witten & Bell (1991), method C; Chen & Goodman (1998), 2.5.
struct WittenBell: InterpolatedSmoothing {
    var usesAdjustedCounts: Bool { false }
    func discounts(order: Int) -> Discounts { .none }

    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double) {
        let types = Double(context.types)
        return (context.total + types, types / (context.total + types))
    }

    func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters { .types(context.types) }
}
