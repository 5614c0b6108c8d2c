public import Basics
internal import Counting
public import LanguageModeling
internal import RecurrentModels
internal import Storage
public import Tokenization

extension Corpus {
    /// An empty comparison on this corpus's splits.
    /// - Throws: `EmptySplitError` if a split has no events.
    public func comparison(in vocabulary: ModelVocabulary, judgedBy judge: Split = .test) throws -> Comparison {
        let valid = try events(of: .valid, in: vocabulary)
        let test = try events(of: judge, in: vocabulary)
        for (split, events) in [(.valid, valid), (judge, test)] where events.count == 0 {
            throw EmptySplitError(split: split, database: store.path)
        }
        return Comparison(vocabulary: vocabulary, valid: valid, test: test)
    }

    /// What of the text a comparison's models are looked at by.
    public func comparedText(train: EventStream, judgedBy judge: Split = .test) throws -> ComparedText {
        try store.holding {
            try ComparedText(train: train, typeCounts: typeCounts(of: .train), targets: store.tokens(of: judge).ids)
        }
    }

    /// The network that an interrupted comparison began to train, if there is one.
    public func networkInterruptedInComparison() throws -> String? {
        try store.models().first {
            $0.kind == SavedNetwork.kind
                && SavedNetwork.isInterruptedForComparison(metrics: $0.metrics, settings: $0.settings)
        }?.name
    }
}

/// The text behind a comparison, in memory.
public struct ComparedText: Sendable {
    /// In the comparison's vocabulary.
    let train: EventStream
    /// Of train, by the id of a type.
    let typeCounts: [Int]
    /// What is to be predicted, as types of the corpus.
    let targets: [TokenID]

    /// Where each model of a comparison wins: mean loss by how often train has the target, by the longest history
    /// that train has, and by position in the segment.
    ///
    /// Targets are counted as they are spelled: an event that is `<unk>` to the models counts by its own type.
    public func lossBreakdowns(of comparison: Comparison) -> [LossBreakdown] {
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

    /// Classes of events by how often train has the two words before them: where a history is frequent n-gram models
    /// know most, where it is rare others do.
    public func historyBuckets(of comparison: Comparison) -> EventBuckets {
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

    init(of train: EventStream, upTo length: Int) {
        tables = (1...length).map { countNgrams(in: train.words, order: $0, threads: availableThreads) }
    }

    /// For each event how many of the words before it train has in that order; `<s>` counts as one.
    func longestSeen(before stream: EventStream) -> [Int] {
        map(stream) { history in
            var longest = 0
            while longest < history.count, tables[longest].count(of: history.suffix(longest + 1)) > 0 { longest += 1 }
            return longest
        }
    }

    /// For each event how often train has all the words before it, as many as are counted.
    func counts(before stream: EventStream) -> [Int] {
        map(stream) { tables[$0.count - 1].count(of: $0[...]) }
    }

    /// - Parameter value: is told the words before an event within its segment, the longest counted, `<s>` first.
    private func map(_ stream: EventStream, _ value: ([WordID]) -> Int) -> [Int] {
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

/// A split that a command needs holds nothing.
public struct EmptySplitError: ExplainedError {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public let kind = ErrorKind.badData

    public init(split: Split, database: String) {
        fact = "the \(split.name) split of \(database) holds no tokens"
        cause = "The text is too short for its shares, or --shares gave this split nothing."
        remedy = "Add text (gram ingest \(database) FILE), or make the database anew with other --shares, as 8,1,1."
    }
}
