/// How often something occurs by event, in units that are a sample: a word by token, in documents.
package struct SampledRate: Sendable {
    /// How often it occurs, and how many events there are, in each unit that has events.
    private let units: [(count: Int, events: Int)]

    package init(_ units: [(count: Int, events: Int)]) { self.units = units.filter { $0.events > 0 } }

    package var unitCount: Int { units.count }
    package var count: Int { units.reduce(0) { $0 + $1.count } }
    package var events: Int { units.reduce(0) { $0 + $1.events } }
    /// `nil` without events.
    package var rate: Double? { events == 0 ? nil : Double(count) / Double(events) }

    /// The 95 % percentile interval when as many units are drawn with replacement, what is in one staying together; its ends
    /// are moved as far from the rate as few units need, but not below 0.
    ///
    /// - Parameters:
    ///   - resamples: how many times they are drawn, 1 or more.
    ///   - generator: where the draws come from.
    /// - Returns: `nil` with fewer than three units, of which any interval is a guess.
    package func bootstrapInterval(resamples: Int, _ generator: inout SeededGenerator) -> ClosedRange<Double>? {
        guard let rate, units.count > 2 else { return nil }
        var rates: [Double] = []
        rates.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var (count, events) = (0, 0)
            for _ in units {
                let drawn = units[Int(generator.next().multipliedFullWidth(by: UInt64(units.count)).high)]
                count += drawn.count
                events += drawn.events
            }
            rates.append(Double(count) / Double(events))
        }
        rates.sort()
        let expansion = bootstrapExpansion(units: units.count)
        let bounds = [0.025, 0.975].map { rate + expansion * (quantile(rates, $0) - rate) }
        return max(0, min(bounds[0], rate))...max(bounds[1], rate)
    }
}
