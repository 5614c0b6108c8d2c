internal import LanguageModeling
internal import TestSupport
internal import Tokenization

/// A corpus of the contract: words of one segment after the other.
struct Corpus: Sendable, CustomStringConvertible {
    let description: String
    let vocabulary: ModelVocabulary
    /// Segments, each ended by `</s>`.
    let words: [WordID]
    /// Other segments over the same vocabulary.
    let unseen: [WordID]

    init(_ description: String, _ segments: [[String]], minimumCount: Int = 1) {
        self.description = description
        var counts: [String: Int] = [:]
        for word in segments.joined() { counts[word, default: 0] += 1 }
        let kept = counts.keys.filter { counts[$0]! >= minimumCount }.sorted()
        let vocabulary = ModelVocabulary(words: kept, rule: .minimumCount(minimumCount))
        self.vocabulary = vocabulary
        words = segments.flatMap { $0.map { vocabulary.id(of: $0) } + [Marker.segmentEnd] }
        var generator = SeededGenerator(seed: 11)
        unseen =
            (0..<12).flatMap { _ in
                (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                    let id = WordID.random(in: 0..<WordID(vocabulary.idCount), using: &generator)
                    return id == Marker.segmentStart || id == Marker.segmentEnd ? Marker.unknown : id
                } + [Marker.segmentEnd]
            }
    }

    /// Every context of fewer words than the order that the corpus has, and some that it has not.
    func contexts(upTo order: Int) -> Set<[WordID]> {
        var contexts: Set<[WordID]> = [[], [Marker.segmentEnd], [Marker.unknown], [Marker.unknown, Marker.unknown]]
        for segment in (words + unseen).split(separator: Marker.segmentEnd) {
            let padded = [Marker.segmentStart] + segment
            for length in 1..<max(order, 2) {
                for start in padded.indices where start + length <= padded.count {
                    contexts.insert(Array(padded[start..<start + length]))
                }
            }
        }
        return contexts
    }

    static let all: [Corpus] = {
        var generator = SeededGenerator(seed: 3)
        let sentence = "the cat sat on the mat and the dog sat on the cat while the rain fell on the roof of the house"
        let words = (0..<24).map { _ in
            let all = sentence.split(separator: " ").map(String.init)
            let start = Int.random(in: 0..<12, using: &generator)
            return Array(all[start..<start + Int.random(in: 1...9, using: &generator)])
        }
        return [
            Corpus("words", words),
            Corpus("characters", [sentence.map { String($0) }]),
            Corpus("one token", [["a"]]),
            Corpus("one type", [["a", "a", "a", "a", "a"], ["a"]]),
            Corpus("all distinct", [(0..<30).map { "w\($0)" }]),
            Corpus("heavy unknown", words.map { $0 + ["x\($0.count)"] }, minimumCount: 6),
            Corpus("only unknown", [["a", "b", "c"], ["d", "e"]], minimumCount: 2),
            Corpus("empty segments", [[], [], ["a"]]),
        ]
    }()
}
