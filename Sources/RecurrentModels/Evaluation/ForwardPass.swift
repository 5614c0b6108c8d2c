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
            state: (0..<shard.outputs.columns).map { Double(shard.outputs[0, $0]) }, outputs: outputs,
            probabilities: Self.softmax(outputs))
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
        let head = Self.softmax(logits(weights.head, after: state))
        var byRank = Array(head[..<layout.headWords])
        for (i, tail) in weights.tails.enumerated() {
            let projected = Matrix<Scalar>(rows: 1, columns: tail.projection.columns)
            multiply(state, tail.projection, into: projected)
            let share = head[layout.headWords + i]
            byRank += Self.softmax(logits(tail.softmax, after: projected)).map { share * $0 }
        }
        guard !layout.ranks.isEmpty else { return byRank }
        return layout.ranks.map { byRank[Int($0)] }
    }

    private func logits(_ weights: SoftmaxWeights<Scalar>, after state: Matrix<Scalar>) -> [Double] {
        let row = Matrix<Scalar>(rows: 1, columns: weights.bias.columns)
        multiply(state, weights.transposed, into: row)
        row.add(weights.bias)
        return row.buffer.values.map { Double($0) }
    }

    private static func softmax(_ logits: [Double]) -> [Double] {
        let maximum = logits.max()!
        let exponentials = logits.map { exp($0 - maximum) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
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
