internal import LanguageModeling
internal import Synchronization
internal import Testing
internal import Tokenization

/// Whatever wraps a model keeps its speed: a text of n events is read by the model within in a number of steps that is
/// proportional to n, however it is asked.
@Suite struct WrapperTests {
    /// A uniform model with a state, which counts the words it reads: those of every context given anew too.
    private struct CountingModel: LanguageModel {
        final class Reads: Sendable { let words = Mutex(0) }

        let vocabulary: ModelVocabulary
        let reads = Reads()
        var name: String { "counting" }
        var parameterCount: Int { 0 }
        var contextScope: ContextScope { .stream }

        private func read(_ count: Int) { reads.words.withLock { $0 += count } }

        private var uniform: [Double] {
            vocabulary.words.indices.map { $0 == Int(Marker.segmentStart) ? 0 : 1 / Double(vocabulary.size) }
        }

        func makeScorer() -> any Scorer { CountingScorer(model: self) }

        func probabilities(after context: [WordID]) -> [Double]? {
            read(context.count)
            return uniform
        }

        func makeWalk(after context: [WordID]) -> any ModelWalk {
            read(context.count)
            return CountingWalk(model: self)
        }

        private struct CountingScorer: Scorer {
            let model: CountingModel

            mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
                model.read(events.count)
                return [Double](repeating: -1, count: events.count)
            }
        }

        private struct CountingWalk: ModelWalk {
            let model: CountingModel
            func probabilities() -> [Double]? { model.uniform }
            mutating func append(_ word: WordID) { model.read(1) }
            func copy() -> any ModelWalk { self }
        }
    }

    private static let words = (0..<30).map { "w\($0)" }
    private static let vocabulary = ModelVocabulary(words: words, rule: .minimumCount(1))
    /// The same words, numbered the other way round.
    private static let other = ModelVocabulary(words: words.reversed(), rule: .minimumCount(1))

    private static func stream(_ count: Int) -> EncodedText {
        EncodedText(
            words: (0..<count).map { $0 % 7 == 6 || $0 == count - 1 ? Marker.segmentEnd : WordID(3 + $0 % 30) },
            characterCount: count)
    }

    /// Each wrapper of a model, in the other vocabulary.
    private static let wrappers: [(name: String, wrap: @Sendable (CountingModel) throws -> any LanguageModel)] = [
        ("itself", { $0 }),
        ("renumbered", { $0.numbered(as: other) }),
        ("reversed", { ReversedModel($0) }),
        ("reversed and renumbered", { ReversedModel($0).numbered(as: other) }),
        (
            "mixed",
            { model in
                try MixtureModel(
                    [CountingModel(vocabulary: other), model], fittedTo: stream(20))
            }
        ),
    ]

    private static let questions: [(name: String, ask: @Sendable (any LanguageModel, EncodedText) -> Void)] = [
        ("probabilities of all events", { _ = $0.logProbabilities(of: $1, threads: 2) }),
        ("scores", { _ = $0.scores(ofTexts: [$1]) }),
        (
            "a walk",
            { model, stream in
                var walk = model.makeWalk(after: [Marker.segmentStart])
                for word in stream.words {
                    _ = walk.probabilities()
                    walk.append(word)
                }
            }
        ),
    ]

    @Test(arguments: wrappers.map(\.name), questions.map(\.name))
    func readsATextInAFewPasses(wrapper: String, question: String) throws {
        let wrap = try #require(Self.wrappers.first { $0.name == wrapper }?.wrap)
        let ask = try #require(Self.questions.first { $0.name == question }?.ask)
        let base = CountingModel(vocabulary: Self.vocabulary)
        let model = try wrap(base)
        base.reads.words.withLock { $0 = 0 }
        ask(model, Self.stream(1_000))
        let reads = base.reads.words.withLock { $0 }
        // A scorer and a walk are two passes.
        #expect((1_000...2_100).contains(reads), "\(reads) words read for 1,000")
    }
}
