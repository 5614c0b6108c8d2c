internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct PerplexityIntervalTests {
    /// Documents of two segments, a </s> each: of four events.
    private func stream(_ documents: Int) -> EncodedText {
        EncodedText(
            words: (0..<2 * documents).flatMap { _ in [3, 2] }, documentStarts: (0..<documents).map { 4 * $0 },
            characterCount: 4 * documents)
    }

    @Test func isTheTextbooksForEqualDocuments() throws {
        // Losses of a document are 2 and 6 nats in turn: the mean of an event is 1, the standard error of the mean of 200
        // documents 2 √(200/199)/√200 a document, a quarter of that an event; t with 199 degrees of freedom is 1.97196.
        let stream = stream(200)
        let scores = (0..<200).flatMap { [-0.5, -0.5, -0.5, $0 % 2 == 0 ? -0.5 : -4.5] }
        let interval = try #require(stream.perplexityInterval(scores))
        #expect(interval.units.kind == .document && interval.units.count == 200)
        let error = 2 * (200.0 / 199).squareRoot() / (200.0).squareRoot() / 4
        #expect(abs(log(interval.range.lowerBound) - (1 - 1.97196 * error)) < 1e-6)
        #expect(abs(log(interval.range.upperBound) - (1 + 1.97196 * error)) < 1e-6)
    }

    @Test func isNoneOfLittleTextOrOfWhatIsImpossible() {
        #expect(stream(1).perplexityInterval(Array(repeating: -1, count: 4)) == nil)
        var scores = Array(repeating: -1.0, count: 800)
        #expect(stream(200).perplexityInterval(scores)?.range == exp(1)...exp(1))
        scores[7] = -.infinity
        #expect(stream(200).perplexityInterval(scores) == nil)
    }

    /// Few documents are cut in stretches, which grow with what neighbours have in common: independent losses leave them
    /// short, losses that go together for 500 events make them longer than that.
    @Test func stretchesGrowWithTheDependenceOfLosses() throws {
        var generator = SeededGenerator(seed: 3)
        let count = 40_000
        let text = EncodedText(words: (0..<count).map { $0 % 10 == 9 ? 2 : 3 }, characterCount: count)
        let independent = (0..<count).map { _ in -4 * generator.uniform() }
        var level = 0.0
        let dependent = (0..<count).map { event in
            if event % 500 == 0 { level = generator.uniform() }
            return -2 * (level + generator.uniform())
        }
        let short = try #require(text.perplexityInterval(independent)).units
        let long = try #require(text.perplexityInterval(dependent)).units
        #expect(short.kind == .stretch && long.kind == .stretch)
        #expect(short.eventsPerUnit < 500 && long.eventsPerUnit > 500, "\(short.count), \(long.count)")
    }

    /// Of a hundred texts drawn from one source, about five intervals miss its mean.
    @Test func coversTheMeanAsOftenAsItSays() throws {
        var generator = SeededGenerator(seed: 7)
        let stream = stream(75)
        let covered = (0..<400).count { _ in
            let scores = (0..<300).map { _ in log(Double.random(in: 0.001..<1, using: &generator)) }
            // E ln U over 0.001…1
            let mean = (0.001 * (1 - log(0.001)) - 1) / 0.999
            return stream.perplexityInterval(scores)!.range.contains(exp(-mean))
        }
        #expect((365...395).contains(covered), "\(covered) of 400")
    }
}
