internal import Foundation
package import LanguageModeling
package import Reporting

/// The charts of a comparison.
package enum ComparisonChart: String, CaseIterable, Sendable {
    case frequency
    case history
    case position
    case learning

    /// The breakdown that it draws; `nil` for the learning curves.
    package var criterion: String? {
        switch self {
        case .frequency: "train_frequency"
        case .history: "longest_history_seen"
        case .position: "position"
        case .learning: nil
        }
    }
}

/// How a network's loss on valid fell, epoch by epoch.
package struct LearningCurve: Sendable {
    package let model: String
    /// By epoch, from 1.
    package let validPerplexities: [Double]

    package init(model: String, validPerplexities: [Double]) {
        self.model = model
        self.validPerplexities = validPerplexities
    }
}

extension Chart {
    /// The loss of each model by group of events.
    ///
    /// - Parameter judge: the split that judges.
    package static func losses(_ breakdown: LossBreakdown, judge: String) -> Chart {
        let byFrequency = breakdown.criterion == "train_frequency"
        let horizontal: Axis =
            switch breakdown.criterion {
            case "train_frequency":
                Axis("times the token stands in train (never: at 0.5; what is rare is scored as <unk>)", .logarithmic)
            case "longest_history_seen": Axis("words before it that train has in that order", isWhole: true)
            default: Axis("position in the segment", .logarithmic)
            }
        var colours = 0
        let series = breakdown.models.enumerated().map { model, name in
            let isColoured = breakdown.best(Chart.Series.colours).contains(model)
            defer { colours += isColoured ? 1 : 0 }
            return Series(
                name, .line,
                breakdown.groups.map { group in
                    Point(byFrequency && group.mean == 0 ? 0.5 : group.mean, group.bits[model])
                }, colour: isColoured ? colours : Series.grey)
        }
        return Chart(
            title: "Loss on \(judge) by \(LossTitle.text[breakdown.criterion] ?? breakdown.criterion)",
            horizontal: horizontal, vertical: Axis("bits a token"),
            // What is grey stands behind.
            series: series.filter { $0.colour == Series.grey } + series.filter { $0.colour != Series.grey })
    }

    /// The learning curves of networks, the models of counts as lines across them.
    ///
    /// - Parameter levels: models without epochs, with their perplexity on valid.
    package static func learning(
        _ curves: [LearningCurve], across levels: [(name: String, perplexity: Double)]
    ) -> Chart {
        let last = Double(curves.map(\.validPerplexities.count).max() ?? 1)
        var series = curves.enumerated().map { index, curve in
            let points = curve.validPerplexities.enumerated().map { Point(Double($0 + 1), $1) }
            return Series(curve.model, .curve, points, colour: index)
        }
        for (index, level) in levels.enumerated() {
            series.append(
                Series(
                    "\(level.name), \(NumberText.rounded(level.perplexity))", .line,
                    [Point(1, level.perplexity), Point(max(last, 2), level.perplexity)],
                    colour: curves.count + index))
        }
        return Chart(
            title: "Learning curves: perplexity on valid", horizontal: Axis("epoch", isWhole: true),
            vertical: Axis("perplexity on valid", .logarithmic), series: series)
    }
}

private enum LossTitle {
    static let text = [
        "train_frequency": "frequency of the token in train", "longest_history_seen": "longest history found in train",
        "position": "position in the segment",
    ]
}

extension LossBreakdown {
    /// Which models have the least loss in all, as many as there are colours.
    fileprivate func best(_ count: Int) -> Set<Int> {
        let losses = models.indices.map { model in
            groups.reduce(0.0) { $0 + $1.bits[model] * Double($1.events) }
        }
        return Set(losses.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }.prefix(count))
    }
}
