internal import LanguageModeling
package import RecurrentModels
internal import Statistics
internal import Tokenization

extension Corpus {
    /// What a network writes as it is now, in a line: drawn at temperature 1, by the training's seed, after every epoch the same
    /// draws.
    package func sample(of training: NetworkTraining, length: Int) -> String {
        let model = training.currentModel(named: "")
        var written: [WordID] = []
        var tokens = 0
        let drawn = GeneratedText(
            of: model, after: [], settings: SamplingSettings(),
            generator: SeededGenerator(seed: training.settings.seed).fork(7))
        for word in drawn {
            if word != Marker.segmentEnd { tokens += 1 }
            written.append(word)
            if tokens == length { break }
        }
        if training.direction == .backward { written.reverse() }
        let words = written.map { $0 == Marker.segmentEnd ? "/" : model.vocabulary.words[Int($0)] }
        return tokenizer.text(of: words)
    }
}
