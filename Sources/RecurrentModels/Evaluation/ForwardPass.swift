internal import Foundation
package import LinearAlgebra

/// A network's walk along one stream: exact, event after event, whatever the stretches.
///
/// The recurrent part takes one step an event; the output layer takes many events at once, slice by slice of the
/// vocabulary on several threads. No event's result depends on how many are asked for at once.
package final class ForwardPass<Scalar: MatrixScalar>: @unchecked Sendable {
    private static var stretch: Int { 288 }

    private let layout: ParameterLayout
    private let weights: WeightViews<Scalar>
    private let shard: Shard<Scalar>
    /// Made when it is first asked for.
    private lazy var outputLayer = OutputLayer<Scalar>(
        layout, rows: Self.stretch, slices: 4, blockRows: layout.vocabularySize > 8192 ? 96 : Self.stretch,
        gradients: false)
    private let pool: ThreadPool
    /// The word before the next event.
    private var lastWord = WordClass.segmentEnd
    private var atStart = true

    /// - Parameter parameters: of any thread's making, not changed while the pass is used, unless
    ///   `takeChangedParameters` follows.
    package init(_ parameters: Parameters<Scalar>, pool: ThreadPool) {
        layout = parameters.layout
        self.pool = pool
        let path = InputPath(layout, projecting: layout.vocabularySize <= 512)
        weights = WeightViews(parameters, inputPath: path)
        weights.update(pool: pool)
        shard = Shard(layout, rows: 1, steps: Self.stretch, inputPath: path)
    }

    /// A walk of its own that starts where `other` stands.
    package init(copyOf other: ForwardPass) {
        layout = other.layout
        weights = other.weights
        pool = other.pool
        shard = Shard(layout, rows: 1, steps: Self.stretch, inputPath: other.weights.inputPath)
        shard.copyState(from: other.shard)
        lastWord = other.lastWord
        atStart = other.atStart
    }

    /// To be called when the parameters have been changed: the walk goes on with the new ones, from the state it has.
    func takeChangedParameters() { weights.update(pool: pool) }

    private func advance(inputs: ArraySlice<UInt32>, targets: ArraySlice<UInt32>) {
        shard.load(
            Minibatch(
                steps: inputs.count, rows: 1, inputs: Array(inputs), targets: Array(targets), continues: !atStart),
            rows: 0..<1)
        atStart = false
        pool.run(tasks: 1) { [self] _ in shard.forward(weights, rowsAlike: true) }
    }

    /// Goes back to the beginning of a text.
    package func restart() {
        lastWord = WordClass.segmentEnd
        atStart = true
    }

    /// ln P(event | all before) for the next events, given as classes.
    package func logProbabilities(of events: [UInt32]) -> [Double] {
        stretches(of: events) { [self] states, targets in
            outputLayer.logProbabilities(states: states, targets: targets, weights: weights, pool: pool)
        }
    }

    /// The same, and the entropy of the distribution before each event, in nats.
    package func scores(of events: [UInt32]) -> [(logProbability: Double, entropy: Double)] {
        stretches(of: events) { [self] states, targets in
            if layout.tails.isEmpty {
                return outputLayer.scores(states: states, targets: targets, weights: weights, pool: pool)
            }
            // An adaptive softmax asks the tail of the target alone for a probability; an entropy takes all of them.
            return outputLayer.logProbabilities(states: states, targets: targets, weights: weights, pool: pool)
                .enumerated().map { row, logProbability in
                    let distribution = distribution(after: states.rows(row..<row + 1))
                    return (logProbability, -distribution.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 })
                }
        }
    }

    /// Goes through the next events in stretches.
    ///
    /// - Parameter result: is given the states before some events, and the events as ranks.
    private func stretches<Result>(
        of events: [UInt32], _ result: (Matrix<Scalar>, [UInt32]) -> [Result]
    ) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(events.count)
        var at = 0
        while at < events.count {
            let targets = events[at..<min(at + Self.stretch, events.count)]
            advance(inputs: ([lastWord] + targets.dropLast())[...], targets: targets)
            results += result(shard.outputs, shard.targets)
            shard.carryState()
            lastWord = targets.last!
            at = targets.endIndex
        }
        return results
    }

    /// Goes through the next events in stretches.
    ///
    /// - Parameter body: is given the last layer's states before some events, [events × H], and the events as classes.
    func forEachStretch(before events: [UInt32], _ body: (Matrix<Scalar>, [UInt32]) -> Void) {
        var at = 0
        let _: [Never] = stretches(of: events) { states, targets in
            body(states, Array(events[at..<at + targets.count]))
            at += targets.count
            return []
        }
    }

    /// Reads words without asking how likely they were.
    package func read(_ words: [UInt32]) {
        var at = 0
        while at < words.count {
            let next = words[at..<min(at + Self.stretch, words.count)]
            advance(inputs: ([lastWord] + next.dropLast())[...], targets: next)
            shard.carryState()
            lastWord = next.last!
            at = next.endIndex
        }
    }

    /// Takes one step and lays it open.
    ///
    /// - Parameter event: the class that follows, which the step after this one reads.
    /// - Precondition: one softmax over all words.
    package func openedStep(towards event: UInt32) -> OpenedStep {
        precondition(layout.tails.isEmpty, "clusters have no outputs of all words")
        advance(inputs: [lastWord], targets: [event])
        let outputs = logits(weights.head, after: shard.outputs)
        let step = OpenedStep(
            state: (0..<shard.outputs.columns).map { Double(shard.outputs[0, $0]) }, outputs: outputs.values,
            probabilities: outputs.probabilities)
        shard.carryState()
        lastWord = event
        return step
    }

    /// P of each class as the next event; the walk stays where it is.
    package func distribution() -> [Double] {
        let ahead = ForwardPass(copyOf: self)
        ahead.advance(inputs: [lastWord], targets: [lastWord])
        return distribution(after: ahead.shard.outputs)
    }

    /// - Parameter state: 1 × H
    private func distribution(after state: Matrix<Scalar>) -> [Double] {
        let (head, tails) = softmaxes(after: state)
        let shares = head.probabilities
        var byRank = Array(shares[..<layout.headWords])
        for (i, tail) in tails.enumerated() {
            let share = shares[layout.headWords + i]
            byRank += tail.probabilities.map { share * $0 }
        }
        guard !layout.ranks.isEmpty else { return byRank }
        return layout.ranks.map { byRank[Int($0)] }
    }

    /// The softmax over all words, or an adaptive one's head and tails.
    ///
    /// - Parameter state: 1 × H
    private func softmaxes(after state: Matrix<Scalar>) -> (head: Logits, tails: [Logits]) {
        let tails = weights.tails.map { tail in
            let projected = Matrix<Scalar>(rows: 1, columns: tail.projection.columns)
            multiply(state, tail.projection, into: projected)
            return logits(tail.softmax, after: projected)
        }
        return (logits(weights.head, after: state), tails)
    }

    private func logits(_ weights: SoftmaxWeights<Scalar>, after state: Matrix<Scalar>) -> Logits {
        let row = Matrix<Scalar>(rows: 1, columns: weights.bias.columns)
        multiply(state, weights.transposed, into: row)
        row.add(weights.bias)
        return Logits(row.buffer.values.map { Double($0) })
    }

    /// The next step with its numbers; the walk stays where it is.
    ///
    /// - Parameters:
    ///   - word: the class whose probability is told.
    ///   - likeliest: how many of the likeliest classes are.
    package func step(to word: UInt32, likeliest: Int) -> NetworkStep {
        let ahead = ForwardPass(copyOf: self)
        ahead.advance(inputs: [lastWord], targets: [lastWord])
        let state = ahead.shard.outputs
        let (head, tails) = softmaxes(after: state)
        func path(to word: UInt32) -> [NetworkStep.Softmax] {
            let rank = Int(layout.rank(ofClass: word))
            guard let tail = layout.tails.firstIndex(where: { $0.words.contains(rank) }) else {
                return [head.softmax(of: rank)]
            }
            return [
                head.softmax(of: layout.headWords + tail),
                tails[tail].softmax(of: rank - layout.tails[tail].words.lowerBound),
            ]
        }
        let distribution = distribution(after: state)
        let best = distribution.indices.sorted { (distribution[$1], $0) < (distribution[$0], $1) }.prefix(likeliest)
        // Rows that are read are ranks.
        let classes = layout.ranks.isEmpty ? [:] : Dictionary(uniqueKeysWithValues: zip(layout.ranks, UInt32(0)...))
        let size = UInt32(layout.vocabularySize)
        return NetworkStep(
            inputs: ahead.shard.inputs.map { row in
                // One-hot, each place in a window has rows of its own.
                let rank = layout.architecture.embedding == nil ? row % size : row
                return WordClass.word(of: classes[rank] ?? rank)
            },
            embeddings: ahead.shard.firstEmbeddings(weights), layers: ahead.shard.firstStep,
            softmaxes: path(to: word),
            likeliest: best.map {
                let softmaxes = path(to: UInt32($0))
                return NetworkStep.Candidate(word: WordClass.word(of: UInt32($0)), softmaxes: softmaxes)
            })
    }
}

/// The logits of a softmax after one state.
private struct Logits {
    let values: [Double]
    private let maximum: Double
    private let exponentials: [Double]
    /// Σ exp(z − m)
    private let sum: Double

    init(_ values: [Double]) {
        self.values = values
        let maximum = values.max()!
        self.maximum = maximum
        exponentials = values.map { exp($0 - maximum) }
        sum = exponentials.reduce(0, +)
    }

    var probabilities: [Double] { exponentials.map { $0 / sum } }

    func softmax(of place: Int) -> NetworkStep.Softmax {
        NetworkStep.Softmax(logit: values[place], maximum: maximum, sum: sum, size: values.count)
    }
}

/// What a step of a network computes, of one row.
package struct OpenedStep: Sendable {
    /// H_t of the last layer.
    package let state: [Double]
    /// O_t = H_t W_hq + b_q, by class.
    package let outputs: [Double]
    /// softmax(O_t)
    package let probabilities: [Double]
}
