internal import Basics
internal import Foundation
internal import LanguageModeling
internal import Statistics
internal import Tokenization

/// How often the comparison of two models that are equally good finds them different at 5 %.
///
/// Their losses differ by noise and by what a stretch of text is about, which favours either model by the toss of a coin:
/// in expectation they are equal, and events of one stretch err together.
package struct ComparisonSimulation: Sendable {
    /// How a text hangs together.
    package enum Text: Sendable {
        /// Documents of a topic each, their lengths exponential.
        case documents(Int, meanLength: Double)
        /// One document whose topics follow each other, their lengths exponential.
        case long(events: Int, meanTopic: Double)

        package var name: String {
            switch self {
            case .documents(let count, let mean): "\(count) documents of \(Int(mean)) events on average"
            case .long(let events, let mean): "one of \(events) events, topics of \(Int(mean)) on average"
            }
        }
    }

    package let text: Text
    package let replicates: Int
    package private(set) var rejections = 0
    /// Intervals that hold 0.
    package private(set) var covered = 0
    package let units: Double

    /// - Parameter effect: by how much a topic shifts the difference of an event's losses, whose own noise is 1.
    package init(
        _ text: Text, effect: Double = 0.15, replicates: Int, resamples: Int = 999, seed: UInt64, threads: Int
    ) {
        self.text = text
        self.replicates = replicates
        let root = SeededGenerator(seed: seed)
        let found = parallelMap(replicates, threads: threads) { index in
            var generator = root.fork(index)
            return Self.significance(text, effect, resamples, &generator)
        }
        for one in found {
            guard let difference = one?.differences.first else { continue }
            if let p = difference.pValue, p <= 0.05 { rejections += 1 }
            if let interval = difference.interval, interval.contains(0) { covered += 1 }
        }
        units = found.reduce(0) { $0 + Double($1?.units.count ?? 0) } / Double(replicates)
    }

    private static func significance(
        _ text: Text, _ effect: Double, _ resamples: Int, _ generator: inout SeededGenerator
    ) -> Significance? {
        var (shifts, starts): ([Double], [Int]) = ([], [])
        func addTopic(_ mean: Double, atMost: Int = .max) {
            let length = min(atMost, 1 + Int(-mean * log(1 - generator.uniform())))
            let shift = generator.next() & 1 == 0 ? effect : -effect
            shifts += [Double](repeating: shift, count: length)
        }
        switch text {
        case .documents(let count, let mean):
            for _ in 0..<count {
                starts.append(shifts.count)
                addTopic(mean)
            }
        case .long(let events, let mean):
            starts = [0]
            while shifts.count < events { addTopic(mean, atMost: events - shifts.count) }
        }
        var scores: [[Double]] = [[], []]
        for shift in shifts {
            let common = -6 * log(1 - generator.uniform())
            let difference = shift + generator.normal()
            scores[0].append(-(common + difference / 2))
            scores[1].append(-(common - difference / 2))
        }
        // A segment each twenty events.
        let words = shifts.indices.map { event -> WordID in
            event % 20 == 19 || event == shifts.count - 1 ? Marker.segmentEnd : WordID(Marker.texts.count)
        }
        let vocabulary = ModelVocabulary(words: ["a"], rule: .minimumCount(1))
        let test = EncodedText(words: words, documentStarts: starts, characterCount: words.count)
        var comparison = Comparison(
            vocabulary: vocabulary, valid: EncodedText(words: [Marker.segmentEnd], characterCount: 1), test: test)
        for (index, scores) in scores.enumerated() {
            let model = WrittenModel(name: "model \(index)", vocabulary: vocabulary, scores: scores)
            do { try comparison.add(model) } catch { return nil }
        }
        return comparison.significance(resamples: resamples, seed: generator.next())
    }

    package static let header =
        "| text | units, on average | rejected at 5 % | intervals with the true difference |\n|---|---:|---:|---:|"

    package var row: String {
        func share(_ count: Int) -> String { String(format: "%.1f %%", 100 * Double(count) / Double(replicates)) }
        return "| \(text.name) | \(Int(units.rounded())) | \(share(rejections)) | \(share(covered)) |"
    }
}

/// A model whose ln P of each event of a test text is written down.
private struct WrittenModel: LanguageModel {
    let name: String
    let vocabulary: ModelVocabulary
    let scores: [Double]
    let contextScope = ContextScope.stream
    let parameterCount = 0

    func probabilities(after context: [WordID]) -> [Double]? { nil }
    func makeScorer() -> any Scorer { WrittenScorer(scores: scores) }
}

private struct WrittenScorer: Scorer {
    let scores: [Double]

    func logProbabilities(of events: Span<WordID>) -> [Double] {
        events.count == scores.count ? scores : [Double](repeating: -1, count: events.count)
    }
}
