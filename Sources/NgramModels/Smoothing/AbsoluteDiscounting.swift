/// Absolute discounting and Kneser–Ney: one discount an order is taken from each count and given to the order below.
///
///     P(w | h) = (a(hw) − D) / a(h) + D · T(h) / a(h) · P(w | h′),   D = t₁ / (t₁ + 2 t₂)
///
/// Absolute discounting takes a for the raw counts, Kneser–Ney for the numbers of distinct left neighbours.
/// - SeeAlso: Ney, Essen & Kneser (1994); Kneser & Ney (1995); Chen & Goodman (1998), 2.6 and 2.7.
struct AbsoluteDiscounting: InterpolatedSmoothing {
    let usesAdjustedCounts: Bool
    /// D by order.
    let discounts: [Double]
    /// The orders whose discount could not be estimated.
    let notes: [String]

    /// What is taken where t₁ or t₂ is 0: the middle of what D can be.
    static let fallback = 0.5

    init(_ counts: NgramCounts, usesAdjustedCounts: Bool) {
        // An order without n-grams has nothing to discount.
        self.init(
            (1...counts.order).filter { counts.levels[$0 - 1].count > 0 }
                .map { CountsOfCounts(counts.smoothedCounts(order: $0, adjusted: usesAdjustedCounts)) },
            order: counts.order, usesAdjustedCounts: usesAdjustedCounts)
    }

    /// - Parameters:
    ///   - countsOfCounts: of the counts of each order that has n-grams.
    ///   - order: N, that of them or one more.
    init(_ countsOfCounts: [CountsOfCounts], order: Int, usesAdjustedCounts: Bool) {
        self.usesAdjustedCounts = usesAdjustedCounts
        var discounts: [Double] = []
        var notes: [String] = []
        for (n, t) in zip(1..., countsOfCounts) {
            if t[1] > 0 && t[2] > 0 {
                discounts.append(Double(t[1]) / Double(t[1] + 2 * t[2]))
            } else {
                discounts.append(Self.fallback)
                let absent = t[1] == 0 ? "once" : "twice"
                notes.append("order \(n): no n-gram occurs \(absent), so the discount is \(Self.fallback)")
            }
        }
        if discounts.count < order { discounts.append(Self.fallback) }
        self.discounts = discounts
        self.notes = notes
    }

    var fitted: [FittedParameter] {
        discounts.enumerated().map { FittedParameter(order: $0 + 1, symbol: "D", value: $1) }
    }

    func discounts(order: Int) -> Discounts {
        let discount = discounts[order - 1]
        return Discounts(discount, discount, discount)
    }

    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double) {
        (context.total, discounts[order - 1] * Double(context.types) / context.total)
    }

    func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters {
        .discount(discounts[order - 1], types: context.types)
    }
}

extension NgramCounts {
    /// The counts that a smoothing works on: 0 for `<s>`, which is never predicted.
    func smoothedCounts(order n: Int, adjusted: Bool) -> [UInt32] {
        if adjusted { return adjustedCounts(order: n) }
        var counts = levels[n - 1].counts
        if n == 1 { counts[segmentStartNodes[0].lowerBound] = 0 }
        return counts
    }
}
