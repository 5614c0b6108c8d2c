package import RecurrentModels
package import Reporting

extension ResultTable {
    /// A row for each step of a training. A loss or a norm that is no number is the text `nan`, `inf` or
    /// `-inf`, which programs that read numbers know.
    package init(_ steps: [TrainingStep]) {
        self.init(columns: ["epoch", "step", "loss", "gradient_norm", "clipped", "learning_rate", "attempt"])
        for step in steps {
            append([
                .integer(step.epoch), .integer(step.step), told(step.loss), told(step.gradientNorm),
                .bool(step.isClipped), .number(step.learningRate), .integer(step.attempt),
            ])
        }
    }
}

private func told(_ number: Double) -> Value {
    number.isFinite ? .number(number) : .text(number.isNaN ? "nan" : number > 0 ? "inf" : "-inf")
}
