internal import Foundation
internal import Gramarye
internal import Reporting

/// The table of epochs: for people a row as each epoch ends, otherwise all at the end.
struct EpochReport {
    private static let columns = [
        "epoch", "train_perplexity", "valid_perplexity", "tokens_per_second", "seconds", "learning_rate",
        "gradient_norm", "clipped_share",
    ]
    private let name: String
    private let format: OutputFormat
    private let svg: String?
    private var table = ResultTable(columns: columns)
    private var curve: [Chart.EpochLosses] = []

    /// - Parameter svg: where to write the learning curve, if anywhere.
    init(name: String, format: OutputFormat, svg: String?) {
        self.name = name
        self.format = format
        self.svg = svg
    }

    mutating func add(_ epoch: EpochResult) {
        curve.append(Chart.EpochLosses(epoch: epoch.epoch, train: epoch.trainLoss, valid: epoch.validLoss))
        table.append([
            .integer(epoch.epoch), .of(exp(epoch.trainLoss)), .of(exp(epoch.validLoss)),
            .number(epoch.tokensPerSecond), .number(epoch.seconds), .number(epoch.learningRate),
            .number(epoch.gradientNorm), .number(epoch.clippedShare),
        ])
        guard format == .table else { return }
        if table.rows.count == 1 {
            Console.print(Self.line(Self.columns.map { $0.split(separator: "_").joined(separator: " ") }))
        }
        Console.print(
            Self.line([
                "\(epoch.epoch)", NumberText.rounded(exp(epoch.trainLoss)), NumberText.rounded(exp(epoch.validLoss)),
                NumberText.grouped(Int(epoch.tokensPerSecond)), NumberText.rounded(epoch.seconds, significantDigits: 3),
                NumberText.rounded(epoch.learningRate, significantDigits: 3),
                NumberText.rounded(epoch.gradientNorm, significantDigits: 3),
                NumberText.rounded(epoch.clippedShare, significantDigits: 2),
            ]))
    }

    /// The width of each column is known before its rows.
    private static func line(_ cells: [String]) -> String {
        zip(cells, columns).map { cell, column in
            String(repeating: " ", count: max(0, max(column.count, 8) - cell.count)) + cell
        }.joined(separator: "  ")
    }

    func finish(provenance: Provenance) throws {
        let chart = Chart.learningCurve(curve, of: name, provenance: provenance.line)
        if format == .table {
            // Two epochs are sooner read than drawn.
            if curve.count > 2 {
                Console.print("")
                Console.draw(chart)
            }
            Console.note(provenance.line)
        } else {
            ResultWriter(format: format, provenance: provenance).write(table)
        }
        if let svg { try writeFile(SVGChart().text(chart), to: svg) }
    }
}
