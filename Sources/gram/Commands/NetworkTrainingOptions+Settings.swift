internal import Gramarye

extension NetworkTrainingOptions {
    private static var overrides: [OptionOverride<NetworkTrainingOptions, TrainingSettings>] {
        [
            .init("--optimizer", \.optimizer) { $1.use($0) },
            .init("--schedule", \.askedSchedule, \.schedule), .init("--decay", \.decay),
            .init("--decay-from", \.decayFrom), .init("--warm-up", \.warmUp, \.warmUp),
            .init("--clip-norm", \.clipNorm, \.clipNorm), .init("--clip-value", \.clipValue, \.clipValue),
            .init("--batch", \.batch, \.batch), .init("--steps", \.steps, \.steps),
            .init("--sampling", \.sampling, \.sampling),
            .init("--embedding-dropout", \.embeddingDropout, \.embeddingDropout),
            .init("--output-dropout", \.outputDropout, \.outputDropout),
            .init("--variational", \.variational, \.variational), .init("--momentum", \.momentum, \.momentum),
            .init("--weight-decay", \.weightDecay, \.weightDecay),
            .init("--average-from", \.averageFrom, \.averageFrom), .init("--precision", \.precision, \.precision),
            .init("--no-recovery", \.noRecovery) { $0.recovers = false },
            .init("--patience", \.patience, \.patience),
        ]
    }

    private var askedSchedule: TrainingSettings.Schedule? {
        switch schedule {
        case .constant: .constant
        case .cosine: .cosine
        case .plateau: .plateau(factor: decay ?? 0.5)
        case .decay: .decay(factor: decay ?? 0.8, from: decayFrom ?? 1)
        case nil: nil
        }
    }

    /// The names of those that are given.
    var given: [String] { OptionOverride.given(of: Self.overrides, in: self) }

    /// Changes what is given.
    func change(_ settings: inout TrainingSettings) {
        OptionOverride.apply(Self.overrides, of: self, to: &settings)
    }
}
