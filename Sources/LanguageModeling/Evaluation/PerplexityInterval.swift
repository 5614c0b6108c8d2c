internal import Foundation
internal import Statistics

/// The 95 % interval of a perplexity, with the units of the text taken as a sample of such text.
public struct PerplexityInterval: Sendable, Equatable {
    public let range: ClosedRange<Double>
    /// What was taken as a sample.
    public let units: ResamplingUnits
}

extension EncodedText {
    /// How far the choice of the text may have moved a perplexity: on Student's distribution, of the mean loss.
    ///
    /// - Parameter logProbabilities: ln P of each event.
    /// - Returns: `nil` with fewer than 20 units, or an event of probability zero.
    public func perplexityInterval(_ logProbabilities: [Double]) -> PerplexityInterval? {
        guard logProbabilities.allSatisfy(\.isFinite) else { return nil }
        let losses = logProbabilities.map { -$0 }
        let units = ResamplingUnits(of: self, losses: [losses])
        guard units.count >= ResamplingUnits.fewest else { return nil }
        let estimate = RatioEstimate(
            ofSums: ResamplingUnits.sums(of: losses, by: units.ranges), events: units.ranges.map { Double($0.count) })
        let (mean, error) = (estimate.mean, estimate.standardError)
        let t = StudentDistribution(degreesOfFreedom: Double(units.count - 1)).twoSidedQuantile(0.05)
        return PerplexityInterval(range: exp(mean - t * error)...exp(mean + t * error), units: units)
    }
}
