package import RecurrentModels
package import Reporting

extension ResultTable {
    /// A row for each step of a training. Numbers that are none are null.
    package init(_ steps: [TrainingStep]) {
        self.init(columns: ["epoch", "step", "loss", "gradient_norm", "clipped", "learning_rate"])
        for step in steps {
            append([
                .integer(step.epoch), .integer(step.step), .of(finite(step.loss)), .of(finite(step.gradientNorm)),
                .bool(step.isClipped), .number(step.learningRate),
            ])
        }
    }
}

private func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }
