internal import Statistics

/// The mean loss of some of a text's events, with its 95 % interval.
package struct MeanLoss: Sendable, Equatable {
    /// How many events it is of.
    package let events: Int
    /// `nil` without events.
    package let mean: Double?
    /// On Student's distribution, with the pieces of the text taken as a sample of such text; `nil` with fewer than twenty
    /// pieces that have such events.
    package let interval: ClosedRange<Double>?
    /// What the pieces are: documents where the text has twenty or more of them, else stretches.
    package let units: ResamplingUnits.Kind
    package let unitCount: Int
}

extension EncodedText {
    /// The mean losses of classes of events.
    ///
    /// - Parameters:
    ///   - losses: of each event; finite where it has a class.
    ///   - classes: of each event, from 0 on; `nil` for what is in none.
    ///   - count: how many classes there are.
    package func meanLosses(_ losses: [Double], classes: [Int?], count classCount: Int) -> [MeanLoss] {
        precondition(losses.count == count && classes.count == count, "a loss and a class for each event")
        let counted = zip(losses, classes).map { $1 == nil ? 0 : $0 }
        let units = ResamplingUnits(of: self, losses: [counted])
        var sums = Array(repeating: Array(repeating: 0.0, count: units.count), count: classCount)
        var events = sums
        for (unit, range) in units.ranges.enumerated() {
            for index in range {
                guard let place = classes[index] else { continue }
                sums[place][unit] += losses[index]
                events[place][unit] += 1
            }
        }
        return zip(sums, events).map { sums, events in
            let present = events.indices.filter { events[$0] > 0 }
            let total = Int(events.reduce(0, +))
            guard total > 0 else {
                return MeanLoss(events: 0, mean: nil, interval: nil, units: units.kind, unitCount: 0)
            }
            let estimate = RatioEstimate(ofSums: present.map { sums[$0] }, events: present.map { events[$0] })
            var interval: ClosedRange<Double>?
            if present.count >= ResamplingUnits.fewest {
                let t = StudentDistribution(degreesOfFreedom: Double(present.count - 1)).twoSidedQuantile(0.05)
                interval = estimate.mean - t * estimate.standardError...estimate.mean + t * estimate.standardError
            }
            return MeanLoss(
                events: total, mean: estimate.mean, interval: interval, units: units.kind, unitCount: present.count)
        }
    }
}
