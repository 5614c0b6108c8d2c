/// A network and its training that a user can name instead of a dozen options.
public enum NetworkPreset: String, Sendable, Codable, CaseIterable {
    /// A fixed number of epochs, about a minute on a text of 800,000 words.
    case tiny
    /// Some minutes on it.
    case small
    /// Half an hour on two million words.
    case medium

    /// - Parameters:
    ///   - vocabularySize: up to 1,000 words are taken for characters, whose networks read more text a minute; more than
    ///     10,000 are predicted by an adaptive softmax, without which most of the time would go into words hardly ever met.
    ///   - cell: another than the preset's own.
    public func network(
        vocabularySize: Int, cell: NetworkArchitecture.Cell? = nil, seed: UInt64 = 1
    ) -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        var (architecture, training) = vocabularySize <= 1000 ? characters : words
        if let cell {
            architecture.cell = cell
            architecture.window = cell.usualWindow
        }
        training.seed = seed
        if vocabularySize > 10_000 {
            architecture.cutoffs = NetworkArchitecture.automaticCutoffs(vocabularySize: vocabularySize)
        }
        return (architecture, training)
    }

    private var words: (NetworkArchitecture, TrainingSettings) {
        switch self {
        case .tiny:
            (
                NetworkArchitecture(cell: .gru, hidden: 128, embedding: 128),
                TrainingSettings(learningRate: 0.004, batch: 32, steps: 35, epochs: 2)
            )
        case .small:
            (
                NetworkArchitecture(cell: .lstm, hidden: 256, embedding: 256, tied: true),
                TrainingSettings(learningRate: 0.003, batch: 32, steps: 35, epochs: 8, dropout: 0.3)
            )
        case .medium:
            (
                NetworkArchitecture(cell: .lstm, hidden: 400, embedding: 400, tied: true),
                TrainingSettings(learningRate: 0.003, batch: 32, steps: 35, epochs: 8, dropout: 0.4)
            )
        }
    }

    /// Characters are few and each is met often: their embeddings need no dropout, which blurs what little they say.
    private var characters: (NetworkArchitecture, TrainingSettings) {
        var (architecture, training) =
            switch self {
            case .tiny:
                (
                    NetworkArchitecture(cell: .gru, hidden: 128, embedding: 64),
                    TrainingSettings(learningRate: 0.004, batch: 32, steps: 35, epochs: 4)
                )
            case .small:
                (
                    NetworkArchitecture(cell: .lstm, hidden: 400, embedding: 64),
                    TrainingSettings(learningRate: 0.003, batch: 32, steps: 64, epochs: 12, dropout: 0.4)
                )
            case .medium:
                (
                    NetworkArchitecture(cell: .lstm, layers: 2, hidden: 400, embedding: 64),
                    TrainingSettings(learningRate: 0.002, batch: 32, steps: 64, epochs: 12, dropout: 0.4)
                )
            }
        training.embeddingDropout = 0
        return (architecture, training)
    }
}

extension NetworkArchitecture {
    /// The default network: one layer of 256 units, words of 128 numbers, characters of 64.
    public static func usual(vocabularySize: Int, cell: Cell = .elman) -> NetworkArchitecture {
        NetworkArchitecture(cell: cell, hidden: 256, embedding: vocabularySize <= 1000 ? 64 : 128)
    }
}
