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

    /// - Parameter prompt: read first; `<s>` is put before it.
    public init(
        of model: some LanguageModel, after prompt: [WordID], settings: SamplingSettings, generator: SeededGenerator
    ) {
        walk = model.makeWalk(after: [Marker.segmentStart] + prompt)
        self.settings = settings
        self.generator = generator
    }

    /// The next word, `</s>` where a segment ends; `nil` where the model gives nothing to draw from.
    public mutating func next() -> WordID? {
        guard let probabilities = walk.probabilities(),
            let word = settings.draw(from: probabilities, using: &generator)
        else { return nil }
        walk.append(word)
        return word
    }
}
