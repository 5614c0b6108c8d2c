internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Reporting

extension WalkGround {
    /// 9. A gradient's norm before and after clipping to several norms, by the code of training.
    func clippingScene() throws -> WalkScene {
        let events = try requireEvents()
        let network = WalkNetwork(vocabularySize: vocabulary.size, seed: settings.seed)
        let pool = ThreadPool(threads: 1)
        var settings = training(.sequential)
        guard let minibatch = settings.minibatches(of: events, epoch: 0).next() else {
            throw WalkLack(reason: "the train split holds no tokens")
        }
        let pass = GradientPass(
            network.parameters, sizes: .init(batch: minibatch.rows, steps: minibatch.steps), pool: pool)
        let count = minibatch.rows * minibatch.steps
        let loss = pass.run(minibatch) / Double(count)
        let optimizer = Optimizer<Float>(network.parameters.layout, settings: settings, pool: pool)
        let norm = optimizer.norm(of: pass.gradient, tableRows: pass.tableRows)
        guard norm > 0 else { throw WalkLack(reason: "the gradient is zero: there is nothing to shorten") }
        var rows = ResultTable(columns: ["clip_norm", "norm", "factor", "norm_after"])
        var factors: [Double] = []
        // Of these the last is shorter than the gradient, whatever its length.
        let bounds = [TrainingSettings().clipNorm, 0.25, min(0.1, pow(10, log10(norm).rounded(.down)))]
        for bound in bounds {
            settings.clipNorm = bound
            let factor = settings.clippingFactor(ofNorm: norm)
            let scaled = Parameters<Float>(network.parameters.layout)
            scaled.copy(from: pass.gradient)
            for i in 0..<scaled.buffer.count { scaled.buffer[i] *= Float(factor) }
            rows.append([
                .number(bound), .number(norm), .number(factor),
                .number(optimizer.norm(of: scaled, tableRows: pass.tableRows)),
            ])
            factors.append(factor)
        }
        var parts = ResultTable(columns: ["matrix", "shape", "norm", "share_of_square"])
        for (name, shape, tensor) in network.tensors {
            let gradient = pass.gradient[tensor]
            var square = 0.0
            for row in 0..<gradient.rows { square += gradient.row(ofValues: row).reduce(0) { $0 + $1 * $1 } }
            parts.append([
                .text(name), .text(shape), .number(square.squareRoot()), .number(square / (norm * norm)),
            ])
        }
        let shown = NumberText.rounded(norm)
        return WalkScene(
            answer: "The gradient g of the mean loss over the first minibatch has the norm ‖g‖ = \(shown): clipping to "
                + "θ = \(bounds[2].shortest) multiplies it by \(NumberText.rounded(factors[2])), clipping to "
                + "θ = \(bounds[0].shortest) "
                + (factors[0] < 1 ? "by \(NumberText.rounded(factors[0]))." : "changes nothing."),
            rows: rows, further: [.init("matrices", .list(parts.objects)), .init("loss", .number(loss))],
            blocks: [
                .formulas(["g ← min(1, θ/‖g‖) g"]), .table(rows, named: "clipping"),
                .paragraph(
                    "The gradient keeps its direction; only its length is bounded. θ = \(bounds[0].shortest) is what training "
                        + "takes unless told otherwise. ‖g‖² is the sum over all matrices:"),
                .table(parts, named: "matrices"),
            ], pointer: pointer(.clipping))
    }
}
