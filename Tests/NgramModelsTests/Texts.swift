internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Tokenization

/// A text as models see it: segments of words, mapped to ids of a vocabulary.
struct Text {
    let vocabulary: ModelVocabulary
    let words: [WordID]

    /// Segments by line, words by space; types seen less often than `minimumCount` are `<unk>`.
    init(_ text: String, minimumCount: Int = 1) {
        self.init(segments: text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }, minimumCount)
    }

    init(segments: [[String]], _ minimumCount: Int = 1) {
        var counts: [String: Int] = [:]
        var types: [String] = []
        for word in segments.joined() {
            if counts[word, default: 0] == 0 { types.append(word) }
            counts[word, default: 0] += 1
        }
        let kept = types.filter { counts[$0]! >= minimumCount }
        vocabulary = ModelVocabulary(words: kept, rule: .minimumCount(minimumCount))
        words = Self.map(segments, vocabulary)
    }

    /// Other segments in this text's vocabulary.
    func mapped(_ segments: [[String]]) -> [WordID] { Self.map(segments, vocabulary) }

    private static func map(_ segments: [[String]], _ vocabulary: ModelVocabulary) -> [WordID] {
        segments.flatMap { $0.map { vocabulary.id(of: $0) } + [Marker.segmentEnd] }
    }

    func model(_ name: String, heldOut: [WordID]? = nil) throws -> any LanguageModel {
        let name = try NgramModelName(parsing: name)
        let counts = try NgramCounts(of: words, idCount: vocabulary.idCount, order: name.order)
        return try name.estimate(from: counts, vocabulary: vocabulary, heldOut: heldOut ?? words)
    }

    /// Random segments over an alphabet whose letters get rarer.
    static func random(seed: UInt64, segments: Int, types: Int, longest: Int, minimumCount: Int = 1) -> Text {
        var generator = SeededGenerator(seed: seed)
        let lines = (0..<segments).map { _ in
            (0..<Int.random(in: 0...longest, using: &generator)).map { _ in
                let u = generator.uniform()
                return "w\(Int(u * u * Double(types)))"
            }
        }
        return Text(segments: lines, minimumCount)
    }
}

/// The Time Machine with everything but the letters A–Z a space, in lower case, without blank lines.
enum TimeMachine {
    static func lines() throws -> [[String]] {
        let text = try ReferenceData.text("corpora/time-machine.txt")
        return text.split(separator: "\n", omittingEmptySubsequences: true).compactMap { line in
            let words = line.lowercased().split { !("a"..."z").contains($0) }.map(String.init)
            return words.isEmpty ? nil : words
        }
    }
}
