/// Intervals of ratios of sums over units, such as documents: the units are drawn again, as many as there are, with replacement.
///
/// All ratios are of the same draws.
/// - SeeAlso: Efron & Tibshirani (1993), *An introduction to the bootstrap*, chapter 13: the percentile interval.
package struct RatioBootstrap: Sendable {
    /// What a unit adds to numerator and denominator.
    package struct Share: Sendable {
        package let unit: Int
        package var numerator: Double
        package var denominator: Double

        package init(unit: Int, numerator: Double, denominator: Double) {
            (self.unit, self.numerator, self.denominator) = (unit, numerator, denominator)
        }
    }

    /// How often each unit is drawn, one draw after the other.
    private let draws: [UInt16]
    private let units: Int
    private let resamples: Int

    /// - Parameters:
    ///   - units: 1 to 65,535 of them.
    ///   - resamples: how many draws.
    package init(units: Int, resamples: Int, seed: UInt64) {
        precondition((1...Int(UInt16.max)).contains(units) && resamples > 0, "units and draws can be counted")
        var draws = [UInt16](repeating: 0, count: units * resamples)
        let generator = SeededGenerator(seed: seed)
        for resample in 0..<resamples {
            var own = generator.fork(resample)
            for _ in 0..<units { draws[resample * units + Int.random(in: 0..<units, using: &own)] += 1 }
        }
        (self.draws, self.units, self.resamples) = (draws, units, resamples)
    }

    /// The 95 % interval of a ratio; of draws without any of its units none is defined, and they are left out.
    ///
    /// - Parameter shares: of the units that have one.
    /// - Returns: `nil` where no draw has one.
    package func interval(of shares: [Share]) -> ClosedRange<Double>? {
        var ratios: [Double] = []
        ratios.reserveCapacity(resamples)
        for resample in 0..<resamples {
            var (numerator, denominator) = (0.0, 0.0)
            for share in shares {
                let times = Double(draws[resample * units + share.unit])
                numerator += times * share.numerator
                denominator += times * share.denominator
            }
            if denominator > 0 { ratios.append(numerator / denominator) }
        }
        guard !ratios.isEmpty else { return nil }
        ratios.sort()
        return quantile(ratios, 0.025)...quantile(ratios, 0.975)
    }
}
