internal import LinearAlgebra

/// How the first layer gets its input.
enum InputPath: Sendable {
    /// One-hot: rows of the first layer's weights are gathered, never multiplied.
    case oneHot
    /// Rows of the embedding are gathered and multiplied by the first layer's weights.
    case embedded
    /// Few words: the embedding as a whole is multiplied, and rows of the product gathered.
    case projected
    /// As embedded, but the vectors are shared with an adaptive softmax.
    case clustered

    /// - Parameter projecting: whether words are few enough for `projected`, where nothing else forbids it.
    init(_ layout: ParameterLayout, projecting: Bool) {
        let architecture = layout.architecture
        if architecture.embedding == nil {
            self = .oneHot
        } else if architecture.tied && !layout.tails.isEmpty {
            self = .clustered
        } else {
            self = projecting && architecture.window == nil ? .projected : .embedded
        }
    }
}

/// What is shared by all shards of a pass and changes with the weights alone.
final class WeightViews<Scalar: MatrixScalar>: @unchecked Sendable {
    let parameters: Parameters<Scalar>
    let layers: [LayerWeights<Scalar>]
    let transposed: [TransposedLayerWeights<Scalar>]
    /// The softmax over all words, or an adaptive one's head.
    let head: SoftmaxWeights<Scalar>
    let tails: [TailWeights<Scalar>]
    let inputPath: InputPath
    private let precision: ProductPrecision
    /// V × G: E W_x, for few words alone.
    let projection: Matrix<Scalar>?

    init(_ parameters: Parameters<Scalar>, inputPath: InputPath, precision: ProductPrecision = .single) {
        self.parameters = parameters
        self.inputPath = inputPath
        self.precision = precision
        let layout = parameters.layout
        layers = layout.layers.indices.map { LayerWeights(parameters, layer: $0) }
        transposed = layout.layers.map { TransposedLayerWeights($0) }
        head = SoftmaxWeights(weights: parameters[layout.output], bias: parameters[layout.outputBias])
        tails = layout.tails.map { TailWeights(parameters, $0) }
        if case .projected = inputPath {
            projection = Matrix(rows: layout.table.rows, columns: layout.layers[0].bias.columns)
        } else {
            projection = nil
        }
    }

    var table: Matrix<Scalar> { parameters[parameters.layout.table] }

    /// The table whose rows are the first layer's pre-activations, if there is one.
    var gatheredTable: Matrix<Scalar>? {
        switch inputPath {
        case .oneHot: table
        case .projected: projection
        case .embedded, .clustered: nil
        }
    }

    /// Brings what is derived from the weights up to date.
    func update(pool: ThreadPool) {
        let pieces = pool.threads * 2
        let layerCount = layers.count
        pool.run(tasks: pieces + layerCount) { [self] task in
            if task < layerCount {
                transposed[task].update(from: layers[task])
                if task == 0, let projection {
                    multiply(table, layers[0].input, into: projection, precision: precision)
                }
            } else {
                let piece = task - layerCount
                head.update(piece: piece, of: pieces)
                for tail in tails { tail.softmax.update(piece: piece, of: pieces) }
            }
        }
    }
}
