internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// The search against one that writes every step out.
@Suite struct BeamSearchTests {
    private struct Kept {
        var words: [WordID]
        var score: Double
    }

    /// All continuations of all that is kept, sorted, cut.
    private func plain(_ model: any LanguageModel, _ prompt: [WordID], width: Int, length: Int) -> [Kept] {
        var (live, ended): ([Kept], [Kept]) = ([Kept(words: [], score: 0)], [])
        for _ in 0..<length {
            var all: [Kept] = []
            for text in live {
                let history = [Marker.segmentStart] + prompt + text.words
                guard let probabilities = model.probabilities(after: history) else { continue }
                for word in probabilities.indices where word > 1 && probabilities[word] > 0 {
                    if word == Int(Marker.segmentEnd), prompt.isEmpty, text.words.isEmpty { continue }
                    all.append(
                        Kept(words: text.words + [WordID(word)], score: text.score + log(probabilities[word])))
                }
            }
            all = Array(all.sorted { $0.score > $1.score }.prefix(width))
            let isEnded: (Kept) -> Bool = { $0.words.last == Marker.segmentEnd || $0.words.count == length }
            ended += all.filter(isEnded)
            live = all.filter { !isEnded($0) }
        }
        return Array(ended.sorted { $0.score > $1.score }.prefix(width))
    }

    @Test(arguments: ["mkn:3", "witten-bell:2", "laplace:2"], Corpus.all)
    func isThePlainSearch(method: String, corpus: Corpus) throws {
        let name = try NgramModelName(parsing: method)
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: name.order)
        let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
        let cache = CacheModel(vocabulary: corpus.vocabulary, capacity: 20)
        let mixture = try MixtureModel(
            [model, cache], fittedTo: EncodedText(words: corpus.words, characterCount: 1))
        for model in [model, mixture] as [any LanguageModel] {
            for prompt in [[], Array(corpus.words.prefix(2).filter { $0 > 2 })] as [[WordID]] {
                for (width, length) in [(1, 6), (2, 3), (5, 7)] {
                    let found = BeamSearch.texts(of: model, after: prompt, width: width, length: length)
                    let expected = plain(model, prompt, width: width, length: length)
                    #expect(found.count == expected.count)
                    for (text, plain) in zip(found, expected) {
                        #expect(abs(text.logProbability - plain.score) < 1e-9, "\(model.name) \(prompt) \(width)")
                        #expect(!text.words.dropLast().contains(Marker.segmentEnd) && text.words.count <= length)
                    }
                    #expect(zip(found, found.dropFirst()).allSatisfy { $0.logProbability >= $1.logProbability })
                }
            }
        }
    }

    /// One beam takes the likeliest word each time, as drawing at temperature 0 does, to the segment's end.
    @Test(arguments: Corpus.all) func oneBeamIsGreedy(corpus: Corpus) throws {
        let name = try NgramModelName(parsing: "mkn:3")
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: 3)
        let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
        let found = BeamSearch.texts(of: model, after: [], width: 1, length: 12)
        var greedy = GeneratedText(
            of: model, after: [], settings: SamplingSettings(temperature: 0), generator: SeededGenerator(seed: 1))
        var words: [WordID] = []
        while words.count < 12, words.last != Marker.segmentEnd, let word = greedy.next() { words.append(word) }
        #expect(found.map(\.words) == (words.isEmpty ? [] : [words]))
    }
}
