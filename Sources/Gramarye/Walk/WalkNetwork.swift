internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels

/// An Elman network of a few units that has learned nothing yet: small enough for all its numbers to be read.
///
///     V words, H = 4 units, one-hot input
///     W_xh [V × H]   W_hh [H × H]   b_h [1 × H]   W_hq [H × V]   b_q [1 × V]
struct WalkNetwork {
    static let architecture = NetworkArchitecture(cell: .elman, hidden: 4)

    let parameters: Parameters<Float>
    private var layout: ParameterLayout { parameters.layout }

    /// - Parameter vocabularySize: V.
    init(vocabularySize: Int, seed: UInt64) {
        parameters = Parameters(ParameterLayout(Self.architecture, vocabularySize: vocabularySize))
        parameters.initialize(seed: seed)
    }

    var units: Int { Self.architecture.hidden }
    /// V × H
    var inputWeights: Matrix<Float> { parameters[layout.table] }
    /// H × H
    var recurrentWeights: Matrix<Float> { parameters[layout.layers[0].recurrent] }
    /// 1 × H
    var bias: Matrix<Float> { parameters[layout.layers[0].bias] }

    /// The matrices by the names that they have in the equations, with their shapes there.
    var tensors: [(name: String, shape: String, tensor: ParameterTensor)] {
        let (v, h) = (layout.vocabularySize, units)
        return [
            ("W_xh", "\(v) × \(h)", layout.table), ("W_hh", "\(h) × \(h)", layout.layers[0].recurrent),
            ("b_h", "1 × \(h)", layout.layers[0].bias), ("W_hq", "\(h) × \(v)", layout.output),
            ("b_q", "1 × \(v)", layout.outputBias),
        ]
    }

    func model(_ vocabulary: ModelVocabulary) -> NetworkModel {
        NetworkModel(name: "the small network", vocabulary: vocabulary, parameters: parameters, threads: 1)
    }
}

extension Matrix where Scalar == Float {
    func row(ofValues row: Int) -> [Double] { (0..<columns).map { Double(self[row, $0]) } }
}
