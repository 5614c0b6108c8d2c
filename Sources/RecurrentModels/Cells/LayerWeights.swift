internal import LinearAlgebra

/// The weights of a layer, or their gradient.
struct LayerWeights<Scalar: MatrixScalar>: Sendable {
    /// D × G
    let input: Matrix<Scalar>
    /// H × G
    let recurrent: Matrix<Scalar>
    /// 1 × G
    let bias: Matrix<Scalar>
    /// 1 × H, GRU alone
    let candidateBias: Matrix<Scalar>?

    init(_ parameters: Parameters<Scalar>, layer: Int) {
        let tensors = parameters.layout.layers[layer]
        input = parameters[tensors.input]
        recurrent = parameters[tensors.recurrent]
        bias = parameters[tensors.bias]
        candidateBias = tensors.candidateBias.map { parameters[$0] }
    }
}

/// A layer's weights transposed: small products run far faster on these than on the originals read across.
struct TransposedLayerWeights<Scalar: MatrixScalar>: Sendable {
    /// G × D
    let input: Matrix<Scalar>
    /// G × H
    let recurrent: Matrix<Scalar>

    init(_ layer: ParameterLayout.Layer) {
        input = Matrix(rows: layer.input.columns, columns: layer.input.rows)
        recurrent = Matrix(rows: layer.recurrent.columns, columns: layer.recurrent.rows)
    }

    func update(from weights: LayerWeights<Scalar>) {
        input.transpose(from: weights.input)
        recurrent.transpose(from: weights.recurrent)
    }
}
