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
        try require(
            learningRate.isFinite && learningRate > 0, .learningRate, "a learning rate of \(learningRate)",
            takes: "a number above 0")
        try require(
            clipNorm.isFinite && clipNorm >= 0, .clipNorm, "a clipping norm of \(clipNorm)",
            takes: "0 (none) or a number above")
        try require(
            clipValue.isFinite && clipValue >= 0, .clipValue, "gradients clipped to \(clipValue)",
            takes: "0 (none) or a number above")
        // These two are cut to what the text has, so that any are good.
        try require(batch > 0, .batch, "a batch of \(batch)", takes: "1 or more")
        try require(steps > 0, .steps, "\(steps) steps", takes: "1 or more")
        try require(.epochs, epochs, "\(epochs) epochs")
        try require(.patience, patience ?? 1, "a patience of \(patience ?? 1)")
        try require(.warmUp, warmUp, from: 0, "a warm-up of \(warmUp) steps")
        let dropouts: [(NetworkSetting, Double?)] = [
            (.dropout, dropout), (.embeddingDropout, embeddingDropout), (.outputDropout, outputDropout),
        ]
        for case (let setting, let share?) in dropouts {
            try require(
                share >= 0 && share < 1, setting, "a dropout of \(share)", takes: "a probability from 0 to below 1")
        }
        try require(
            momentum >= 0 && momentum < 1, .momentum, "a momentum of \(momentum)", takes: "a number from 0 to below 1")
        guard momentum == 0 || optimizer == .sgd || optimizer == .asgd else { throw .conflict(.momentum(optimizer)) }
        try require(
            weightDecay.isFinite && weightDecay >= 0, .weightDecay, "a weight decay of \(weightDecay)",
            takes: "0 or more")
        switch schedule {
        case .constant, .cosine: break
        case .plateau(let factor), .decay(let factor, _):
            try require(factor > 0 && factor <= 1, .decay, "a decay by \(factor)", takes: "a number above 0 up to 1")
        }
        if case .decay(_, let first) = schedule { try require(.decayFrom, first, "a decay from epoch \(first)") }
        try require(.averageFrom, averageFrom ?? 1, "averages from epoch \(averageFrom ?? 1)")
        try require(.averagePatience, averagePatience, from: 0, "averages after \(averagePatience) epochs")
        guard averageFrom == nil || optimizer == .asgd else { throw .conflict(.averages(optimizer)) }
    }

    private func require(
        _ setting: NetworkSetting, _ count: Int, from least: Int = 1, _ asked: String
    ) throws(NetworkError) {
        try require(count >= least, setting, asked, takes: "\(least == 0 ? "0 (none)" : "\(least)") or more")
        try require(count <= Self.largestCount, setting, asked, takes: "at most 1,000,000,000")
    }

    private func require(
        _ holds: Bool, _ setting: NetworkSetting, _ asked: String, takes: String
    ) throws(NetworkError) {
        if !holds { throw .setting(setting, asked, takes: takes) }
    }
}
