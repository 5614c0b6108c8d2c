internal import LinearAlgebra

extension TrainingSettings {
    /// The largest count of epochs or steps: far more than any training can use, and with the events of a text multiplied
    /// no more than an integer holds.
    static let largestCount = 1_000_000_000

    /// - Throws: the first setting that makes no sense, or cannot be had on this processor.
    package func validate() throws(NetworkError) {
        try validateValues()
        guard precision.ofProducts.isSupported else { throw .unsupported(precision) }
    }

    /// - Throws: the first setting that makes no sense.
    func validateValues() throws(NetworkError) {
        try require(learningRate.isFinite && learningRate > 0, "a learning rate of \(learningRate)") {
            "--learning-rate takes a number above 0."
        }
        try require(clipNorm.isFinite && clipNorm >= 0, "a clipping norm of \(clipNorm)") {
            "--clip-norm takes 0 (none) or a number above."
        }
        try require(clipValue.isFinite && clipValue >= 0, "gradients clipped to \(clipValue)") {
            "--clip-value takes 0 (none) or a number above."
        }
        // These two are cut to what the text has, so that any are good.
        try require(batch > 0, "a batch of \(batch)") { "--batch takes 1 or more." }
        try require(steps > 0, "\(steps) steps") { "--steps takes 1 or more." }
        try require(epochs, "\(epochs) epochs", "--epochs")
        try require(patience ?? 1, "a patience of \(patience ?? 1)", "--patience")
        try require(warmUp, from: 0, "a warm-up of \(warmUp) steps", "--warm-up")
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
        switch schedule {
        case .constant, .cosine: break
        case .plateau(let factor), .decay(let factor, _):
            try require(factor > 0 && factor <= 1, "a decay by \(factor)") { "--decay takes a number above 0 up to 1." }
        }
        if case .decay(_, let first) = schedule { try require(first, "a decay from epoch \(first)", "--decay-from") }
        try require(averageFrom ?? 1, "averages from epoch \(averageFrom ?? 1)", "--average-from")
        try require((0...Self.largestCount).contains(averagePatience), "averages after \(averagePatience) epochs") {
            "Train it again."
        }
        try require(averageFrom == nil || optimizer == .asgd, "\(optimizer) averages no weights") {
            "Leave --average-from out, or give --optimizer asgd."
        }
    }

    private func require(_ count: Int, from least: Int = 1, _ fact: String, _ option: String) throws(NetworkError) {
        if let remedy = Self.remedy(count, from: least, option) { throw .setting(fact, remedy) }
    }

    /// What to do about a count that is too small or too large; `nil` for others.
    static func remedy(_ count: Int, from least: Int = 1, _ option: String) -> String? {
        if count < least { return "\(option) takes \(least == 0 ? "0 (none)" : "\(least)") or more." }
        return count > largestCount ? "\(option) takes at most 1,000,000,000." : nil
    }

    private func require(_ holds: Bool, _ fact: String, remedy: () -> String) throws(NetworkError) {
        if !holds { throw .setting(fact, remedy()) }
    }
}
