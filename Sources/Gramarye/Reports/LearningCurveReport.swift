internal import Basics
internal import Foundation
internal import LanguageModeling
package import RecurrentModels
public import Reporting
internal import Storage

extension Corpus {
    /// How the training of a network of the database went: a row for each epoch; chart `learning`.
    /// - Throws: `ModelError.noLearningCurve`, `ModelNameError` if there is no such model.
    public func learningCurveReport(of name: String) throws -> Report {
        guard try store.model(named: name) != nil else {
            throw ModelNameError.unknownModel(name, saved: try store.models().map(\.name))
        }
        let epochs = try store.epochs(ofModel: name)
        if epochs.isEmpty { throw ModelError.noLearningCurve(name) }
        var table = ResultTable(columns: [
            "epoch", "train_perplexity", "valid_perplexity", "seconds", "learning_rate", "gradient_norm",
            "clipped_share",
        ])
        for epoch in epochs {
            table.append([
                .integer(epoch.epoch), .of(epoch.trainLoss.map { exp($0) }), .of(epoch.validLoss.map { exp($0) }),
                .of(epoch.seconds), .of(epoch.learningRate), .of(epoch.gradientNorm), .of(epoch.clippedShare),
            ])
        }
        let losses = epochs.map { Chart.EpochLosses(epoch: $0.epoch, train: $0.trainLoss, valid: $0.validLoss) }
        let chart = Chart.learningCurve(losses, of: name)
        var report = Report(
            "Learning curve of \(name)", rows: table,
            blocks: Report.Block.table(table, named: "epochs", drawnAs: chart, named: "learning"),
            provenance: try provenance())
        report.answer = chart.finding
        return report
    }

    /// How the trainings of several networks went, one after the other: a row for each epoch of each.
    func learningCurvesReport(of names: [String]) throws -> Report {
        let curves = try names.map { name in
            Report.Chapter(name, "How \(name) was trained", try learningCurveReport(of: name))
        }
        var report = Report("How networks were trained", chapters: curves, provenance: try provenance())
        report.answer = "\(NumberText.counted(names.count, "network")): \(names.joined(separator: ", "))."
        report.further = []
        report.rows = ResultTable(columns: ["model"] + (curves.first?.report.rows.columns ?? []))
        for curve in curves {
            for row in curve.report.rows.rows { report.rows.append([.text(curve.key)] + row) }
        }
        return report
    }
}

/// The epochs of a training, collected as they end.
package struct TrainingEpochs: Sendable {
    private static let columns = [
        "epoch", "train_perplexity", "valid_perplexity", "tokens_per_second", "seconds", "learning_rate",
        "gradient_norm", "clipped_share",
    ]
    private let name: String
    private var table = ResultTable(columns: columns)
    private var losses: [Chart.EpochLosses] = []

    /// - Parameter name: of the network.
    package init(of name: String) { self.name = name }

    /// Adds an epoch.
    /// - Returns: the lines that show it to people while the training goes on, with the header before the first.
    @discardableResult package mutating func add(_ epoch: EpochResult) -> [String] {
        losses.append(Chart.EpochLosses(epoch: epoch.epoch, train: epoch.trainLoss, valid: epoch.validLoss))
        table.append([
            .integer(epoch.epoch), .of(exp(epoch.trainLoss)), .of(exp(epoch.validLoss)),
            .number(epoch.tokensPerSecond), .number(epoch.seconds), .number(epoch.learningRate),
            .number(epoch.gradientNorm), .number(epoch.clippedShare),
        ])
        let header = Self.line(Self.columns.map { $0.split(separator: "_").joined(separator: " ") })
        return (table.rows.count == 1 ? [header] : []) + [
            Self.line([
                "\(epoch.epoch)", NumberText.rounded(exp(epoch.trainLoss)), NumberText.rounded(exp(epoch.validLoss)),
                NumberText.grouped(Int(saturating: epoch.tokensPerSecond)),
                NumberText.rounded(epoch.seconds, significantDigits: 3),
                NumberText.rounded(epoch.learningRate, significantDigits: 3),
                NumberText.rounded(epoch.gradientNorm, significantDigits: 3),
                NumberText.rounded(epoch.clippedShare, significantDigits: 2),
            ])
        ]
    }

    /// The width of each column is known before its rows.
    private static func line(_ cells: [String]) -> String {
        zip(cells, columns).map { cell, column in
            String(repeating: " ", count: max(0, max(column.count, 8) - cell.count)) + cell
        }.joined(separator: "  ")
    }

    /// A row for each epoch, which people have read already, and the chart `learning`.
    package func report(provenance: Provenance) -> Report {
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
