internal import LanguageModeling
internal import RecurrentModels
internal import Storage
internal import Tokenization

/// What the stations of a walk look at together.
struct WalkGround {
    let corpus: Corpus
    let settings: WalkSettings
    let shelf: ModelShelf
    let vocabulary: ModelVocabulary
    /// Train as it was read.
    let train: EncodedText
    /// The same as classes, which networks read.
    let events: [UInt32]
    /// A saved network of the train split as it is, if there is one; and one that has a state.
    let network: String?
    let recurrentNetwork: String?

    init(_ corpus: Corpus, _ settings: WalkSettings) throws {
        self.corpus = corpus
        self.settings = settings
        shelf = ModelShelf(corpus)
        vocabulary = try shelf.vocabulary()
        train = try shelf.events(of: .train, in: vocabulary)
        events = train.words.map(WordClass.of)
        let networks = try corpus.store.models().filter {
            try $0.kind == SerializedNetwork.kind && !corpus.store.isStale($0)
        }
        network = networks.first?.name
        recurrentNetwork =
            networks.first {
                guard case .network(let metadata)? = $0.metadata.content else { return false }
                return metadata.settings.architecture.cell.hasState
            }?.name
    }

    /// Train as classes.
    /// - Throws: `WalkLack` where there is nothing in it.
    func requireEvents() throws -> [UInt32] {
        guard !events.isEmpty else { throw WalkLack(reason: "the train split holds no tokens") }
        return events
    }

    /// The word of a class.
    func word(_ wordClass: UInt32) -> String { vocabulary.words[Int(WordClass.word(of: wordClass))] }

    /// Minibatches small enough to be followed with a finger: two rows of five steps.
    func training(_ sampling: TrainingSettings.Sampling) -> TrainingSettings {
        TrainingSettings(batch: 2, steps: 5, sampling: sampling, seed: settings.seed)
    }

    func scene(_ station: WalkStation) throws -> WalkScene {
        switch station {
        case .tokens: try tokensScene()
        case .vocabulary: try vocabularyScene()
        case .minibatches: try minibatchesScene()
        case .counts: try countsScene()
        case .laplace: try laplaceScene()
        case .perplexity: try perplexityScene()
        case .embedding: try embeddingScene()
        case .step: try stepScene()
        case .clipping: try clippingScene()
        case .gradients: try gradientsScene()
        }
    }
}
