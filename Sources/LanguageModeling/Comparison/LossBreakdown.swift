internal import Foundation
internal import Tokenization

/// Where each model wins: mean loss of groups of events, all models over the same events.
package struct LossBreakdown: Sendable {
    /// What the events are grouped by: `train frequency`, `position`.
    package let criterion: String
    /// Models in the order of `Group.bits`.
    package let models: [String]
    package let groups: [Group]

    package struct Group: Sendable, Equatable {
        /// The group's values of the criterion: `2–3`.
        package let label: String
        /// The mean of those values over the group's events.
        package let mean: Double
        package let events: Int
        /// The mean of −log₂ P by model.
        package let bits: [Double]
    }

    /// - Parameters:
    ///   - comparison: whose test events are grouped.
    ///   - values: the value of the criterion for each test event.
    ///   - bounds: the least value of each group, ascending; no value is less than the first.
    package init(of comparison: Comparison, by criterion: String, values: [Int], bounds: [Int]) {
        precondition(values.count == comparison.test.count, "a value for each event")
        let ranges = ValueGroups(bounds: bounds)
        self.criterion = criterion
        models = comparison.models.map(\.name)
        let members = values.map(ranges.group)
        var counts = bounds.map { _ in 0 }
        var totals = bounds.map { _ in 0.0 }
        for (group, value) in zip(members, values) {
            counts[group] += 1
            totals[group] += Double(value)
        }
        let sums = comparison.models.map { model in
            var sums = bounds.map { _ in 0.0 }
            for (group, score) in zip(members, model.test) { sums[group] -= score / M_LN2 }
            return sums
        }
        groups = bounds.indices.filter { counts[$0] > 0 }.map { group in
            Group(
                label: ranges.label(group), mean: totals[group] / Double(counts[group]), events: counts[group],
                bits: sums.map { $0[group] / Double(counts[group]) })
        }
    }
}

extension EncodedText {
    /// For each event its place in its segment, from 1.
    package var positions: [Int] {
        var position = 0
        return words.map { word in
            position += 1
            defer { if word == Marker.segmentEnd { position = 0 } }
            return position
        }
    }
}
