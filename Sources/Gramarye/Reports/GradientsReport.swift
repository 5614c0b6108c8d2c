internal import Foundation
internal import LanguageModeling
internal import RecurrentModels
public import Reporting
public import Tokenization

extension Corpus {
    /// How far back networks learn: ‖∂L_t/∂h_{t−k}‖ by k, a row for each network, layer and k; chart `gradients`.
    ///
    /// - Parameters:
    ///   - names: of networks of the database.
    ///   - steps: the greatest k; 35 where `nil`, or half of the text if that is less.
    ///   - split: whose text is read.
    ///   - documents: whose part of the split is read; all where `nil`.
    ///   - clipNorm: the norm that gradients are shortened to in `clipped_norm`.
    /// - Throws: `ModelError.noGradient`, `NetworkError`.
    public func gradientsReport(
        of names: [String], steps: Int? = nil, split: Split = .valid, documents: Subcorpus? = nil, clipNorm: Double = 1
    ) throws -> Report {
        var table = ResultTable(columns: ["model", "cell", "layer", "steps_back", "norm", "relative", "clipped_norm"])
        var series: [Chart.Series] = []
        var parameters = ResultTable(columns: ["model", "part", "norm", "clipped_norm"])
        var spectra = ResultTable(columns: ["model", "layer", "spectral_radius", "spectral_norm"])
        let read = try names.map { name in
            // A method's name is understood, and is no name of a network.
            if let asked = try? ModelName(parsing: name), case .ngram? = asked.components.first {
                throw ModelError.noGradient(name, networks: try networkNames())
            }
            try ModelShelf(self).requireTokens(of: ModelName(components: [.saved(name)]))
            let saved = try savedModel(named: name)
            guard let model = saved.inItsOrder as? NetworkModel else {
                throw ModelError.noGradient(name, networks: try networkNames())
            }
            let events = try events(of: split, in: model.vocabulary, documents: documents)
            if let documents, events.count == 0 { throw CorpusError.emptyPart(split, of: documents) }
            return (name: name, model: model, events: events.read(saved.direction))
        }
        let provenance = try provenance(of: documents)
        var findings: [String] = []
        var notes: [String] = []
        for (name, model, events) in read {
            let usual = min(35, max(1, events.count / 2))
            if steps == nil, usual < 35 {
                notes.append(
                    "\(name): \(NumberText.counted(usual, "step")) back, half of the \(events.count) events there are")
            }
            let reach = try GradientReach(of: model, on: events, length: steps ?? usual)
            let factor = reach.clippingFactor(norm: clipNorm)
            findings += [reach.finding(of: name)].compactMap(\.self)
            for part in reach.parameterNorms + [("all", reach.parameterNorm)] {
                parameters.append([.text(name), .text(part.name), .number(part.norm), .number(part.norm * factor)])
            }
            let bounds = model.recurrentSpectra
            for bound in bounds {
                spectra.append([
                    .text(name), .integer(bound.layer), .number(bound.radius), .number(bound.norm),
                ])
            }
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
                if let bound = bounds.first(where: { $0.layer == layer + 1 }), layer == model.architecture.layers - 1 {
                    series.append(
                        Chart.Series(
                            names.count > 1 ? "\(name), bound ‖W_hh‖₂ᵏ" : "bound ‖W_hh‖₂ᵏ", .fit,
                            reach.steps.map {
                                Chart.Point(
                                    Double($0.stepsBack),
                                    reach.steps[0].norms[layer] * pow(bound.norm, Double($0.stepsBack)))
                            }))
                }
            }
        }
        var chart = Chart(
            title: "The norm of the gradient by steps back", horizontal: .init("steps back, k"),
            vertical: .init("norm of ∂L(t)/∂h(t−k)", .logarithmic), series: series)
        chart.finding = findings.joined(separator: " ")
        var report = Report(
            "How far back \(names.joined(separator: ", ")) \(names.count == 1 ? "learns" : "learn")", rows: table,
            blocks: Report.Block.table(table, named: "gradients", drawnAs: chart, named: "gradients"),
            provenance: provenance)
        report.blocks += [
            .heading("The gradients of the parameters, for the mean loss of these places"),
            .table(parameters, named: "parameters"),
            .paragraph(
                "Clipped: made shorter as a whole where the norm of all parameters together is above "
                    + "\(NumberText.rounded(clipNorm)), every figure by the same factor, so that its direction stays."),
        ]
        if !spectra.rows.isEmpty {
            report.blocks += [
                .heading("What W_hh does at each step"), .table(spectra, named: "spectra"),
                .paragraph(
                    "At each step back a gradient goes through diag(φ′) W_hhᵀ, and no φ′ is above 1: after k steps within a layer "
                        + "no more than ‖W_hh‖₂ᵏ of it is left. With a spectral norm ‖W_hh‖₂ below 1 it must vanish; above 1 it "
                        + "can explode, and need not, for φ′ is often far below 1. The spectral radius tells what becomes of "
                        + "it in the end where φ′ is 1 throughout."
                        + (read.contains { $0.model.architecture.layers > 1 }
                            ? " What reaches a layer by way of those above it has no such bound." : "")),
            ]
        }
        report.further = [
            .init("parameters", .list(parameters.objects)), .init("spectra", .list(spectra.objects)),
        ]
        report.answer = chart.finding
        report.notes = notes
        return report.about(documents)
    }
}

extension Corpus {
    /// The networks of the database.
    private func networkNames() throws -> [String] {
        try store.models().filter { $0.kind == SerializedNetwork.kind }.map(\.name)
    }
}

extension GradientReach {
    /// How far back the last layer of a network learns, in a sentence.
    fileprivate func finding(of name: String) -> String? {
        guard let first = steps.first?.norms.last, let last = steps.last, let end = last.norms.last, first > 0 else {
            return nil
        }
        if let lost = steps.first(where: { ($0.norms.last ?? 0) < first / 100 }) {
            return
                "Less than 1 % of the gradient of \(name) is left \(NumberText.counted(lost.stepsBack, "step")) back."
        }
        return "\(NumberText.rounded(100 * end / first, significantDigits: 2)) % of the gradient of \(name) is left "
            + "\(NumberText.counted(last.stepsBack, "step")) back."
    }
}
