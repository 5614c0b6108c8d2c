package import LinearAlgebra
internal import Statistics

/// A tensor among a network's parameters.
package struct ParameterTensor: Sendable, Hashable {
    package let name: String
    package let rows: Int
    package let columns: Int
    package let offset: Int

    package var count: Int { rows * columns }
    package var range: Range<Int> { offset..<(offset + count) }
}

/// Where each tensor lies in one run of scalars.
///
///     G gates × H, D the width of a layer's input, V words, E embedding
///     layer l:  input [D × G], recurrent [H × G], bias [1 × G], GRU: candidate bias [1 × H]
///     output [V × H], output bias [1 × V]
///     table: embedding [V × E], or with one-hot input the first layer's input weights [V × G]; none if tied
///
/// The table is last: its gradient touches few rows, and they are updated apart.
package struct ParameterLayout: Sendable {
    package struct Layer: Sendable {
        package var input: ParameterTensor
        package var recurrent: ParameterTensor
        package var bias: ParameterTensor
        /// The bias inside the GRU's reset product.
        package var candidateBias: ParameterTensor?
    }

    package let architecture: NetworkArchitecture
    /// V, `<s>` not counted.
    package let vocabularySize: Int
    package private(set) var tensors: [ParameterTensor] = []
    package private(set) var layers: [Layer] = []
    package let output: ParameterTensor
    package let outputBias: ParameterTensor
    package let table: ParameterTensor
    /// The scalars of the recurrent layers.
    package let layerRange: Range<Int>
    /// The scalars of everything but a table of its own.
    package let denseRange: Range<Int>
    package private(set) var count = 0

    package init(_ architecture: NetworkArchitecture, vocabularySize: Int) {
        self.architecture = architecture
        self.vocabularySize = vocabularySize
        let (hidden, gates) = (architecture.hidden, architecture.gateCount * architecture.hidden)
        var tensors: [ParameterTensor] = []
        var end = 0
        func add(_ name: String, _ rows: Int, _ columns: Int) -> ParameterTensor {
            let tensor = ParameterTensor(name: name, rows: rows, columns: columns, offset: end)
            // Each tensor begins on a cache line.
            end = (end + rows * columns + 15) & ~15
            tensors.append(tensor)
            return tensor
        }
        let oneHot = architecture.embedding == nil
        var layers: [Layer] = []
        for l in 0..<architecture.layers {
            let width = l == 0 ? architecture.embedding ?? 0 : hidden
            layers.append(
                Layer(
                    input: add(l == 0 && oneHot ? "" : "layer\(l).input", width, gates),
                    recurrent: add("layer\(l).recurrent", hidden, gates), bias: add("layer\(l).bias", 1, gates),
                    candidateBias: architecture.cell == .gru ? add("layer\(l).candidate_bias", 1, hidden) : nil))
        }
        layerRange = 0..<end
        output = add("output", vocabularySize, hidden)
        outputBias = add("output_bias", 1, vocabularySize)
        denseRange = 0..<end
        if architecture.tied {
            table = output
        } else {
            table = add(oneHot ? "layer0.input" : "embedding", vocabularySize, architecture.embedding ?? gates)
        }
        self.tensors = tensors.filter { $0.count > 0 }
        self.layers = layers
        count = end
    }

    /// The same without memory for the table: what a shard needs that leaves the table's gradient to all together.
    package mutating func dropTable() {
        count = denseRange.count
    }

    /// How many numbers are learned.
    package var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }
}

/// A network's parameters, or their gradient: one run of scalars and windows on it.
package struct Parameters<Scalar: MatrixScalar>: Sendable {
    package let layout: ParameterLayout
    package let buffer: AlignedBuffer<Scalar>

    package init(_ layout: ParameterLayout) {
        self.layout = layout
        buffer = AlignedBuffer(count: layout.count)
    }

    private init(_ layout: ParameterLayout, sharing buffer: AlignedBuffer<Scalar>) {
        self.layout = layout
        self.buffer = buffer
    }

    /// The same scalars, not copied, for an architecture that differs in nothing but how it is used.
    func reinterpreted(as architecture: NetworkArchitecture) -> Parameters {
        let other = ParameterLayout(architecture, vocabularySize: layout.vocabularySize)
        precondition(other.tensors == layout.tensors, "an architecture of the same tensors")
        return Parameters(other, sharing: buffer)
    }

    /// Other scalars, not copied, in the same layout.
    func withScalars(of buffer: AlignedBuffer<Scalar>) -> Parameters {
        precondition(buffer.count == layout.count, "as many scalars as the layout has")
        return Parameters(layout, sharing: buffer)
    }

    package subscript(tensor: ParameterTensor) -> Matrix<Scalar> {
        Matrix(buffer, offset: tensor.offset, rows: tensor.rows, columns: tensor.columns)
    }

    package func copy(from other: Parameters) {
        precondition(buffer.count == other.buffer.count, "parameters of another layout")
        unsafe buffer.pointer.update(from: other.buffer.pointer, count: buffer.count)
    }

    /// Random weights: uniform in ±1/√H for the layers, in ±0.05 at most for the output, so that a new network is nearly
    /// indifferent between the words; biases zero.
    ///
    /// The table is uniform in ±√3 (variance 1) for few words, whose every row is soon learned: inputs that weak weights
    /// pass on let an LSTM count steps before it heeds them. Of many words most are rare and would keep the noise they
    /// began with: theirs are uniform in ±0.1.
    package func initialize(seed: UInt64) {
        let hidden = layout.architecture.hidden
        var random = SeededGenerator(seed: seed).fork(0)
        func fill(_ tensor: ParameterTensor, within bound: Double) {
            for i in tensor.range { unsafe buffer.pointer[i] = Scalar(bound * (2 * random.uniform() - 1)) }
        }
        let bound = 1 / Double(hidden).squareRoot()
        for layer in layout.layers {
            fill(layer.input, within: bound)
            fill(layer.recurrent, within: bound)
        }
        fill(layout.output, within: min(bound, 0.05))
        guard !layout.architecture.tied else { return }
        let wide = layout.vocabularySize < 1000 && layout.architecture.embedding != nil
        fill(layout.table, within: wide ? 3.0.squareRoot() : 0.1)
    }
}
