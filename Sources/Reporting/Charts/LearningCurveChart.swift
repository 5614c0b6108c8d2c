internal import Foundation

extension Chart {
    /// Mean losses of an epoch, in nats an event.
    package struct EpochLosses: Sendable {
        package var epoch: Int
        package var train: Double?
        package var valid: Double?

        package init(epoch: Int, train: Double?, valid: Double?) {
            self.epoch = epoch
            self.train = train
            self.valid = valid
        }
    }

    /// The perplexities on train and valid by epoch.
    package static func learningCurve(_ epochs: [EpochLosses], of name: String) -> Chart {
        func series(_ name: String, _ loss: (EpochLosses) -> Double?) -> Series {
            Series(
                name, .curve,
                epochs.compactMap { epoch in loss(epoch).map { Point(Double(epoch.epoch), exp($0)) } })
        }
        var chart = Chart(
            title: "Learning curve: \(name)", horizontal: Axis("epoch", isWhole: true),
            vertical: Axis("perplexity", .logarithmic),
            series: [series("train, as the weights were when it was read", \.train), series("valid", \.valid)])
        let best = epochs.filter { $0.valid?.isFinite ?? false }.min { $0.valid! < $1.valid! }
        if let best, let loss = best.valid {
            chart.finding =
                "\(name) reaches its lowest perplexity on valid, \(NumberText.rounded(exp(loss))), after epoch "
                + "\(best.epoch) of \(epochs.last?.epoch ?? best.epoch)."
        }
        return chart
    }
}
