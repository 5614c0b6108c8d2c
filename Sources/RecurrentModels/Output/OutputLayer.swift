internal import LinearAlgebra

/// −ln P of what follows the states, and its gradient: a softmax over all words, or an adaptive one.
///
/// Adaptive softmax (Grave, Joulin, Cissé, Grangier & Jégou 2017): the head knows the frequent words and a class for each
/// tail of rarer ones; a tail tells its words apart by a softmax on a narrower projection of the states,
///
///     P(w | h) = P_head(w | h), or for a word of tail i: P_head(i | h) · P_i(w | h P_i)
///
/// so only states before a rare word ever meet the many rare words. It is normalized exactly.
final class OutputLayer<Scalar: MatrixScalar>: @unchecked Sendable {
    private let layout: ParameterLayout
    private let head: SlicedSoftmax<Scalar>
    private let tails: [TailSoftmax<Scalar>]
    private var offsets: [Int] = []

    /// - Parameters:
    ///   - rows: the most states at once.
    ///   - slices: how many parts of the vocabulary can be worked on at once.
    ///   - blockRows, gradients: see `SlicedSoftmax`.
    ///   - precision: of the products that gradients are taken of; without gradients, and of
    ///     `logProbabilities` and `scores`, all are in single precision.
    init(
        _ layout: ParameterLayout, rows: Int, slices: Int, blockRows: Int? = nil, gradients: Bool = true,
        precision: ProductPrecision = .single
    ) {
        self.layout = layout
        head = SlicedSoftmax(
            words: layout.output.rows, hidden: layout.output.columns, rows: rows, slices: slices, blockRows: blockRows,
            gradients: gradients, precision: precision)
        tails = layout.tails.indices.map {
            TailSoftmax(
                layout, tail: $0, rows: rows, slices: slices, blockRows: blockRows, gradients: gradients,
                precision: precision)
        }
    }

    /// For each rank its place in the head.
    private func headTargets(_ targets: [UInt32]) -> [UInt32] {
        guard !tails.isEmpty else { return targets }
        return targets.map { target in
            guard target >= layout.headWords else { return target }
            return UInt32(layout.headWords + layout.tails.firstIndex { Int(target) < $0.words.upperBound }!)
        }
    }

    /// Σ −ln P of the targets, and the gradient of `weight` times it; that of the states is kept for
    /// `writeStateGradients`.
    ///
    /// - Parameters:
    ///   - states: in parts, n × H each.
    ///   - targets: ranks, for each part.
    ///   - gradient: that of all weights of the output layer is overwritten.
    func run(
        states: [Matrix<Scalar>], targets: [[UInt32]], weights: WeightViews<Scalar>, weight: Scalar,
        gradient: Parameters<Scalar>, pool: ThreadPool
    ) -> Double {
        offsets = [0]
        var loss = 0.0
        for (states, targets) in zip(states, targets) {
            let offset = offsets.last!
            loss += head.run(
                states: states, targets: headTargets(targets), offset: offset, weights: weights.head, weight: weight,
                gradient: gradient[layout.output], biasGradient: gradient[layout.outputBias],
                accumulating: offset > 0, pool: pool)
            offsets.append(offset + states.rows)
        }
        guard !tails.isEmpty else { return loss }
        pool.run(tasks: tails.count) { [self] i in
            tails[i].gather(states: states, targets: targets, weights: weights.tails[i])
        }
        for (i, tail) in tails.enumerated() {
            loss += tail.run(weights: weights.tails[i], weight: weight, gradient: gradient, pool: pool)
        }
        pool.run(tasks: tails.count) { [self] i in
            tails[i].finish(weights: weights.tails[i], gradient: gradient)
        }
        return loss
    }

    /// The gradient of the states of a part.
    func writeStateGradients(ofPart part: Int, into sum: Matrix<Scalar>) {
        head.writeStateGradients(offsets[part]..<offsets[part + 1], into: sum)
        for tail in tails { tail.addStateGradients(ofPart: part, to: sum) }
    }

    /// ln P of each target, a rank, after its state; no row's result depends on the rows beside it.
    func logProbabilities(
        states: Matrix<Scalar>, targets: [UInt32], weights: WeightViews<Scalar>, pool: ThreadPool
    ) -> [Double] {
        var result = head.logProbabilities(
            states: states, targets: headTargets(targets), weights: weights.head, pool: pool)
        for (i, tail) in tails.enumerated() {
            pool.run(tasks: 1) { _ in
                tail.gather(states: [states], targets: [targets], weights: weights.tails[i], rowsAlike: true)
            }
            for (row, logProbability) in tail.logProbabilities(weights: weights.tails[i], pool: pool) {
                result[row] += logProbability
            }
        }
        return result
    }

    /// The same, and the entropy of each distribution, in nats.
    /// - Precondition: there is no tail.
    func scores(
        states: Matrix<Scalar>, targets: [UInt32], weights: WeightViews<Scalar>, pool: ThreadPool
    ) -> [(logProbability: Double, entropy: Double)] {
        precondition(tails.isEmpty)
        return head.scores(states: states, targets: targets, weights: weights.head, pool: pool)
    }
}

/// The weights of a tail.
struct TailWeights<Scalar: MatrixScalar>: Sendable {
    /// V_i × H_i
    let softmax: SoftmaxWeights<Scalar>
    /// H × H_i
    let projection: Matrix<Scalar>
    /// H_i × E, if tied
    let inputProjection: Matrix<Scalar>?

    init(_ parameters: Parameters<Scalar>, _ tail: ParameterLayout.Tail) {
        softmax = SoftmaxWeights(weights: parameters[tail.output], bias: parameters[tail.bias])
        projection = parameters[tail.projection]
        inputProjection = tail.inputProjection.map { parameters[$0] }
    }
}

/// A tail of an adaptive softmax, on those rows whose target is one of its words.
private final class TailSoftmax<Scalar: MatrixScalar>: @unchecked Sendable {
    private let tail: ParameterLayout.Tail
    private let precision: ProductPrecision
    private let softmax: SlicedSoftmax<Scalar>
    private let states: Matrix<Scalar>
    private let projected: Matrix<Scalar>
    private let projectedGradient: Matrix<Scalar>?
    private let stateGradient: Matrix<Scalar>?
    /// Where each row stands among the states, and its target counted from the tail's first word.
    private var members: [(part: Int, row: Int)] = []
    private var targets: [UInt32] = []

    init(
        _ layout: ParameterLayout, tail index: Int, rows: Int, slices: Int, blockRows: Int?, gradients: Bool,
        precision: ProductPrecision
    ) {
        tail = layout.tails[index]
        self.precision = precision
        let (hidden, width) = (tail.projection.rows, tail.projection.columns)
        softmax = SlicedSoftmax(
            words: tail.words.count, hidden: width, rows: rows, slices: slices, blockRows: blockRows,
            gradients: gradients, precision: precision)
        states = Matrix(rows: rows, columns: hidden)
        projected = Matrix(rows: rows, columns: width)
        projectedGradient = gradients ? Matrix(rows: rows, columns: width) : nil
        stateGradient = gradients ? Matrix(rows: rows, columns: hidden) : nil
    }

    private func ofMembers(_ matrix: Matrix<Scalar>) -> Matrix<Scalar> { matrix.rows(0..<members.count) }

    /// Takes the rows whose target is here, and projects them.
    func gather(
        states parts: [Matrix<Scalar>], targets: [[UInt32]], weights: TailWeights<Scalar>, rowsAlike: Bool = false
    ) {
        members.removeAll(keepingCapacity: true)
        self.targets.removeAll(keepingCapacity: true)
        for (part, targets) in targets.enumerated() {
            for (row, target) in targets.enumerated() where tail.words.contains(Int(target)) {
                unsafe states.row(members.count).update(from: parts[part].row(row), count: states.columns)
                members.append((part, row))
                self.targets.append(target - UInt32(tail.words.lowerBound))
            }
        }
        if rowsAlike {
            multiplyRowsAlike(ofMembers(states), weights.projection, into: ofMembers(projected))
        } else {
            multiply(ofMembers(states), weights.projection, into: ofMembers(projected), precision: precision)
        }
    }

    func run(
        weights: TailWeights<Scalar>, weight: Scalar, gradient: Parameters<Scalar>, pool: ThreadPool
    ) -> Double {
        softmax.run(
            states: ofMembers(projected), targets: targets, offset: 0, weights: weights.softmax, weight: weight,
            gradient: gradient[tail.output], biasGradient: gradient[tail.bias], accumulating: false, pool: pool)
    }

    /// From the gradient of the projected states to those of the projection and of the states.
    func finish(weights: TailWeights<Scalar>, gradient: Parameters<Scalar>) {
        let projectedGradient = ofMembers(projectedGradient!)
        softmax.writeStateGradients(0..<members.count, into: projectedGradient)
        multiply(
            ofMembers(states), transposed: true, projectedGradient, into: gradient[tail.projection],
            precision: precision)
        multiply(
            projectedGradient, transposed: false, weights.projection, transposed: true,
            into: ofMembers(stateGradient!), precision: precision)
    }

    func addStateGradients(ofPart part: Int, to sum: Matrix<Scalar>) {
        for (i, member) in members.enumerated() where member.part == part {
            unsafe Scalar.addScaled(1, stateGradient!.row(i), to: sum.row(member.row), count: sum.columns)
        }
    }

    /// ln P_i of the members' targets, with their rows in the only part.
    func logProbabilities(weights: TailWeights<Scalar>, pool: ThreadPool) -> [(row: Int, value: Double)] {
        let values = softmax.logProbabilities(
            states: ofMembers(projected), targets: targets, weights: weights.softmax, pool: pool)
        return zip(members, values).map { ($0.row, $1) }
    }
}
