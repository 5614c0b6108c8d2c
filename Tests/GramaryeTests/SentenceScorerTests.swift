internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Sentences scored one by one, and walks word by word.
@Suite struct SentenceScorerTests {
    static let walked = ["mkn:3", "kneser-ney:2", "katz:3", "witten-bell:1", "stupid-backoff:3", "absolute:5"]

    private func corpus(_ folder: CorpusFolder) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(300, seed: 31)), valid: text(of: randomLines(60, seed: 32)), minimumCount: 2)
    }

    private func model(_ name: String, _ folder: CorpusFolder) throws -> LineModel {
        try ModelShelf(corpus(folder)).lineModel(ModelName(parsing: name), called: name)
    }

    /// Sentences of words known and unknown, some without any.
    private let sentences =
        randomLines(200, words: 40, seed: 33).map { $0.joined(separator: " ") } + ["", " \t", "é 😀"]

    @Test(arguments: walked + ["laplace:2", "mkn:2+cache"])
    func aSentenceHasWhatItsLineHas(name: String) throws {
        let folder = try CorpusFolder()
        let model = try model(name, folder)
        let scorer = try SentenceScorer(model)
        let scoring = try LineScoring([model], keepsEvents: true)
        let bytes = Array((sentences.joined(separator: "\n") + "\n").utf8)
        let lines = try scoring.append(bytes) { $0 } + scoring.finish { $0 }
        #expect(lines.count == sentences.count)
        for (line, sentence) in zip(lines, sentences) {
            let utf8 = Array(sentence.utf8)
            let score = try #require(line.scores.first)
            let events = score.events.map(\.logProbability)
            #expect(try scorer.words(of: utf8.span).map(\.logProbability) == events)
            #expect(try scorer.logProbability(of: utf8.span) == events.reduce(0, +))
            #expect(try scorer.logProbability(of: utf8.span, ends: false) == events.dropLast().reduce(0, +))
        }
    }

    /// After `<s>`, and after nothing, whose first word has the probability of the unigram.
    @Test(arguments: walked) func aWalkGivesTheProbabilitiesOfTheModel(name: String) throws {
        let folder = try CorpusFolder()
        let line = try model(name, folder)
        let model = try #require(line.model as? BackoffModel)
        var generator = SeededGenerator(seed: 34)
        for begins in [true, false] {
            for _ in 0..<40 {
                var context = [UInt32](repeating: 7, count: model.contextLength)
                var next = context
                var history: [WordID] = begins ? [Marker.segmentStart] : []
                var steps: [WordStep] = []
                var start = context.mutableSpan
                if begins { model.writeBeginning(&start) } else { model.writeEmptyContext(&start) }
                for _ in 0..<6 {
                    let word = WordID.random(in: 2..<WordID(model.vocabulary.idCount), using: &generator)
                    let wanted = try #require(model.probabilities(after: history))
                    var after = next.mutableSpan
                    let step = model.step(from: context.span, by: word, to: &after)
                    expectClose(exp(step.logProbability), wanted[Int(word)], 1e-12)
                    #expect((1...min(model.shape.order, history.count + 1)).contains(step.ngramLength))
                    history.append(word)
                    steps.append(step)
                    swap(&context, &next)
                    if word == Marker.segmentEnd { break }
                }
                // A walk along all of them at once says the same, bit by bit.
                let events = Array(history.dropFirst(begins ? 1 : 0))
                if begins { #expect(model.steps(of: events.span) == steps) }
            }
        }
    }

    /// Whatever follows, and some histories are told apart no more, for nothing depends on them.
    @Test(arguments: walked) func afterEqualContextsModelsSayTheSame(name: String) throws {
        let folder = try CorpusFolder()
        let line = try model(name, folder)
        let model = try #require(line.model as? BackoffModel)
        var generator = SeededGenerator(seed: 35)
        var histories: [[UInt32]: [WordID]] = [:]
        var shared = 0
        for _ in 0..<2000 {
            let history = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                WordID.random(in: 2..<WordID(model.vocabulary.idCount), using: &generator)
            }
            var context = [UInt32](repeating: 0, count: model.contextLength)
            for word in history {
                var next = context
                var after = next.mutableSpan
                _ = model.step(from: context.span, by: word, to: &after)
                context = next
            }
            guard let other = histories.updateValue(history, forKey: context), other != history else { continue }
            shared += 1
            let (own, others) = (model.probabilities(after: history), model.probabilities(after: other))
            for (a, b) in zip(try #require(own), try #require(others)) { expectClose(a, b, 1e-12) }
        }
        #expect(shared > 100)
    }

    @Test(arguments: walked) func anyNumbersAreTakenForAContext(name: String) throws {
        let folder = try CorpusFolder()
        let line = try model(name, folder)
        let model = try #require(line.model as? BackoffModel)
        var generator = SeededGenerator(seed: 36)
        for _ in 0..<2000 {
            let context = (0..<model.contextLength).map { _ in
                Bool.random(using: &generator)
                    ? UInt32.random(in: 0...UInt32.max, using: &generator)
                    : UInt32.random(in: 0..<UInt32(model.shape.nodeCount), using: &generator)
            }
            var next = context
            var after = next.mutableSpan
            let step = model.step(
                from: context.span, by: UInt32.random(in: 0...UInt32.max, using: &generator), to: &after)
            #expect((1...model.shape.order).contains(step.ngramLength))
        }
    }

    @Test func aLineEndThatClosesASentenceIsNoPartOfIt() throws {
        let folder = try CorpusFolder()
        let scorer = try SentenceScorer(model("mkn:3", folder))
        func score(_ text: String) throws -> Double {
            let utf8 = Array(text.utf8)
            return try scorer.logProbability(of: utf8.span)
        }
        let whole = try score("a b c")
        for text in ["a b c\n", "a b c\r\n", "a\nb\r\nc", " a b\tc "] { #expect(try score(text) == whole) }
    }

    @Test func whatIsNoTextOrCannotBeAskedIsAnError() throws {
        let folder = try CorpusFolder()
        let scorer = try SentenceScorer(model("mkn:3", folder))
        for bytes: [UInt8] in [[0x61, 0xC3, 0x28], [0x61, 0, 0x62], Array("a </s> b".utf8)] {
            #expect(throws: TextError.self) { try scorer.logProbability(of: bytes.span) }
        }
        let sentence = Array("a b".utf8)
        #expect(try scorer.logProbability(of: sentence.span) < 0)
        let laplace = try SentenceScorer(model("laplace:2", folder))
        #expect(throws: SentenceError.needsBeginning("laplace:2")) {
            try laplace.logProbability(of: sentence.span, begins: false)
        }
    }
}
