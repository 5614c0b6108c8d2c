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
    /// - Parameters:
    ///   - logProbabilities: ln P of each event.
    ///   - threads: at most this many add up; the interval does not depend on it.
    /// - Returns: `nil` with fewer than 20 units, or an event of probability zero.
    public func perplexityInterval(_ logProbabilities: [Double], threads: Int = 1) -> PerplexityInterval? {
        // Errors are those of the losses, whose signs are the others.
        let units = ResamplingUnits(of: self, losses: [logProbabilities], threads: threads)
        guard units.count >= ResamplingUnits.fewest else { return nil }
        let losses = ResamplingUnits.sums(of: logProbabilities, by: units.ranges, threads: threads).map { -$0 }
        guard losses.allSatisfy(\.isFinite) else { return nil }
        let estimate = RatioEstimate(ofSums: losses, events: units.ranges.map { Double($0.count) })
        let (mean, error) = (estimate.mean, estimate.standardError)
        let t = StudentDistribution(degreesOfFreedom: Double(units.count - 1)).twoSidedQuantile(0.05)
        return PerplexityInterval(range: exp(mean - t * error)...exp(mean + t * error), units: units)
    }
}
