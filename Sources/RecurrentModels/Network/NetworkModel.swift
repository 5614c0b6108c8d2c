internal import Foundation
public import LanguageModeling
internal import LinearAlgebra
internal import Tokenization

/// A trained network as a language model.
///
/// Its input is the word before, `</s>` the start symbol; `<s>` is never fed.
public struct NetworkModel: LanguageModel {
    public let name: String
    public let vocabulary: ModelVocabulary
    public let architecture: NetworkArchitecture
    /// How it was trained; `nil` for weights that came from elsewhere.
    public let training: TrainingSettings?
    /// Of how its training ended.
    public internal(set) var notes: [String] = []
    package let parameters: Parameters<Float>
    /// For scoring a stream whose state is carried through; parts that can be scored apart use a thread each.
    let threads: Int
    /// The name and the state's rule before `evaluated(state:)`.
    private let original: (name: String, state: NetworkArchitecture.StateRule)

    package init(
        name: String, vocabulary: ModelVocabulary, parameters: Parameters<Float>, training: TrainingSettings? = nil,
        threads: Int
    ) {
        self.init(
            original: (name, parameters.layout.architecture.state), vocabulary: vocabulary, parameters: parameters,
            training: training, threads: threads)
    }

    private init(
        original: (name: String, state: NetworkArchitecture.StateRule), vocabulary: ModelVocabulary,
        parameters: Parameters<Float>, training: TrainingSettings?, threads: Int
    ) {
        architecture = parameters.layout.architecture
        name = architecture.state == original.state ? original.name : "\(original.name) (\(architecture.state))"
        self.original = original
        self.vocabulary = vocabulary
        self.parameters = parameters
        self.training = training
        self.threads = threads
    }

    /// The same weights judged by a convention: the state is cleared at each segment, or carried over from the one before.
    ///
    /// The name says so where the convention is not the one the network was trained by: `lstm (reset)`.
    public func evaluated(state: NetworkArchitecture.StateRule) -> NetworkModel {
        var architecture = architecture
        architecture.state = state
        var judged = NetworkModel(
            original: original, vocabulary: vocabulary, parameters: parameters.reinterpreted(as: architecture),
            training: training, threads: threads)
        judged.notes = notes
        return judged
    }

    public var parameterCount: Int { parameters.layout.parameterCount }
    public var includesNetwork: Bool { true }

    public var contextScope: ContextScope { architecture.state == .carried ? .stream : .segment }

    public func makeScorer() -> any Scorer {
        let pool = ThreadPool(threads: architecture.state == .carried ? threads : 1)
        return NetworkScorer(forward: ForwardPass(parameters, pool: pool))
    }

    public func makeWalk(after context: [WordID]) -> any ModelWalk {
        let forward = ForwardPass(parameters, pool: ThreadPool(threads: 1))
        forward.read(Self.afterStart(context))
        return NetworkWalk(forward: forward)
    }

    /// A context as it is read at the beginning of a text, where `</s>` is fed first whether or not it begins with `<s>`:
    /// so `next`, `probability`, `generate` and `surprisal` ask of the same words the same.
    static func afterStart(_ context: [WordID]) -> [UInt32] {
        let isStarted = context.first == Marker.segmentStart || context.first == Marker.segmentEnd
        return context.dropFirst(isStarted ? 1 : 0).map(WordClass.of)
    }

    /// One pass: each event's distribution is computed once, for its probability and the entropy before it.
    public func scores(ofTexts texts: [EncodedText]) -> [[EventScore]] {
        let forward = ForwardPass(parameters, pool: ThreadPool(threads: threads))
        return texts.map { text in
            forward.restart()
            return forward.scores(of: text.words.map(WordClass.of))
                .map { EventScore(logProbability: $0.logProbability, entropy: $0.entropy) }
        }
    }

    /// - Parameter context: read from the state at the beginning of a text, with or without the `<s>` before it.
    public func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }
}

/// A network's walk along a text that is being written.
struct NetworkWalk: ModelWalk {
    let forward: ForwardPass<Float>

    func probabilities() -> [Double]? {
        let classes = forward.distribution()
        // Classes leave `<s>` out.
        return [classes[0], 0] + classes.dropFirst()
    }

    mutating func append(_ word: WordID) { forward.read([WordClass.of(word)]) }

    func copy() -> any ModelWalk { NetworkWalk(forward: ForwardPass(copyOf: forward)) }
}

/// A network's walk along a stream.
struct NetworkScorer: Scorer {
    let forward: ForwardPass<Float>

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        forward.logProbabilities(of: events.indices.map { WordClass.of(events[$0]) })
    }
}
