internal import LinearAlgebra

extension TrainingSettings {
    /// - Throws: the first setting that makes no sense.
    package func validate() throws(NetworkError) {
        try require(learningRate.isFinite && learningRate > 0, "a learning rate of \(learningRate)") {
            "--learning-rate takes a number above 0."
        }
        try require(clipNorm.isFinite && clipNorm >= 0, "a clipping norm of \(clipNorm)") {
            "--clip-norm takes 0 (none) or a number above."
        }
        try require(clipValue.isFinite && clipValue >= 0, "gradients clipped to \(clipValue)") {
            "--clip-value takes 0 (none) or a number above."
        }
        try require(batch > 0, "a batch of \(batch)") { "--batch takes 1 or more." }
        try require(steps > 0, "\(steps) steps") { "--steps takes 1 or more." }
        try require(epochs > 0, "\(epochs) epochs") { "--epochs takes 1 or more." }
        try require(patience ?? 1 > 0, "a patience of \(patience ?? 1)") { "--patience takes 1 or more." }
        try require(warmUp >= 0, "a warm-up of \(warmUp) steps") { "--warm-up takes 0 (none) or more steps." }
        for (name, share) in [
            ("--dropout", dropout), ("--embedding-dropout", embeddingDropout), ("--output-dropout", outputDropout),
        ] {
            guard let share else { continue }
            try require(share >= 0 && share < 1, "a dropout of \(share)") {
                "\(name) takes a probability from 0 to below 1."
            }
        }
        try require(momentum >= 0 && momentum < 1, "a momentum of \(momentum)") {
            "--momentum takes a number from 0 to below 1."
        }
        try require(momentum == 0 || optimizer == .sgd || optimizer == .asgd, "\(optimizer) has no momentum") {
            "Leave --momentum out, or give --optimizer sgd."
        }
        try require(weightDecay.isFinite && weightDecay >= 0, "a weight decay of \(weightDecay)") {
            "--weight-decay takes 0 or more."
        }
        for factor in [plateauFactor, decayFactor] {
            try require(factor > 0 && factor <= 1, "a decay by \(factor)") { "--decay takes a number above 0 up to 1." }
        }
        try require(decayFrom > 0, "a decay from epoch \(decayFrom)") { "--decay-from takes 1 or more." }
        try require(averageFrom ?? 1 > 0, "averages from epoch \(averageFrom ?? 1)") {
            "--average-from takes 1 or more."
        }
        try require(averageFrom == nil || optimizer == .asgd, "\(optimizer) averages no weights") {
            "Leave --average-from out, or give --optimizer asgd."
        }
        guard precision.ofProducts.isSupported else { throw .unsupported(precision) }
    }

    private func require(_ holds: Bool, _ fact: String, remedy: () -> String) throws(NetworkError) {
        if !holds { throw .setting(fact, remedy()) }
    }
}
