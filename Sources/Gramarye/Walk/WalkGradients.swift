internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Reporting

extension WalkGround {
    /// 10. ‖∂L_t/∂H_{t−k}‖ of the small network by k, beside the powers of W_hh.
    func gradientsScene() throws -> WalkScene {
        let events = try requireEvents()
        let network = WalkNetwork(vocabularySize: vocabulary.size, seed: settings.seed)
        let length = min(20, events.count / 2)
        guard length > 0 else {
            throw WalkLack(reason: "train has a single event, and there is no step back from it")
        }
        let reach = try GradientReach(of: network.model(vocabulary), on: train, length: length)
        let weights = Matrix<Double>(rows: network.units, columns: network.units)
        for i in 0..<network.units {
            for j in 0..<network.units { weights[i, j] = Double(network.recurrentWeights[i, j]) }
        }
        let radius = weights.spectralRadius
        let product = Matrix<Double>(rows: network.units, columns: network.units)
        multiply(weights, transposed: true, weights, into: product)
        let norm = product.spectralRadius.squareRoot()
        let powers = weights.normsOfPowers(upTo: length)
        var rows = ResultTable(columns: [
            "steps_back", "gradient_norm", "relative", "bound", "power_norm", "relative_power", "radius_power",
        ])
        var points: (gradient: [Chart.Point], bound: [Chart.Point], power: [Chart.Point]) = ([], [], [])
        for (step, power) in zip(reach.steps, powers) {
            let k = Double(step.stepsBack)
            let relative = step.norms[0] / reach.steps[0].norms[0]
            let radiusPower = pow(radius, k)
            rows.append([
                .integer(step.stepsBack), .number(step.norms[0]), .of(relative), .of(pow(norm, k)), .number(power),
                .of(power / powers[0]), .of(radiusPower),
            ])
            points.gradient.append(Chart.Point(k, relative))
            points.power.append(Chart.Point(k, power / powers[0]))
            points.bound.append(Chart.Point(k, pow(norm, k)))
        }
        var chart = Chart(
            title: "What is left of the gradient, k steps back", horizontal: .init("steps back, k", isWhole: true),
            vertical: .init("share of k = 0", .logarithmic),
            series: [
                Chart.Series("‖∂L(t)/∂H(t−k)‖", .curve, points.gradient),
                Chart.Series("‖W_hh^k‖", .curve, points.power), Chart.Series("bound ‖W_hh‖₂^k", .fit, points.bound),
            ])
        chart.note =
            "Means over \(NumberText.counted(reach.windows, "place")) of the second half of train. ‖W_hh^k‖ is Frobenius’s "
            + "norm, ‖W_hh‖₂ the largest singular value."
        let back = min(10, length)
        let left = NumberText.rounded(100 * points.gradient[back].y, significantDigits: 3)
        return WalkScene(
            answer: "At each step back the gradient goes through W_hh, whose spectral norm is ‖W_hh‖₂ = "
                + "\(NumberText.rounded(norm)): \(NumberText.counted(back, "step")) back, \(left) % of it is left.",
            rows: rows,
            further: [
                .init("spectral_norm", .of(norm)), .init("spectral_radius", .of(radius)),
                .init("windows", .integer(reach.windows)),
            ],
            blocks: [
                .formulas([
                    "∂L_t/∂H_{t−k} = ∂L_t/∂H_t · diag(φ′_t) W_hh^T · … · diag(φ′_{t−k+1}) W_hh^T  (k factors)",
                    "‖∂L_t/∂H_{t−k}‖ ≤ ‖∂L_t/∂H_t‖ · ‖W_hh‖₂^k",
                ])
            ]
                + Report.Block.table(
                    rows.keeping(["steps_back", "gradient_norm", "relative", "bound", "relative_power", "radius_power"])
                        .beginning(11), named: "powers", drawnAs: chart, named: "gradients") + [
                    .paragraph(
                        "‖W_hh‖₂ < 1: it must vanish, and nothing is learned from far back. ‖W_hh‖₂ > 1: it can explode, and "
                            + "clipping helps; it need not, for the slopes φ′ of tanh are at most 1. Without them (φ′ = 1) its "
                            + "spectral radius, ρ = \(NumberText.rounded(radius)), would decide in the end. Gated cells (GRU, LSTM) let "
                            + "a gradient pass.")
                ], pointer: pointer(.gradients))
    }
}

extension Matrix where Scalar == Double {
    /// ‖Aᵏ‖ for k = 0, 1 … of a square matrix.
    fileprivate func normsOfPowers(upTo length: Int) -> [Double] {
        var power = Matrix(rows: rows, columns: columns)
        for i in 0..<rows { power[i, i] = 1 }
        return (0...length).map { k in
            defer {
                let next = Matrix(rows: rows, columns: columns)
                multiply(power, self, into: next)
                power = next
            }
            return power.frobeniusNorm
        }
    }
}
