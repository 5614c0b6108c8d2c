internal import Foundation

/// How a training ended, for those who read its network's figures.
struct TrainingEnd {
    /// The mean of −ln P on valid after each epoch.
    let validLosses: [Double]
    /// The epoch whose weights are kept.
    let bestEpoch: Int
    /// Epochs that were asked for.
    let planned: Int
    /// Whether a time limit ended the last epoch before its end.
    let isCutShort: Bool

    /// Whether valid was lower after the last epoch than ever before; after a first epoch it is, for before there was
    /// nothing.
    var isStillFalling: Bool { bestEpoch == validLosses.count && bestEpoch > 0 }

    var notes: [String] {
        var notes: [String] = []
        let done = validLosses.count
        if isCutShort || done < planned {
            notes.append(
                "training ended \(isCutShort ? "within" : "after") epoch \(done) of \(planned); the best on valid, epoch "
                    + "\(bestEpoch), is judged")
        }
        if isStillFalling, let last = validLosses.last {
            let end =
                validLosses.dropLast().min().map {
                    "while the perplexity on valid still fell, by \(String(format: "%.2g", 100 * (1 - exp(last - $0)))) % in "
                        + "the last epoch"
                } ?? "after a single epoch, so whether the perplexity on valid still falls is not known"
            notes.append("training ended \(end): more epochs may lower it further")
        }
        return notes
    }
}

extension NetworkTraining {
    private var end: TrainingEnd {
        TrainingEnd(
            validLosses: epochs.map(\.validLoss), bestEpoch: bestEpoch, planned: settings.epochs,
            isCutShort: isCutShort)
    }

    /// What a reader should know of how the training ended.
    public var notes: [String] { end.notes }

    /// Whether valid was lower after the last epoch than ever before.
    package var isStillFalling: Bool { end.isStillFalling }
}
