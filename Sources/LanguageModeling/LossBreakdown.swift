internal import Foundation
internal import Tokenization

/// Where each model wins: mean loss of groups of events, all models over the same events.
public struct LossBreakdown: Sendable {
    /// What the events are grouped by: `train frequency`, `position`.
    public let criterion: String
    /// Models in the order of `Group.bits`.
    public let models: [String]
    public let groups: [Group]

    public struct Group: Sendable, Equatable {
        /// The group's values of the criterion: `2–3`.
        public let label: String
        public let events: Int
        /// The mean of −log₂ P by model.
        public let bits: [Double]
    }

    /// - Parameters:
    ///   - comparison: whose test events are grouped.
    ///   - values: the value of the criterion for each test event, 0 or more.
    ///   - bounds: the least value of each group, ascending; the first is 0.
    public init(of comparison: Comparison, by criterion: String, values: [Int], bounds: [Int]) {
        precondition(values.count == comparison.test.count && bounds.first == 0, "a value for each event")
        self.criterion = criterion
        models = comparison.models.map(\.name)
        var counts = bounds.map { _ in 0 }
        var sums = bounds.map { _ in [Double](repeating: 0, count: comparison.models.count) }
        for (event, value) in values.enumerated() {
            let group = (bounds.firstIndex { $0 > value } ?? bounds.count) - 1
            counts[group] += 1
            for (model, compared) in comparison.models.enumerated() {
                sums[group][model] -= compared.test[event] / M_LN2
            }
        }
        groups = bounds.indices.filter { counts[$0] > 0 }.map { group in
            Group(
                label: Self.label(bounds, group), events: counts[group],
                bits: sums[group].map { $0 / Double(counts[group]) })
        }
    }

    private static func label(_ bounds: [Int], _ group: Int) -> String {
        guard group + 1 < bounds.count else { return "\(bounds[group])+" }
        let last = bounds[group + 1] - 1
        return last == bounds[group] ? "\(last)" : "\(bounds[group])–\(last)"
    }
}

extension EventStream {
    /// For each event its place in its segment, from 1.
    public var positions: [Int] {
        var position = 0
        return words.map { word in
            position += 1
            defer { if word == Marker.segmentEnd { position = 0 } }
            return position
        }
    }
}
