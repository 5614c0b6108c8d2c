internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct GradientsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gradients",
        abstract: "How far back a network learns: the gradient of the loss at a step, over the steps before it.",
        discussion: """
            EXAMPLES
              gram gradients moby.db elman
              gram gradients moby.db elman,lstm --steps 50 --svg reach.svg
            The norm of ∂L_t/∂h_{t−k} by k, a mean over windows of the split. What falls
            towards 0 cannot be learned from so far back; what grows is what clipping is
            for.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "Networks of the database.") var names: [String]
    @Option(parsing: .unconditional, help: "How many steps back.") var steps = 35
    @Option(help: "The split whose text is read. (default: valid)") var split: Split?
    @Option(parsing: .unconditional, help: "The norm that gradients are shortened to in the column clipped_norm.")
    var clipNorm = 1.0
    @Option(help: ArgumentHelp("Write the chart as SVG.", valueName: "FILE")) var svg: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard steps > 0 else { throw ValidationError("--steps is \(steps); give 1 or more.") }
        guard clipNorm > 0, clipNorm.isFinite else {
            throw ValidationError("--clip-norm is \(clipNorm); give a number above 0.")
        }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot)
        var table = ResultTable(columns: ["model", "cell", "layer", "steps_back", "norm", "relative", "clipped_norm"])
        var series: [Chart.Series] = []
        let read = try names.flatMap({ $0.split(separator: ",").map(String.init) }).map { name in
            try ModelShelf(corpus).requireTokens(of: ModelName(components: [.saved(name)]))
            let saved = try corpus.savedModel(named: name)
            guard let model = saved.inItsOrder as? NetworkModel else {
                throw CommandError(
                    "'\(name)' is no network, so it has no gradient", remedy: "Name one that gram train made.")
            }
            let events = try corpus.events(of: split ?? .valid, in: model.vocabulary).read(saved.direction)
            return (name: name, model: model, events: events)
        }
        let provenance = try corpus.provenance()
        for (name, model, events) in read {
            let reach = try GradientReach(of: model, on: events, length: steps)
            let factor = reach.clippingFactor(norm: clipNorm)
            for layer in 0..<model.architecture.layers {
                for step in reach.steps {
                    let norm = step.norms[layer]
                    table.append([
                        .text(name), .text(model.architecture.cell.rawValue), .integer(layer + 1),
                        .integer(step.stepsBack), .number(norm), .of(norm / reach.steps[0].norms[layer]),
                        .number(norm * factor),
                    ])
                }
                series.append(
                    Chart.Series(
                        model.architecture.layers == 1 ? name : "\(name), layer \(layer + 1)", .points,
                        reach.steps.map { Chart.Point(Double($0.stepsBack), $0.norms[layer]) }))
            }
        }
        let chart = Chart(
            title: "The gradient of the loss over the steps back", horizontal: .init("steps back, k"),
            vertical: .init("norm of ∂L(t)/∂h(t−k)", .logarithmic), series: series, provenance: provenance.line)
        if let svg { try writeFile(SVGChart().text(chart), to: svg) }
        ResultWriter(format: output.format, provenance: provenance)
            .write(table, below: chart)
    }
}
