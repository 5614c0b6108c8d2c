internal import Basics
internal import Counting
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// A model that is made in bounded memory is the one that is made in memory, byte by byte.
@Suite struct SpilledModelTests {
    /// Stretches of whole segments, of some length.
    private func text(_ words: [WordID], stretch: Int) -> TrainingText {
        TrainingText { body in
            var held: [WordID] = []
            for word in words {
                held.append(word)
                if held.count >= stretch, word == Marker.segmentEnd {
                    body(held)
                    held = []
                }
            }
            if !held.isEmpty { body(held) }
        }
    }

    private func bytes(_ saved: SerializedModel) throws -> [String: [UInt8]] {
        var bytes: [String: [UInt8]] = ["settings": Array(saved.settings.utf8)]
        for part in saved.parts { bytes[part.name] = part.bytes }
        for part in saved.longParts {
            // Blocks that are not aligned with anything, but with the widest number.
            bytes[part.name] = try ranges(ofLength: 1_012, upTo: part.byteCount).flatMap { try part.bytes($0) }
            #expect(try part.bytes(0..<part.byteCount) == bytes[part.name])
        }
        return bytes
    }

    private func expectSame(
        _ name: String, _ words: [WordID], _ vocabulary: ModelVocabulary, memory: Int, stretch: Int,
        pruning: Pruning? = nil
    ) throws {
        let name = try NgramModelName(parsing: name)
        let counts = try NgramCounts(of: words, idCount: vocabulary.idCount, order: name.order)
        let whole = try name.estimate(from: counts, vocabulary: vocabulary, pruning: pruning, isCompact: true)
        let plan = SpillPlan(memory: memory, folder: NSTemporaryDirectory(), threads: 2)
        let spilled = try SpilledNgramModel(
            name,
            from: SpilledCounts(
                of: text(words, stretch: stretch), idCount: vocabulary.idCount, order: name.order, plan: plan),
            vocabulary: vocabulary, direction: .forward, pruning: pruning)
        let expected = try bytes(#require(try SerializedModel(ngramModel: whole, pruning: pruning)))
        let made = try bytes(spilled.serialized(metrics: ModelMetrics(), spelling: nil))
        #expect(made.keys.sorted() == expected.keys.sorted())
        for (part, bytes) in expected { #expect(made[part] == bytes, "\(name), \(part)") }
        #expect(spilled.parameterCount == whole.parameterCount && spilled.byteCount == whole.byteCount)
    }

    @Test(arguments: ["mkn:N", "kneser-ney:N", "absolute:N", "witten-bell:N", "dirichlet:N:2"], Corpus.all)
    func everyMethodAndOrder(method: String, corpus: Corpus) throws {
        for order in 1...6 {
            try expectSame(
                method.replacingOccurrences(of: "N", with: "\(order)"), corpus.words, corpus.vocabulary, memory: 0,
                stretch: 20)
        }
    }

    @Test(arguments: ["mkn:N", "kneser-ney:N", "absolute:N", "witten-bell:N", "dirichlet:N:2"], Corpus.all)
    func everyMethodAndOrderPruned(method: String, corpus: Corpus) throws {
        for order in 1...5 {
            for pruning in [
                Pruning.counts([0, 1]), .counts([0, 0, 1, 2]), .counts([1_000]), .relativeEntropy(1e-4),
                .relativeEntropy(1e-2),
            ] {
                try expectSame(
                    method.replacingOccurrences(of: "N", with: "\(order)"), corpus.words, corpus.vocabulary,
                    memory: 0, stretch: 20, pruning: pruning)
            }
        }
    }

    /// Words as frequent as those of texts, so that one begins more windows than there is room for, and many that occur once.
    @Test(arguments: [(12, 60_000), (5_000, 30_000), (300_000, 40_000)])
    func largerTexts(types: Int, tokens: Int) throws {
        var generator = SeededGenerator(seed: UInt64(types))
        let vocabulary = ModelVocabulary(
            words: (0..<types).map { "w\($0)" }, rule: .minimumCount(1))
        var words: [WordID] = []
        for _ in 0..<tokens {
            let spread = Double.random(in: 0..<1, using: &generator)
            let word = Int(pow(Double(types), spread)) - 1
            words.append(WordID(min(word, types - 1) + Marker.texts.count))
            if Int.random(in: 0..<25, using: &generator) == 0 { words.append(Marker.segmentEnd) }
        }
        words.append(Marker.segmentEnd)
        for memory in [0, 1 << 20, 1 << 28] {
            for pruning in [nil, Pruning.counts([0, 0, 1]), .relativeEntropy(1e-7)] {
                try expectSame("mkn:5", words, vocabulary, memory: memory, stretch: 3_000, pruning: pruning)
            }
        }
    }

    @Test func aTextWithoutWordsIsAnError() {
        let plan = SpillPlan(memory: 1 << 20, folder: NSTemporaryDirectory(), threads: 1)
        #expect(throws: EstimationError.noText) {
            try SpilledCounts(of: TrainingText { _ in }, idCount: 4, order: 3, plan: plan)
        }
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        let plan = SpillPlan(memory: 1 << 20, folder: "/nowhere/at/all", threads: 1)
        #expect(throws: SpillError.self) {
            try SpilledCounts(of: text([3, 2], stretch: 1), idCount: 4, order: 3, plan: plan)
        }
    }
}
