internal import LanguageModeling
internal import TestSupport
internal import Testing

@Suite struct ReadingDirectionTests {
    /// Segments of random length, empty ones among them.
    private func stream(seed: UInt64) -> EncodedText {
        var generator = SeededGenerator(seed: seed)
        let words = (0..<40).flatMap { _ in
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                WordID.random(in: 3..<9, using: &generator)
            } + [2]
        }
        return EncodedText(words: words, documentStarts: [0], characterCount: words.count)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func twiceBackwardsIsForwards(seed: UInt64) {
        let stream = stream(seed: seed)
        let backward = stream.read(.backward)
        #expect(backward.words != stream.words)
        #expect(backward.read(.backward).words == stream.words)
        #expect(stream.read(.forward).words == stream.words)
        #expect(backward.segmentCount == stream.segmentCount && backward.characterCount == stream.characterCount)
        #expect(backward.words.sorted() == stream.words.sorted())
    }

    @Test func segmentsStayInTheirOrder() {
        let stream = EncodedText(words: [3, 4, 5, 2, 2, 6, 7, 2], characterCount: 8)
        #expect(stream.read(.backward).words == [5, 4, 3, 2, 2, 7, 6, 2])
    }
}
