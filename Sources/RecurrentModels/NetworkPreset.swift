/// A network and its training that a user can name instead of a dozen options.
public enum NetworkPreset: String, Sendable, Codable, CaseIterable {
    /// A fixed number of epochs, about a minute on a text of 800,000 words.
    case tiny
    /// About ten minutes on it.
    case small
    /// Half an hour on two million words.
    case medium

    /// - Parameters:
    ///   - vocabularySize: up to 1,000 words are taken for characters, whose networks read more text a minute.
    ///   - cell: another than the preset's own.
    public func network(
        vocabularySize: Int, cell: NetworkArchitecture.Cell? = nil, seed: UInt64 = 1
    ) -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        let characters = vocabularySize <= 1000
        switch self {
        case .tiny:
            return (
                NetworkArchitecture(cell: cell ?? .gru, hidden: 128, embedding: characters ? 64 : 128),
                TrainingSettings(
                    learningRate: 0.004, batch: 32, steps: 35, epochs: characters ? 4 : 2, cosine: true, seed: seed)
            )
        case .small:
            guard characters else {
                return (
                    NetworkArchitecture(cell: cell ?? .lstm, hidden: 256, embedding: 256, tied: true),
                    TrainingSettings(
                        learningRate: 0.003, batch: 32, steps: 35, epochs: 8, cosine: true, dropout: 0.2, seed: seed)
                )
            }
            return (
                NetworkArchitecture(cell: cell ?? .lstm, hidden: 512, embedding: 64),
                ofCharacters(
                    TrainingSettings(
                        learningRate: 0.003, batch: 32, steps: 64, epochs: 10, cosine: true, dropout: 0.4, seed: seed))
            )
        case .medium:
            guard characters else {
                return (
                    NetworkArchitecture(cell: cell ?? .lstm, layers: 2, hidden: 400, embedding: 400, tied: true),
                    TrainingSettings(
                        learningRate: 0.002, batch: 32, steps: 50, epochs: 10, cosine: true, dropout: 0.4, seed: seed)
                )
            }
            return (
                NetworkArchitecture(cell: cell ?? .lstm, layers: 2, hidden: 400, embedding: 64),
                ofCharacters(
                    TrainingSettings(
                        learningRate: 0.002, batch: 32, steps: 64, epochs: 16, cosine: true, dropout: 0.4, seed: seed))
            )
        }
    }

    /// Characters are few and each is met often: their embeddings need no dropout, which blurs what little they say.
    private func ofCharacters(_ settings: TrainingSettings) -> TrainingSettings {
        var settings = settings
        settings.embeddingDropout = 0
        return settings
    }
}
