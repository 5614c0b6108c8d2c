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
            return (
                NetworkArchitecture(
                    cell: cell ?? .lstm, hidden: 256, embedding: characters ? 64 : 256, tied: !characters),
                TrainingSettings(
                    learningRate: 0.003, batch: 32, steps: 35, epochs: 8, cosine: true, dropout: 0.2, seed: seed)
            )
        case .medium:
            return (
                NetworkArchitecture(
                    cell: cell ?? .lstm, layers: 2, hidden: 400, embedding: characters ? 128 : 400, tied: !characters),
                TrainingSettings(
                    learningRate: 0.002, batch: 32, steps: 50, epochs: 10, cosine: true, dropout: 0.4, seed: seed)
            )
        }
    }
}
