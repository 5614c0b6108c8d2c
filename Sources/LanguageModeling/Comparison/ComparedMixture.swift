/// A linear mixture of rows of a comparison, its weights fitted on valid and frozen before test.
public struct ComparedMixture: Sendable {
    /// The rows that it mixes; `parts` are theirs, each once.
    public let rows: [ComparedModel]
    package let parts: [ScoredModel]
    /// Buckets × parts: a weight for each part; they sum to 1 in each bucket.
    package let weights: [[Double]]
    /// Events of valid by bucket.
    package let validEvents: [Int]
    public let valid: Evaluation
    public let test: Evaluation
    private let buckets: EventBuckets

    /// - Parameter buckets: classes of events that each have weights of their own; one alone for global weights.
    init(
        of rows: [ComparedModel], parts: [ScoredModel], in buckets: EventBuckets, valid: EncodedText, test: EncodedText
    ) {
        self.rows = rows
        self.parts = parts
        self.buckets = buckets
        let global = MixtureWeights(fittedTo: parts.map(\.valid)).weights
        let members = buckets.members(of: buckets.valid)
        validEvents = members.map(\.count)
        weights = members.map { events in
            // A handful of events would only be learned by heart.
            if buckets.labels.count == 1 || events.count < 100 { return global }
            return MixtureWeights(fittedTo: parts.map { part in events.map { part.valid[$0] } }).weights
        }
        self.valid = Evaluation(
            of: valid, logProbabilities: Self.mixed(parts.map(\.valid), weights, buckets.valid))
        self.test = Evaluation(of: test, logProbabilities: Self.mixed(parts.map(\.test), weights, buckets.test))
    }

    private static func mixed(_ scores: [[Double]], _ weights: [[Double]], _ buckets: [Int]) -> [Double] {
        let mixtures = weights.map { MixtureWeights(weights: $0) }
        return scores[0].indices.map { mixtures[buckets[$0]].logProbability(mixing: scores, at: $0) }
    }

    public var name: String { parts.map(\.name).joined(separator: "+") }
    /// Of its parts, which all read the same way.
    package var direction: ReadingDirection { parts[0].direction }
    package var contextScope: ContextScope { .widest(of: parts.map(\.contextScope)) }
    public var parameterCount: Int {
        weights.count * (parts.count - 1) + parts.reduce(0) { $0 + $1.parameterCount }
    }
    package var byteCount: Int { weights.count * (parts.count - 1) * 4 + parts.reduce(0) { $0 + $1.byteCount } }
    package var scoringSeconds: Double { parts.reduce(0) { $0 + $1.scoringSeconds } }

    /// `nil` if that of a part is not known.
    package var trainingSeconds: Double? {
        parts.reduce(0) { sum, part in sum.flatMap { sum in part.trainingSeconds.map { sum + $0 } } }
    }

    /// A mixture of the same rows with other scores of their parts, its weights fitted anew.
    func mixing(_ parts: [ScoredModel], valid: EncodedText, test: EncodedText) -> ComparedMixture {
        ComparedMixture(of: rows, parts: parts, in: buckets, valid: valid, test: test)
    }

    /// ln P of each test event.
    package var testLogProbabilities: [Double] { Self.mixed(parts.map(\.test), weights, buckets.test) }

    /// The row it mixes that predicts test best.
    package var bestRow: ComparedModel {
        rows.max { $0.test.reduce(0, +) < $1.test.reduce(0, +) } ?? rows[0]
    }

    /// The weight of each part, averaged over the events of valid.
    public var meanWeights: [Double] {
        let total = Double(validEvents.reduce(0, +))
        return parts.indices.map { part in
            zip(weights, validEvents).reduce(0) { $0 + $1.0[part] * Double($1.1) } / total
        }
    }
}

/// A class for each event of both streams, by something known before the event.
public struct EventBuckets: Sendable {
    public let labels: [String]
    /// The bucket of each event.
    public let valid: [Int]
    public let test: [Int]

    /// - Parameters:
    ///   - valid: a value for each event.
    ///   - bounds: the least value of each bucket, ascending; no value is less than the first.
    public init(valid: [Int], test: [Int], bounds: [Int]) {
        let groups = ValueGroups(bounds: bounds)
        labels = bounds.indices.map(groups.label)
        self.valid = valid.map(groups.group)
        self.test = test.map(groups.group)
    }

    /// All events in one.
    init(valid: EncodedText, test: EncodedText) {
        labels = ["all"]
        self.valid = [Int](repeating: 0, count: valid.count)
        self.test = [Int](repeating: 0, count: test.count)
    }

    fileprivate func members(of events: [Int]) -> [[Int]] {
        var members = labels.map { _ in [Int]() }
        for (event, bucket) in events.enumerated() { members[bucket].append(event) }
        return members
    }
}

/// Ranges of numbers.
struct ValueGroups {
    /// The least value of each group, ascending; no value is less than the first.
    let bounds: [Int]

    func group(of value: Int) -> Int { (bounds.firstIndex { $0 > value } ?? bounds.count) - 1 }

    /// `2–3`, `1,024+`.
    func label(_ group: Int) -> String {
        guard group + 1 < bounds.count else { return "\(bounds[group])+" }
        let last = bounds[group + 1] - 1
        return last == bounds[group] ? "\(last)" : "\(bounds[group])–\(last)"
    }
}
