internal import Counting
public import LanguageModeling
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

    /// Where each model of a comparison wins: mean loss by how often train has the target, by the longest history
    /// that train has, and by position in the segment.
    public func lossBreakdowns(of comparison: Comparison) throws -> [LossBreakdown] {
        let train = try events(of: .train, in: comparison.vocabulary)
        var counts = [Int](repeating: 0, count: comparison.vocabulary.idCount)
        for word in train.words { counts[Int(word)] += 1 }
        return [
            LossBreakdown(
                of: comparison, by: "train_frequency", values: comparison.test.words.map { counts[Int($0)] },
                bounds: [0, 1, 2, 4, 8, 16, 64, 256, 1024]),
            LossBreakdown(
                of: comparison, by: "longest_history_seen",
                values: Self.longestHistories(of: comparison.test, in: train, upTo: 4), bounds: [0, 1, 2, 3, 4]),
            LossBreakdown(
                of: comparison, by: "position", values: comparison.test.positions, bounds: [0, 2, 3, 5, 9, 17, 33]),
        ]
    }

    /// For each event how many of the words before it, up to a length, train has in that order; `<s>` counts as one.
    private static func longestHistories(of stream: EventStream, in train: EventStream, upTo length: Int) -> [Int] {
        let tables = (1...length).map { countNgrams(in: train.words, order: $0, threads: availableThreads) }
        var histories: [Int] = []
        histories.reserveCapacity(stream.count)
        var history = [Marker.segmentStart]
        for word in stream.words {
            var longest = 0
            while longest < min(length, history.count),
                tables[longest].contains(history.suffix(longest + 1))
            { longest += 1 }
            histories.append(longest)
            history = word == Marker.segmentEnd ? [Marker.segmentStart] : Array((history + [word]).suffix(length))
        }
        return histories
    }
}

extension NgramTable {
    /// Whether the table holds an n-gram. Complexity: O(log n).
    fileprivate func contains(_ ngram: ArraySlice<TokenID>) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let row = ids[(middle * order)..<((middle + 1) * order)]
            if row.lexicographicallyPrecedes(ngram) { low = middle + 1 } else { high = middle }
        }
        return low < count && ids[(low * order)..<((low + 1) * order)].elementsEqual(ngram)
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
