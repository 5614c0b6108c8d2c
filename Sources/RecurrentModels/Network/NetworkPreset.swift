/// A network and its training that a user can name instead of a dozen options.
///
/// What it is follows from two counts, the tokens of train and the words of the vocabulary, and never from measured
/// speed, so that results repeat. The sizes are fixed. With N tokens, and w weights that an event is multiplied by on its
/// way through the network, the training is
///
///     batch     8 below 100,000 tokens, 16 below 400,000, else 32
///     epochs    B/(N w) rounded, at least 1; B = 10¹² and at most 10 for tiny, 10¹³ and 20 for small, 3.5 · 10¹³ and 20
///               for medium
///     dropout   a twentieth for each epoch, at most 0.4
///
/// so that a small text is read often, by many small steps, and a large one takes no longer than the preset promises, until
/// one epoch alone is more than that (of 33,000 words, for tiny, from some 800,000 tokens on): one is always run. Of
/// characters, which are few and met often each, tiny drops nothing, and no preset drops parts of their embeddings, which
/// would blur what little they say.
public enum NetworkPreset: String, Sendable, Codable, CaseIterable {
    /// Up to a minute and a half on two cores.
    case tiny
    /// About eight minutes.
    case small
    /// About half an hour.
    case medium

    /// - Parameters:
    ///   - trainTokens: N, of the text that is to be trained on.
    ///   - vocabularySize: up to 1,000 words, met a hundred times each, are taken for characters. Beyond 2,000 words in
    ///     tiny, else 10,000, the softmax is adaptive: most of the time would go into words hardly ever met.
    ///   - cell: another than the preset's own.
    public func network(
        trainTokens: Int, vocabularySize: Int, cell: NetworkArchitecture.Cell? = nil, seed: UInt64 = 1
    ) -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        let readsCharacters = vocabularySize <= 1000 && trainTokens / 100 >= vocabularySize
        var architecture = readsCharacters ? ofCharacters : ofWords
        if let cell {
            architecture.cell = cell
            architecture.window = cell.usualWindow
        }
        if vocabularySize > (self == .tiny ? 2000 : 10_000) {
            architecture.cutoffs = NetworkArchitecture.automaticCutoffs(vocabularySize: vocabularySize)
        }
        let work = Double(max(1, trainTokens)) * architecture.weightsOfAnEvent(vocabularySize: vocabularySize)
        let epochs = Int(min(Double(mostEpochs), max(1, (budget / work).rounded())))
        var training = TrainingSettings(
            learningRate: self == .tiny ? 0.004 : readsCharacters && self == .medium ? 0.002 : 0.003,
            batch: trainTokens < 100_000 ? 8 : trainTokens < 400_000 ? 16 : 32,
            steps: readsCharacters && self != .tiny ? 64 : 35, epochs: epochs, seed: seed)
        training.dropout = readsCharacters && self == .tiny ? 0 : min(0.4, Double(epochs) / 20)
        if readsCharacters { training.embeddingDropout = 0 }
        return (architecture, training)
    }

    private var ofWords: NetworkArchitecture {
        switch self {
        case .tiny: NetworkArchitecture(cell: .gru, hidden: 128, embedding: 128)
        case .small: NetworkArchitecture(cell: .lstm, hidden: 256, embedding: 256, tied: true)
        case .medium: NetworkArchitecture(cell: .lstm, hidden: 400, embedding: 400, tied: true)
        }
    }

    private var ofCharacters: NetworkArchitecture {
        switch self {
        case .tiny: NetworkArchitecture(cell: .gru, hidden: 128, embedding: 64)
        case .small: NetworkArchitecture(cell: .lstm, hidden: 400, embedding: 64)
        case .medium: NetworkArchitecture(cell: .lstm, layers: 2, hidden: 400, embedding: 64)
        }
    }

    /// B: events times the weights each is multiplied by, of a whole training.
    private var budget: Double {
        switch self {
        case .tiny: 1e12
        case .small: 1e13
        case .medium: 3.5e13
        }
    }

    private var mostEpochs: Int { self == .tiny ? 10 : 20 }
}

extension NetworkArchitecture {
    /// The default network: one layer of 256 units, words of 128 numbers, characters of 64.
    public static func usual(vocabularySize: Int, cell: Cell = .elman) -> NetworkArchitecture {
        NetworkArchitecture(cell: cell, hidden: 256, embedding: vocabularySize <= 1000 ? 64 : 128)
    }

    /// w: how many weights an event is multiplied by on its way through the network; of the clusters of an adaptive
    /// softmax a tenth, for nine in ten events need none of them.
    fileprivate func weightsOfAnEvent(vocabularySize: Int) -> Double {
        let gates = Double(cell.gateCount * hidden)
        let inputs = Double((embedding ?? 0) * inputsPerStep + (layers - 1) * hidden)
        let states = cell.hasState ? Double(layers * hidden) : 0
        let head = cutoffs?[0] ?? vocabularySize
        let output = Double(hidden * head) + Double(hidden / 4 * (vocabularySize - head)) / 10
        return gates * (inputs + states) + output
    }
}
