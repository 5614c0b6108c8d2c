internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Reporting

extension WalkGround {
    /// 8. H_t and O_t of two steps: the terms by plain sums, states, outputs and softmax as the network's own way forward
    /// has them.
    func stepScene() throws -> WalkScene {
        let events = try requireEvents()
        let network = WalkNetwork(vocabularySize: vocabulary.size, seed: settings.seed)
        let pass = ForwardPass(network.parameters, pool: ThreadPool(threads: 1))
        let shape = "1 × \(network.units)"
        var rows = ResultTable(columns: ["step", "input", "term", "shape"] + network.unitColumns)
        var previous = [Double](repeating: 0, count: network.units)
        var last: (step: OpenedStep, target: UInt32)?
        for (t, target) in events.prefix(2).enumerated() {
            let input = t == 0 ? WordClass.segmentEnd : events[t - 1]
            let step = pass.openedStep(towards: target)
            let terms = network.terms(of: Int(input), after: previous)
            for (term, values) in [
                ("X_t W_xh", terms.input), ("H_{t−1} W_hh", terms.recurrent), ("b_h", terms.bias),
                ("H_t = tanh(sum)", step.state),
            ] {
                rows.append(
                    [.integer(t + 1), .text(word(input)), .text(term), .text(shape)] + values.map { .number($0) })
            }
            (previous, last) = (step.state, (step, target))
        }
        guard let (step, target) = last else { throw WalkLack(reason: "the train split holds no tokens") }
        let outputs = outputTable(step, target)
        let loss = -log(step.probabilities[Int(target)])
        let t = min(2, events.count)
        var weights = ResultTable(columns: ["from"] + network.unitColumns)
        for unit in 0..<network.units {
            weights.append(
                [.text("unit \(unit + 1)")]
                    + network.recurrentWeights.row(ofValues: unit).map { .number($0) })
        }
        return WalkScene(
            answer:
                "After \(NumberText.counted(t, "step")) the network gives ‘\(word(target).shownToken)’, which comes next, "
                + "\(NumberText.rounded(step.probabilities[Int(target)])): a loss of −ln p = \(NumberText.rounded(loss)), "
                + "beside ln V = \(NumberText.rounded(log(Double(vocabulary.size)))) of guessing, for it has learned nothing "
                + "yet.",
            rows: rows,
            further: [
                .init("outputs", .list(outputs.objects)), .init("loss", .number(loss)),
                .init("recurrent_weights", .list(weights.objects)),
                .init("shapes", .object(network.tensors.map { .init($0.name, .text($0.shape)) })),
            ],
            blocks: [
                .formulas([
                    "H_t = φ(X_t W_xh + H_{t−1} W_hh + b_h),  φ = tanh", "O_t = H_t W_hq + b_q",
                    "P(w) = exp(O_t[w]) / Σ_v exp(O_t[v])",
                ]),
                .lines([
                    network.tensors.map { "\($0.name) \($0.shape)" }.joined(separator: ",  ")
                ]),
                .table(rows, named: "steps"), .heading("W_hh, from unit to unit"), .table(weights, named: "weights"),
                .heading("The output of step \(t)"), .table(outputs, named: "outputs"),
                .paragraph(
                    "H_0 is zero; X_t is a one-hot vector, so X_t W_xh is a row of W_xh. The \(NumberText.grouped(vocabulary.size)) "
                        + "probabilities sum to 1. \(NumberText.counted(network.units, "unit")), weights drawn with seed "
                        + "\(settings.seed)."),
            ], pointer: pointer(.step))
    }

    /// The likeliest words and the one that comes next.
    private func outputTable(_ step: OpenedStep, _ target: UInt32) -> ResultTable {
        let p = step.probabilities
        let ranked = p.indices.sorted { (p[$1], $0) < (p[$0], $1) }
        var table = ResultTable(columns: ["rank", "word", "output", "probability", "comes_next"])
        for (index, place) in ranked.enumerated() where index < 4 || place == Int(target) {
            table.append([
                .integer(index + 1), .text(word(UInt32(place))), .number(step.outputs[place]), .number(p[place]),
                .bool(place == Int(target)),
            ])
        }
        return table
    }
}

extension WalkNetwork {
    /// The terms of a step's sum, each H long, by plain arithmetic.
    ///
    /// - Parameters:
    ///   - input: the class that is read.
    ///   - previous: H_{t−1}.
    func terms(of input: Int, after previous: [Double]) -> (input: [Double], recurrent: [Double], bias: [Double]) {
        let recurrent = (0..<units).map { unit in
            (0..<units).reduce(0) { $0 + previous[$1] * Double(recurrentWeights[$1, unit]) }
        }
        return (inputWeights.row(ofValues: input), recurrent, bias.row(ofValues: 0))
    }
}
