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
    private let precision: ProductPrecision
    private let shards: [Shard<Scalar>]
    private var shardRows: [Range<Int>] = []
    /// With few words, that of the output beyond the first shard, whose gradient is the whole's.
    private let outputGradients: [(weights: Matrix<Scalar>, bias: Matrix<Scalar>)]
    private let weightTasks: [(layer: Int, columns: Range<Int>)]
    /// What all shards' rows pass through together where the vocabulary is large enough to be sliced, or adaptive.
    private let outputLayer: OutputLayer<Scalar>?
    /// Otherwise all words, for each shard.
    private let slices: [SoftmaxSlice<Scalar>]
    /// V × G: the gradient of the projection.
    private let projectionGradient: Matrix<Scalar>?
    private let shardLosses: AlignedBuffer<Double>
    /// The rows met as input, each once, in order of first meeting: the rows of the table that have a gradient.
    package private(set) var tableRows: [Int] = []
    private var isMet: [Bool]

    package struct Sizes: Sendable {
        package var batch: Int
        package var steps: Int
        package var dropout: DropoutRates
        package var variational = false
        package var seed: UInt64 = 1
        /// Of the operands of products.
        package var precision = ProductPrecision.single

        package init(
            batch: Int, steps: Int, dropout: DropoutRates = DropoutRates(0), variational: Bool = false,
            seed: UInt64 = 1, precision: ProductPrecision = .single
        ) {
            self.batch = batch
            self.steps = steps
            self.dropout = dropout
            self.variational = variational
            self.seed = seed
            self.precision = precision
        }
    }

    package init(_ parameters: Parameters<Scalar>, sizes: Sizes, pool: ThreadPool) {
        layout = parameters.layout
        self.pool = pool
        seed = sizes.seed
        precision = sizes.precision
        let architecture = layout.architecture
        let vocabulary = layout.vocabularySize
        let shardCount = Self.shardCount(batch: sizes.batch)
        let path = InputPath(
            layout,
            projecting: sizes.dropout.embedding == 0 && vocabulary * 2 <= sizes.batch * sizes.steps)
        weights = WeightViews(parameters, inputPath: path, precision: precision)
        let rows = (sizes.batch + shardCount - 1) / shardCount
        shards = (0..<shardCount).map { [layout, precision] _ in
            Shard(
                layout, rows: rows, steps: sizes.steps, dropout: sizes.dropout, variational: sizes.variational,
                inputPath: path, precision: precision)
        }
        gradient = Parameters(layout)
        weightTasks = layout.layers.enumerated().flatMap { layer, tensors in
            let columns = tensors.bias.columns
            let pieces = columns >= 256 ? 4 : 1
            return (0..<pieces).map { (layer, columns * $0 / pieces..<columns * ($0 + 1) / pieces) }
        }
        if !layout.tails.isEmpty || vocabulary >= 1024 && shardCount > 1 {
            outputLayer = OutputLayer(
                layout, rows: shardCount * rows * sizes.steps, slices: shardCount, precision: precision)
            outputGradients = []
            slices = []
        } else {
            outputLayer = nil
            outputGradients = (1..<max(1, shardCount)).map { [layout] _ in
                (
                    Matrix(rows: layout.output.rows, columns: layout.output.columns),
                    Matrix(rows: 1, columns: layout.output.rows)
                )
            }
            let blockRows = SoftmaxSlice<Scalar>.blockRows(words: vocabulary, rows: rows * sizes.steps)
            slices = (0..<shardCount).map { [precision] _ in
                SoftmaxSlice(
                    words: 0..<vocabulary, blockRows: blockRows, hidden: architecture.hidden, precision: precision)
            }
        }
        projectionGradient = weights.projection.map { Matrix(rows: $0.rows, columns: $0.columns) }
        shardLosses = AlignedBuffer(count: shardCount)
        isMet = Array(repeating: false, count: layout.table.rows)
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
            if outputLayer == nil {
                crossEntropy(ofShard: s, weight: weight)
                shards[s].backward(weights)
            }
        }
        if let outputLayer {
            shardLosses[0] = outputLayer.run(
                states: shards.map(\.outputs), targets: shards.map(\.targets), weights: weights, weight: weight,
                gradient: gradient, pool: pool)
            pool.run(tasks: count) { [self] s in
                outputLayer.writeStateGradients(ofPart: s, into: shards[s].outputGradients)
                shards[s].backward(weights)
            }
        }
        gatherTableRows()
        // The output's gradient is whole before that of tied inputs is added.
        pool.run(tasks: weightTasks.count + 1) { [self] task in
            if task == 0 { sumSmallGradients() } else { writeWeightGradients(weightTasks[task - 1]) }
        }
        pool.run(tasks: pool.threads) { [self] task in scatterInputGradients(task) }
        if let projectionGradient {
            let layer = layout.layers[0]
            pool.run(tasks: 2) { [self] task in
                if task == 0 {
                    multiply(
                        projectionGradient, weights.transposed[0].input, into: gradient[layout.table],
                        accumulating: layout.architecture.tied, precision: precision)
                } else {
                    multiply(
                        weights.table, transposed: true, projectionGradient, into: gradient[layer.input],
                        precision: precision)
                }
            }
            tableRows = Array(0..<layout.vocabularySize)
        }
        for shard in shards { shard.carryState() }
        return shardLosses.values.reduce(0, +)
    }

    /// A task's share of a range.
    private func share(of range: Range<Int>, _ task: Int) -> Range<Int> {
        range.lowerBound + range.count * task / pool.threads..<range.lowerBound + range.count * (task + 1)
            / pool.threads
    }

    private func blocks(ofShard s: Int) -> [Range<Int>] {
        let count = shards[s].count
        return stride(from: 0, to: count, by: slices[0].blockRows).map {
            $0..<min($0 + slices[0].blockRows, count)
        }
    }

    // MARK: Few words: each shard sees the whole vocabulary

    private func crossEntropy(ofShard s: Int, weight: Scalar) {
        let (shard, slice) = (shards[s], slices[s])
        let gradient = s == 0 ? (gradient[layout.output], gradient[layout.outputBias]) : outputGradients[s - 1]
        if shard.count == 0 {
            gradient.0.fill(with: 0)
            gradient.1.fill(with: 0)
        }
        for (number, block) in blocks(ofShard: s).enumerated() {
            let states = shard.outputs.rows(block)
            let targets = shard.targets[block]
            slice.forward(
                states: states, transposedWeights: weights.head.transposed, bias: weights.head.bias,
                targets: targets)
            let loss = losses([slice], targets: targets)
            shardLosses[s] += loss
            slice.backward(
                scales: (0..<block.count).map { SoftmaxCombination.scale([slice], of: 0, row: $0) }, weight: weight,
                states: states, weights: weights.head.weights, targets: targets,
                stateGradient: shard.outputGradients.rows(block), gradient: gradient.0, biasGradient: gradient.1,
                accumulating: number > 0)
        }
    }

    private func losses(_ slices: [SoftmaxSlice<Scalar>], targets: ArraySlice<UInt32>) -> Double {
        var sum = 0.0
        for (row, target) in targets.enumerated() {
            sum -= SoftmaxCombination.logProbability(slices, row: row, target: target)
        }
        return sum
    }

    // MARK: Sums over shards

    /// Shard after shard into the same columns, so that no gradient of a layer is kept for each shard.
    private func writeWeightGradients(_ task: (layer: Int, columns: Range<Int>)) {
        for (s, shard) in shards.enumerated() {
            shard.writeWeightGradients(
                ofLayer: task.layer, columns: task.columns, to: gradient, accumulating: s > 0)
        }
    }

    private func sumSmallGradients() {
        for (s, shard) in shards.enumerated() { shard.writeProjectionGradients(to: gradient, accumulating: s > 0) }
        for part in outputGradients {
            gradient[layout.output].add(part.weights)
            gradient[layout.outputBias].add(part.bias)
        }
    }

    private func gatherTableRows() {
        tableRows.removeAll(keepingCapacity: true)
        guard projectionGradient == nil, !layout.architecture.tied else { return }
        for shard in shards {
            for word in shard.inputs where !isMet[Int(word)] {
                isMet[Int(word)] = true
                tableRows.append(Int(word))
            }
        }
        for word in tableRows { isMet[word] = false }
    }

    /// Adds the gradient of each input to its word's row, in a task's share of the columns.
    private func scatterInputGradients(_ task: Int) {
        if let projectionGradient {
            let columns = share(of: 0..<projectionGradient.columns, task)
            projectionGradient.columns(columns).fill(with: 0)
            for shard in shards { shard.scatterInputGradients(into: projectionGradient, columns: columns) }
        } else {
            if !layout.architecture.tied {
                let table = gradient[layout.table].columns(share(of: 0..<layout.table.columns, task))
                for word in tableRows { unsafe table.row(word).update(repeating: 0, count: table.columns) }
            }
            for shard in shards { shard.scatterInputGradients(into: gradient) { share(of: 0..<$0, task) } }
        }
    }
}
