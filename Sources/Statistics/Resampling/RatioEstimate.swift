/// The mean by event of something summed up over units, and its standard error, units taken as a sample.
///
/// A ratio of sums over units, whose variance is that of their residuals (Cochran 1977, 2.46).
package struct RatioEstimate: Sendable {
    package let mean: Double
    /// 0 of one unit.
    package let standardError: Double

    /// - Parameters:
    ///   - sums: by unit.
    ///   - events: how many each unit has.
    package init(ofSums sums: [Double], events: [Double]) {
        let total = events.reduce(0, +)
        let mean = sums.reduce(0, +) / total
        self.mean = mean
        guard sums.count > 1 else {
            standardError = 0
            return
        }
        let squares = zip(sums, events).reduce(0.0) { $0 + square($1.0 - mean * $1.1) }
        let count = Double(sums.count)
        standardError = (count / (count - 1) * squares).squareRoot() / total
    }
}

extension Array {
    /// Each two neighbours as one; a last one without a neighbour joins the pair before it.
    package func joinedInPairs(_ join: (Element, Element) -> Element) -> [Element] {
        var joined = (0..<count / 2).map { join(self[2 * $0], self[2 * $0 + 1]) }
        if count % 2 == 1, let last, let before = joined.popLast() { joined.append(join(before, last)) }
        return joined
    }
}
