internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct PerplexityIntervalTests {
    /// a </s> again and again: segments of two events.
    private func stream(_ segments: Int) -> EncodedText {
        EncodedText(words: (0..<segments).flatMap { _ in [3, 2] }, characterCount: 2 * segments)
    }

    @Test func isTheTextbooksForEqualSegments() throws {
        // Losses of a segment are 1 and 3 nats in turn: the mean of an event is 1, the standard error of the mean of 200
        // segments √(200/199)·1/√200 a segment, half of that an event.
        let stream = stream(200)
        let scores = (0..<200).flatMap { [-0.5, $0 % 2 == 0 ? -0.5 : -2.5] }
        let interval = try #require(stream.perplexityInterval(scores, scope: .segment))
        let error = (200.0 / 199).squareRoot() / (200.0).squareRoot() / 2
        #expect(abs(log(interval.lowerBound) - (1 - 1.96 * error)) < 1e-12)
        #expect(abs(log(interval.upperBound) - (1 + 1.96 * error)) < 1e-12)
    }

    @Test func isNoneOfLittleTextOrOfWhatIsImpossible() {
        #expect(stream(9).perplexityInterval(Array(repeating: -1, count: 18), scope: .segment) == nil)
        var scores = Array(repeating: -1.0, count: 400)
        #expect(stream(200).perplexityInterval(scores, scope: .segment) == exp(1)...exp(1))
        scores[7] = -.infinity
        #expect(stream(200).perplexityInterval(scores, scope: .segment) == nil)
    }

    /// Of a hundred texts drawn from one source, about five intervals miss its mean.
    @Test func coversTheMeanAsOftenAsItSays() throws {
        var generator = SeededGenerator(seed: 7)
        let stream = stream(150)
        let covered = (0..<400).count { _ in
            let scores = (0..<300).map { _ in log(Double.random(in: 0.001..<1, using: &generator)) }
            // E ln U over 0.001…1
            let mean = (0.001 * (1 - log(0.001)) - 1) / 0.999
            return stream.perplexityInterval(scores, scope: .segment)!.contains(exp(-mean))
        }
        #expect((365...395).contains(covered), "\(covered) of 400")
    }
}
