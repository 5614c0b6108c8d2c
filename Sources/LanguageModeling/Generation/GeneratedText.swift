public import Statistics
internal import Tokenization

/// Text drawn from a model word by word.
///
///     let text = GeneratedText(of: model, after: [], settings: SamplingSettings(), generator: SeededGenerator(seed: 1))
///     for word in text.prefix(50) { show(model.vocabulary.words[Int(word)]) }
public struct GeneratedText: Sequence, IteratorProtocol {
    private var walk: any ModelWalk
    private let settings: SamplingSettings
    private var generator: SeededGenerator
    /// The words that the text has, where that matters.
    private var seen: Set<WordID> = []
    /// Whether a segment begins: it does not end there, for no segment is empty.
    private var begins: Bool

    /// - Parameter prompt: read first, as the beginning of a segment; `<s>` is put before it where it has none.
    public init(
        of model: some LanguageModel, after prompt: [WordID], settings: SamplingSettings, generator: SeededGenerator
    ) {
        let isStarted = prompt.first == Marker.segmentStart
        walk = model.makeWalk(after: (isStarted ? [] : [Marker.segmentStart]) + prompt)
        self.settings = settings
        self.generator = generator
        if settings.repetitionPenalty != 1 { seen = Set(prompt).subtracting([Marker.segmentStart, Marker.segmentEnd]) }
        begins = prompt.last.map { $0 == Marker.segmentEnd || $0 == Marker.segmentStart } ?? true
    }

    /// The next word, `</s>` where a segment ends; `nil` where the model gives nothing to draw from.
    public mutating func next() -> WordID? {
        guard var probabilities = walk.probabilities() else { return nil }
        if begins { probabilities[Int(Marker.segmentEnd)] = 0 }
        guard let word = settings.draw(from: probabilities, after: seen, using: &generator) else { return nil }
        // A segment's end is no repetition.
        if settings.repetitionPenalty != 1, word != Marker.segmentEnd { seen.insert(word) }
        walk.append(word)
        begins = word == Marker.segmentEnd
        return word
    }
}
