internal import RecurrentModels
internal import Reporting

extension ModelMetadata {
    /// The matrices of a network, drawn; `nil` of other models.
    var shapes: Report.Block? {
        guard case .network(let network)? = content else { return nil }
        let architecture = network.settings.architecture
        let tensors = Dictionary(network.tensors.map { ($0.name, $0) }) { first, _ in first }
        func matrix(_ name: String, _ shown: String, isRecurrent: Bool = false) -> Chart.Shapes.Matrix? {
            tensors[name].map {
                Chart.Shapes.Matrix(shown, rows: $0.rows, columns: $0.columns, isRecurrent: isRecurrent)
            }
        }
        let size = network.settings.vocabularySize
        var stages: [Chart.Shapes.Stage] = []
        var input = "a word, one of \(NumberText.grouped(size))"
        if let table = matrix("embedding", "embedding") ?? (architecture.tied ? matrix("output", "embedding") : nil) {
            stages.append(Chart.Shapes.Stage(input: input, matrices: [table]))
            input = "its vector, \(NumberText.grouped(table.columns)) numbers"
        }
        for layer in 0..<architecture.layers {
            let names = network.tensors.map(\.name).filter { $0.split(separator: ".").first == "layer\(layer)" }
            let matrices = names.compactMap { name -> Chart.Shapes.Matrix? in
                switch name.split(separator: ".").last {
                case "input": matrix(name, architecture.cell.gateCount > 1 ? "W_x, all gates" : "W_xh")
                case "recurrent":
                    matrix(name, architecture.cell.gateCount > 1 ? "W_h, all gates" : "W_hh", isRecurrent: true)
                default: nil
                }
            }
            guard !matrices.isEmpty else { continue }
            stages.append(Chart.Shapes.Stage(input: input, matrices: matrices, then: architecture.activationTold))
            input = "its state, \(NumberText.grouped(architecture.hidden)) numbers"
        }
        let outputs = network.tensors.filter { tensor in
            guard let last = tensor.name.split(separator: ".").last else { return false }
            return last == "output" || last == "projection"
        }.prefix(4).map { tensor in
            Chart.Shapes.Matrix(
                tensor.name == "output" ? architecture.tied ? "Eᵀ, the embedding turned" : "W_hq" : tensor.name,
                // What is kept a row for each word stands in the formula the other way round.
                rows: tensor.columns, columns: tensor.rows)
        }
        if !outputs.isEmpty { stages.append(Chart.Shapes.Stage(input: input, matrices: outputs, then: "softmax")) }
        var chart = Chart.rows(
            title: "The matrices of \(record.name)", value: Chart.Axis("parameters", isWhole: true),
            network.tensors.map { Chart.Row($0.name, Double($0.count)) })
        chart.shapes = Chart.Shapes(
            stages: stages, output: "a probability for each of \(NumberText.grouped(size)) words")
        chart.note =
            "Sides are as long as the logarithms of rows and columns. Biases are left out. "
            + "The loop is the state of the step before."
        return .chart(chart, named: "shapes")
    }
}

extension NetworkArchitecture {
    fileprivate var activationTold: String {
        switch cell {
        case .elman, .feedforward: activation.rawValue
        case .gru: "gates: σ; candidate: tanh, R ⊙ on its part of W_h"
        case .lstm: "gates: σ; candidate: tanh"
        }
    }
}
