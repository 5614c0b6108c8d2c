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
        let powers = weights.normsOfPowers(upTo: length)
        var rows = ResultTable(columns: [
            "steps_back", "gradient_norm", "relative", "power_norm", "relative_power", "radius_power",
        ])
        var points: (gradient: [Chart.Point], power: [Chart.Point], radius: [Chart.Point]) = ([], [], [])
        for (step, power) in zip(reach.steps, powers) {
            let k = Double(step.stepsBack)
            let relative = step.norms[0] / reach.steps[0].norms[0]
            let radiusPower = pow(radius, k)
            rows.append([
                .integer(step.stepsBack), .number(step.norms[0]), .of(relative), .number(power),
                .of(power / powers[0]), .of(radiusPower),
            ])
            points.gradient.append(Chart.Point(k, relative))
            points.power.append(Chart.Point(k, power / powers[0]))
            points.radius.append(Chart.Point(k, radiusPower))
        }
        var chart = Chart(
            title: "What is left of the gradient, k steps back", horizontal: .init("steps back, k", isWhole: true),
            vertical: .init("share of k = 0", .logarithmic),
            series: [
                Chart.Series("‖∂L(t)/∂H(t−k)‖", .curve, points.gradient),
                Chart.Series("‖W_hh^k‖", .curve, points.power), Chart.Series("ρ^k", .fit, points.radius),
            ])
        chart.note =
            "Means over \(NumberText.counted(reach.windows, "place")) of the second half of train. Norms of matrices are "
            + "Frobenius’s."
        let back = min(10, length)
        let left = NumberText.rounded(100 * points.gradient[back].y, significantDigits: 3)
        return WalkScene(
            answer: "At each step back the gradient goes through W_hh, whose spectral radius is ρ = "
                + "\(NumberText.rounded(radius)): \(NumberText.counted(back, "step")) back, \(left) % of it is left.",
            rows: rows,
            further: [
                .init("spectral_radius", .of(radius)), .init("windows", .integer(reach.windows)),
            ],
            blocks: [
                .lines(["∂L_t/∂H_t−k = ∂L_t/∂H_t · diag(φ′_t) W_hhᵀ · … · diag(φ′_t−k+1) W_hhᵀ   (k factors W_hhᵀ)"])
            ]
                + Report.Block.table(
                    rows.keeping(["steps_back", "gradient_norm", "relative", "relative_power", "radius_power"])
                        .beginning(11), named: "powers", drawnAs: chart, named: "gradients") + [
                    .paragraph(
                        "ρ < 1: it vanishes, and nothing is learned from far back. ρ > 1: it can explode, and clipping "
                            + "helps. tanh makes it smaller still, for φ′ ≤ 1. Gated cells (GRU, LSTM) let it pass.")
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
