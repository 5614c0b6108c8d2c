internal import Basics
internal import Foundation
package import RecurrentModels
package import Reporting

/// The epochs of a training, collected as they end.
package struct TrainingEpochs: Sendable {
    private let name: String
    private var table: ResultTable
    private var losses: [Chart.EpochLosses] = []
    private let hasSamples: Bool

    /// - Parameters:
    ///   - name: of the network.
    ///   - hasSamples: whether each epoch comes with a text that the network wrote.
    package init(of name: String, hasSamples: Bool = false) {
        self.name = name
        self.hasSamples = hasSamples
        table = Self.emptyTable(hasSamples)
    }

    private static func emptyTable(_ hasSamples: Bool) -> ResultTable {
        ResultTable(
            columns: [
                "epoch", "train_perplexity", "valid_perplexity", "tokens_per_second", "seconds", "learning_rate",
                "gradient_norm", "clipped_share", "recoveries",
            ] + (hasSamples ? ["sample"] : []))
    }

    /// Adds an epoch.
    ///
    /// - Parameter sample: what the network writes after it.
    /// - Returns: its row, for who reads data while the training goes on.
    @discardableResult package mutating func add(_ epoch: EpochResult, sample: String? = nil) -> ResultTable {
        losses.append(Chart.EpochLosses(epoch: epoch.epoch, train: epoch.trainLoss, valid: epoch.validLoss))
        var row: [Value] = [
            .integer(epoch.epoch), .of(exp(epoch.trainLoss)), .of(exp(epoch.validLoss)),
            .number(epoch.tokensPerSecond), .number(epoch.seconds), .number(epoch.learningRate),
            .number(epoch.gradientNorm), .number(epoch.clippedShare), .integer(epoch.recoveries ?? 0),
        ]
        if hasSamples { row.append(.of(sample)) }
        table.append(row)
        var own = Self.emptyTable(hasSamples)
        own.append(row)
        return own
    }

    /// The lines that show the last epoch to people while the training goes on, with the header before the first.
    ///
    /// - Parameter epoch: the one that was added last.
    package func lines(of epoch: EpochResult, sample: String? = nil) -> [String] {
        let header = [
            Self.line(["", "perplexity", "", "", "", "learning", "gradient"]),
            Self.line(["epoch", "train", "valid", "tokens/s", "seconds", "rate", "norm", "clipped"]),
        ]
        var line = Self.line([
            "\(epoch.epoch)", NumberText.rounded(exp(epoch.trainLoss)), NumberText.rounded(exp(epoch.validLoss)),
            NumberText.grouped(Int(saturating: epoch.tokensPerSecond)),
            NumberText.rounded(epoch.seconds, significantDigits: 3),
            NumberText.rounded(epoch.learningRate, significantDigits: 3),
            NumberText.rounded(epoch.gradientNorm, significantDigits: 3),
            NumberText.rounded(100 * epoch.clippedShare, significantDigits: 2) + " %",
        ])
        if let recoveries = epoch.recoveries, recoveries > 0 {
            line += "  begun anew" + (recoveries == 1 ? "" : " \(recoveries) ×")
        }
        return (table.rows.count == 1 ? header : []) + [line] + (sample.map { ["       “\($0)”"] } ?? [])
    }

    /// The width of each column is known before its rows.
    private static func line(_ cells: [String]) -> String {
        zip(cells, [5, 9, 9, 8, 7, 8, 8, 7]).map { cell, width in
            // A heading of two columns stands over both.
            String(repeating: " ", count: max(0, width - cell.count)) + cell
        }.joined(separator: "  ")
    }

    /// A row for each epoch, which people have read already, and the chart `learning`.
    package func report(provenance: Provenance) -> Report {
        guard !losses.isEmpty else {
            // It exploded before its first epoch was complete.
            var report = Report("Training of \(name)", rows: table, blocks: [], provenance: provenance)
            report.answer = "No epoch of \(name) was completed."
            return report
        }
        let chart = Chart.learningCurve(losses, of: name)
        let drawing = Report.Block.chart(chart, named: "learning")
        // On a terminal the rows were there as the epochs ended, and two of them are sooner read than drawn.
        let shown: [Report.Block] =
            losses.count > 2 ? [.lines([""]).only(.terminal), drawing.only(.terminal).attached] : []
        var report = Report(
            "Training of \(name)", rows: table,
            blocks: [drawing.only(.page), .table(table, named: "epochs").only(.page)] + shown, provenance: provenance)
        report.answer = chart.finding
        return report
    }
}
