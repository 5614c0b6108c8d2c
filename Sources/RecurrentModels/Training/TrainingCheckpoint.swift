/// Where a training stands between two epochs, besides its weights and averages.
struct TrainingCheckpoint: Codable, Sendable {
    var epochs: [EpochResult]
    var optimizerSteps: Int
    var rateFactor: Double
    var cuts: Int
    var bestEpoch: Int
    var bestLoss: Double?
    var epochsSinceBest: Int
    /// Of asgd, from when it averages.
    var averagedSteps: Int?
    /// `true` if a time limit cut the last epoch short, else left out.
    var cutShort: Bool?
    /// `true` if a comparison began it, else left out.
    var forComparison: Bool?
    /// By which preset.
    var preset: NetworkPreset?

    /// Whether a training can have come to it: numbers that go on counting stay far from the largest there are.
    var isSound: Bool {
        let most = 1 << 50
        return (0...most).contains(optimizerSteps) && (0...most).contains(cuts) && rateFactor >= 0 && rateFactor <= 1
            && (0...epochs.count).contains(bestEpoch) && (0...epochs.count).contains(epochsSinceBest)
            && (0...most).contains(averagedSteps ?? 0)
            && (bestLoss.map { (0...1e6).contains($0) } ?? true)
            && epochs.enumerated().allSatisfy { $1.epoch == $0 + 1 && $1.isSound }
    }

    private enum CodingKeys: String, CodingKey {
        case epochs
        case optimizerSteps = "optimizer_steps"
        case rateFactor = "rate_factor"
        case cuts
        case bestEpoch = "best_epoch"
        case bestLoss = "best_loss"
        case epochsSinceBest = "epochs_since_best"
        case averagedSteps = "averaged_steps"
        case cutShort = "cut_short"
        case forComparison = "for_comparison"
        case preset
    }
}
