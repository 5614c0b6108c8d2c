internal import Basics
internal import Foundation
internal import LanguageModeling
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
