internal import Basics
internal import Counting
package import LanguageModeling
internal import Tokenization

/// The text behind a comparison, in memory.
package struct ComparedText: Sendable {
    /// In the comparison's vocabulary.
    let train: EncodedText
    /// Of train, by the id of a type.
    let typeCounts: [Int]
    /// What is to be predicted, as types of the corpus.
    let targets: [TokenID]

    /// Where each model of a comparison wins: mean loss by how often train has the target, by the longest history
    /// that train has, and by position in the segment.
    ///
    /// Targets are counted as they are spelled: an event that is `<unk>` to the models counts by its own type.
    package func lossBreakdowns(of comparison: Comparison) -> [LossBreakdown] {
        [
            LossBreakdown(
                of: comparison, by: "train_frequency", values: targets.map { typeCounts[Int($0)] },
                bounds: [0, 1, 2, 4, 8, 16, 64, 256, 1024, 4096]),
            LossBreakdown(
                of: comparison, by: "longest_history_seen",
                values: HistoryCounts(of: train, upTo: 4).longestSeen(before: comparison.test), bounds: [0, 1, 2, 3, 4]),
            LossBreakdown(
                of: comparison, by: "position", values: comparison.test.positions, bounds: [1, 2, 3, 5, 9, 17, 33, 65]),
        ]
    }

    /// Classes of events by how often train has the two words before them: after frequent histories n-gram models do
    /// best, after rare ones other models.
    package func historyBuckets(of comparison: Comparison) -> EventBuckets {
        let counts = HistoryCounts(of: train, upTo: 2)
        return EventBuckets(
            valid: counts.counts(before: comparison.valid), test: counts.counts(before: comparison.test),
            bounds: [0, 1, 2, 4, 8, 16, 64, 256, 1024])
    }
}

/// How often train has the words before an event.
private struct HistoryCounts {
    /// By order, from 1.
    private let tables: [NgramTable]

    init(of train: EncodedText, upTo length: Int) {
        tables = (1...length).map { countNgrams(in: train.words, order: $0, threads: availableThreads) }
    }

    /// For each event how many of the words before it train has in that order; `<s>` counts as one.
    func longestSeen(before stream: EncodedText) -> [Int] {
        map(stream) { history in
            var longest = 0
            while longest < history.count, tables[longest].count(of: history.suffix(longest + 1)) > 0 { longest += 1 }
            return longest
        }
    }

    /// For each event how often train has all the words before it, as many as are counted.
    func counts(before stream: EncodedText) -> [Int] {
        map(stream) { tables[$0.count - 1].count(of: $0[...]) }
    }

    /// - Parameter value: called with the words before an event within its segment, the longest counted, `<s>` first.
    private func map(_ stream: EncodedText, _ value: ([WordID]) -> Int) -> [Int] {
        var values: [Int] = []
        values.reserveCapacity(stream.count)
        var history = [Marker.segmentStart]
        for word in stream.words {
            values.append(value(history))
            if word == Marker.segmentEnd {
                history = [Marker.segmentStart]
            } else {
                if history.count == tables.count { history.removeFirst() }
                history.append(word)
            }
        }
        return values
    }
}
