package import LinearAlgebra
internal import Statistics

/// The mean of −ln P over a minibatch and its gradient, on several threads.
///
/// The batch is cut into shards and, if it is large, the vocabulary into slices, both in numbers that do not depend on
/// the threads; sums over shards and slices are taken in order. So the threads never show in the result.
package final class GradientPass<Scalar: MatrixScalar>: @unchecked Sendable {
    package let gradient: Parameters<Scalar>
    private let weights: WeightViews<Scalar>
    private let layout: ParameterLayout
    private let pool: ThreadPool
    private let seed: UInt64
    private let shards: [Shard<Scalar>]
    private var shardRows: [Range<Int>] = []
    /// Beyond the first shard, whose gradient is the whole's.
    private let shardGradients: [Parameters<Scalar>]
    private let slicesVocabulary: Bool
    /// With a sliced vocabulary the slices; else a slice of all words for each shard.
    private let slices: [SoftmaxSlice<Scalar>]
    /// For each slice, T·R × H for all shards: its part of the gradient of the outputs.
    private let sliceStateGradients: [Matrix<Scalar>]
    /// V × G: the gradient of the projection.
    private let projectionGradient: Matrix<Scalar>?
    private var shardLosses: [Double]
    /// The words met as input, each once, in order of first meeting: the rows of the table that have a gradient.
    package private(set) var tableRows: [Int] = []
    private var isMet: [Bool]

    package struct Sizes: Sendable {
        package var batch: Int
        package var steps: Int
        package var dropout: DropoutRates
        package var variational = false
        package var seed: UInt64 = 1

        package init(
            batch: Int, steps: Int, dropout: DropoutRates = DropoutRates(0), variational: Bool = false,
            seed: UInt64 = 1
        ) {
            self.batch = batch
            self.steps = steps
            self.dropout = dropout
            self.variational = variational
            self.seed = seed
        }
    }

    package init(_ parameters: Parameters<Scalar>, sizes: Sizes, pool: ThreadPool) {
        layout = parameters.layout
        self.pool = pool
        seed = sizes.seed
        let architecture = layout.architecture
        let vocabulary = layout.vocabularySize
        let shardCount = Self.shardCount(batch: sizes.batch)
        let path: InputPath
        if architecture.embedding == nil {
            path = .oneHot
        } else if sizes.dropout.embedding == 0 && vocabulary * 2 <= sizes.batch * sizes.steps {
            path = .projected
        } else {
            path = .embedded
        }
        weights = WeightViews(parameters, inputPath: path)
        let rows = (sizes.batch + shardCount - 1) / shardCount
        shards = (0..<shardCount).map { _ in
            Shard(
                architecture, rows: rows, steps: sizes.steps, dropout: sizes.dropout, variational: sizes.variational,
                inputPath: path)
        }
        gradient = Parameters(layout)
        slicesVocabulary = vocabulary >= 1024 && shardCount > 1
        var dense = layout
        dense.dropTable()
        shardGradients = (1..<max(1, shardCount)).map { [dense] _ in Parameters(dense) }
        if slicesVocabulary {
            let ranges = (0..<shardCount).map { vocabulary * $0 / shardCount..<vocabulary * ($0 + 1) / shardCount }
            let blockRows = SoftmaxSlice<Scalar>.blockRows(words: ranges[0].count, rows: rows * sizes.steps)
            slices = ranges.map { SoftmaxSlice(words: $0, blockRows: blockRows, hidden: architecture.hidden) }
            sliceStateGradients = ranges.map { _ in
                Matrix(rows: shardCount * rows * sizes.steps, columns: architecture.hidden)
            }
        } else {
            let blockRows = SoftmaxSlice<Scalar>.blockRows(words: vocabulary, rows: rows * sizes.steps)
            slices = (0..<shardCount).map { _ in
                SoftmaxSlice(words: 0..<vocabulary, blockRows: blockRows, hidden: architecture.hidden)
            }
            sliceStateGradients = []
        }
        projectionGradient = weights.projection.map { Matrix(rows: $0.rows, columns: $0.columns) }
        shardLosses = Array(repeating: 0, count: shardCount)
        isMet = Array(repeating: false, count: vocabulary)
    }

    /// So many that each keeps at least eight rows: the products lose little, and four threads can share a batch of 32.
    private static func shardCount(batch: Int) -> Int { max(1, min(4, batch / 8)) }

    /// - Returns: Σ −ln P over the minibatch's T·B targets, in nats. `gradient` holds that of its mean; the table's rows
    ///   are meant only where `tableRows` names them, unless the table is tied.
    package func run(_ minibatch: Minibatch) -> Double {
        let count = shards.count
        shardRows = (0..<count).map { minibatch.rows * $0 / count..<minibatch.rows * ($0 + 1) / count }
        let weight = 1 / Scalar(minibatch.steps * minibatch.rows)
        weights.update(pool: pool)
        pool.run(tasks: count) { [self] s in
            let shard = shards[s]
            shard.load(minibatch, rows: shardRows[s])
            shardLosses[s] = 0
            shard.forward(weights, random: SeededGenerator(seed: seed).fork(2).fork(minibatch.number).fork(s))
            if !slicesVocabulary {
                crossEntropy(ofShard: s, weight: weight)
                finish(shard: s)
            }
        }
        if slicesVocabulary {
            crossEntropyBySlices(weight: weight)
            pool.run(tasks: count) { [self] s in
                sumSliceGradients(shard: s)
                finish(shard: s)
            }
        }
        gatherTableRows()
        let reduced = slicesVocabulary ? layout.layerRange.count : layout.denseRange.count
        pool.run(tasks: pool.threads) { [self] task in reduceShards(share(of: reduced, task)) }
        pool.run(tasks: pool.threads) { [self] task in
            scatterInputGradients(columns: share(of: (projectionGradient ?? gradient[layout.table]).columns, task))
        }
        if let projectionGradient {
            let layer = layout.layers[0]
            pool.run(tasks: 2) { [self] task in
                if task == 0 {
                    multiply(
                        projectionGradient, weights.transposed[0].input, into: gradient[layout.table],
                        accumulating: layout.architecture.tied)
                } else {
                    multiply(weights.table, transposed: true, projectionGradient, into: gradient[layer.input])
                }
            }
            tableRows = Array(0..<layout.vocabularySize)
        }
        return shardLosses.reduce(0, +)
    }

    private func share(of count: Int, _ task: Int) -> Range<Int> {
        count * task / pool.threads..<count * (task + 1) / pool.threads
    }

    private func gradient(ofShard s: Int) -> Parameters<Scalar> { s == 0 ? gradient : shardGradients[s - 1] }

    private func finish(shard s: Int) {
        shards[s].backward(weights, gradient: gradient(ofShard: s))
        shards[s].carryState()
    }

    private func blocks(ofShard s: Int) -> [Range<Int>] {
        let count = shards[s].count
        return stride(from: 0, to: count, by: slices[0].blockRows).map {
            $0..<min($0 + slices[0].blockRows, count)
        }
    }

    // MARK: Few words: each shard sees the whole vocabulary

    private func crossEntropy(ofShard s: Int, weight: Scalar) {
        let (shard, slice, gradient) = (shards[s], slices[s], gradient(ofShard: s))
        if shard.count == 0 {
            gradient[layout.output].fill(with: 0)
            gradient[layout.outputBias].fill(with: 0)
        }
        for (number, block) in blocks(ofShard: s).enumerated() {
            let states = shard.outputs.rows(block)
            let targets = shard.targets[block]
            slice.forward(
                states: states, transposedWeights: weights.outputTransposed, bias: weights.outputBias,
                targets: targets)
            let loss = losses([slice], targets: targets)
            shardLosses[s] += loss
            slice.backward(
                scales: (0..<block.count).map { SoftmaxCombination.scale([slice], of: 0, row: $0) }, weight: weight,
                states: states, weights: weights.output, targets: targets,
                stateGradient: shard.outputGradients.rows(block), gradient: gradient[layout.output],
                biasGradient: gradient[layout.outputBias], accumulating: number > 0)
        }
    }

    private func losses(_ slices: [SoftmaxSlice<Scalar>], targets: ArraySlice<UInt32>) -> Double {
        var sum = 0.0
        for (row, target) in targets.enumerated() {
            sum -= SoftmaxCombination.logProbability(slices, row: row, target: target)
        }
        return sum
    }

    // MARK: Many words: all shards' rows pass through each slice

    private func crossEntropyBySlices(weight: Scalar) {
        var accumulating = false
        var offset = 0
        for (s, shard) in shards.enumerated() {
            for block in blocks(ofShard: s) {
                let targets = shard.targets[block]
                pool.run(tasks: slices.count) { [self] j in
                    slices[j].forward(
                        states: shards[s].outputs.rows(block), transposedWeights: weights.outputTransposed,
                        bias: weights.outputBias, targets: targets)
                }
                shardLosses[s] += losses(slices, targets: targets)
                pool.run(tasks: slices.count) { [self, offset, accumulating] j in
                    slices[j].backward(
                        scales: (0..<block.count).map { SoftmaxCombination.scale(slices, of: j, row: $0) },
                        weight: weight, states: shards[s].outputs.rows(block), weights: weights.output,
                        targets: targets,
                        stateGradient: sliceStateGradients[j].rows(
                            offset + block.lowerBound..<offset + block.upperBound),
                        gradient: gradient[layout.output], biasGradient: gradient[layout.outputBias],
                        accumulating: accumulating)
                }
                accumulating = true
            }
            offset += shard.count
        }
    }

    private func sumSliceGradients(shard s: Int) {
        let offset = shards[..<s].reduce(0) { $0 + $1.count }
        let rows = offset..<offset + shards[s].count
        let sum = shards[s].outputGradients
        sum.copy(from: sliceStateGradients[0].rows(rows))
        for part in sliceStateGradients.dropFirst() { sum.add(part.rows(rows)) }
    }

    // MARK: Sums over shards

    private func reduceShards(_ range: Range<Int>) {
        for other in shardGradients {
            unsafe Scalar.addScaled(
                1, other.buffer.pointer + range.lowerBound, to: gradient.buffer.pointer + range.lowerBound,
                count: range.count)
        }
    }

    private func gatherTableRows() {
        tableRows.removeAll(keepingCapacity: true)
        guard projectionGradient == nil else { return }
        for shard in shards {
            for word in shard.inputs where !isMet[Int(word)] {
                isMet[Int(word)] = true
                tableRows.append(Int(word))
            }
        }
        for word in tableRows { isMet[word] = false }
    }

    /// Adds the gradient of each input to its word's row, in some of the columns.
    private func scatterInputGradients(columns: Range<Int>) {
        let table = (projectionGradient ?? gradient[layout.table]).columns(columns)
        if projectionGradient != nil {
            table.fill(with: 0)
        } else if !layout.architecture.tied {
            for word in tableRows { unsafe table.row(word).update(repeating: 0, count: columns.count) }
        }
        for shard in shards {
            let gradients = shard.inputGradients.columns(columns)
            for (i, word) in shard.inputs.enumerated() {
                unsafe Scalar.addScaled(1, gradients.row(i), to: table.row(Int(word)), count: columns.count)
            }
        }
    }
}
