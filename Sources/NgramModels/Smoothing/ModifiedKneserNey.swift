/// Modified Kneser–Ney, interpolated: three discounts an order, on counts of distinct left neighbours.
///
///     P(w | h) = (a(hw) − D(a(hw))) / a(h) + (D₁N₁(h) + D₂N₂(h) + D₃N₃₊(h)) / a(h) · P(w | h′)
///
/// - SeeAlso: Chen & Goodman (1998), TR-10-98, 4.1; Heafield et al. (2013) for the estimator that agrees.
package struct ModifiedKneserNey: InterpolatedSmoothing {
    package let byOrder: [Discounts]
    let notes: [String]

    package var usesAdjustedCounts: Bool { true }

    /// What is taken for an order whose discounts cannot be estimated: half of a count of 1, and as much again of each
    /// further one.
    static let fallback = Discounts(0.5, 1, 1.5)

    package init(_ counts: NgramCounts) {
        // An order without n-grams has nothing to discount.
        self.init(
            (1...counts.order).filter { counts.levels[$0 - 1].count > 0 }
                .map { CountsOfCounts(counts.adjustedCounts(order: $0)) }, order: counts.order)
    }

    /// - Parameters:
    ///   - countsOfCounts: of the adjusted counts of each order that has n-grams.
    ///   - order: N, that of them or one more.
    init(_ countsOfCounts: [CountsOfCounts], order: Int) {
        var byOrder: [Discounts] = []
        // Of the orders one after the other that have the same reason.
        var fallbacks: [(orders: ClosedRange<Int>, reason: String)] = []
        for (n, t) in zip(1..., countsOfCounts) {
            switch Self.discounts(t) {
            case .success(let discounts): byOrder.append(discounts)
            case .failure(let reason):
                byOrder.append(Self.fallback)
                if let last = fallbacks.last, last.reason == reason.text, last.orders.upperBound == n - 1 {
                    fallbacks[fallbacks.count - 1].orders = last.orders.lowerBound...n
                } else {
                    fallbacks.append((n...n, reason.text))
                }
            }
        }
        if byOrder.count < order { byOrder.append(Self.fallback) }
        self.byOrder = byOrder
        notes = fallbacks.map { orders, reason in
            let told =
                orders.count == 1 ? "order \(orders.lowerBound)" : "orders \(orders.lowerBound) to \(orders.upperBound)"
            return "\(told): \(reason), so the discounts are 0.5, 1 and 1.5"
        }
    }

    package struct NoEstimate: Error { package let text: String }

    /// D_k = k − (k + 1) Y t_{k+1} / t_k with Y = t₁ / (t₁ + 2 t₂).
    ///
    /// None exist where t₁, t₂ or t₃ is 0, or where a D_k leaves (0, k]: beyond k a count would turn negative, at 0
    /// nothing would be left for unseen words.
    package static func discounts(_ t: CountsOfCounts) -> Result<Discounts, NoEstimate> {
        for k in 1...3 where t[k] == 0 {
            return .failure(NoEstimate(text: "no n-gram has an adjusted count of \(k)"))
        }
        let y = Double(t[1]) / Double(t[1] + 2 * t[2])
        let d = (1...3).map { k in Double(k) - Double(k + 1) * y * Double(t[k + 1]) / Double(t[k]) }
        for k in 1...3 where !(d[k - 1] > 0 && d[k - 1] <= Double(k)) {
            return .failure(
                NoEstimate(text: "the discount of counts of \(k) would be \((d[k - 1] * 1000).rounded() / 1000)"))
        }
        return .success(Discounts(d[0], d[1], d[2]))
    }

    package var fitted: [FittedParameter] {
        byOrder.enumerated().flatMap { index, discounts in
            zip(["D₁", "D₂", "D₃₊"], [discounts.one, discounts.two, discounts.threeOrMore]).map {
                FittedParameter(order: index + 1, symbol: $0, value: $1)
            }
        }
    }

    package func discounts(order: Int) -> Discounts { byOrder[order - 1] }

    package func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double) {
        (context.total, byOrder[order - 1].mass(of: context) / context.total)
    }

    package func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters {
        .discounts(
            byOrder[order - 1], ones: context.ones, twos: context.twos, threesOrMore: context.threesOrMore)
    }
}
