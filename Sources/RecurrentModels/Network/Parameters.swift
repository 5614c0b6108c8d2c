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
///     (of a feed-forward network with a window of N: D = N·E in layer 0, no recurrent, V·N for V in a one-hot table)
///     layer l:  input [D × G], recurrent [H × G], bias [1 × G], GRU: candidate bias [1 × H]
///     output [V × H], output bias [1 × V]
///     table: embedding [V × E], or with one-hot input the first layer's input weights [V × G]; none if tied
///
/// With an adaptive softmax of K tails the output is the head's, [V_0 + K × H] for the words before the first cutoff and
/// a logit for each tail, and tail i = 1 … K has, with H_i = H/4ⁱ,
///
///     projection [H × H_i], output [V_i × H_i], output bias [1 × V_i], if tied: input projection [H_i × E]
///
/// Rows of output and table are then words by rank of frequency, else by class.
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

    /// A cluster of rarer words, told apart by a softmax of their own on a projection of the states.
    package struct Tail: Sendable {
        /// Its words, as ranks.
        package var words: Range<Int>
        package var projection: ParameterTensor
        package var output: ParameterTensor
        package var bias: ParameterTensor
        /// From the word's vector to the width of the input, where input and output share the vectors.
        package var inputProjection: ParameterTensor?
    }

    package let architecture: NetworkArchitecture
    /// V, `<s>` not counted.
    package let vocabularySize: Int
    /// For each class its rank by frequency in train, with an adaptive softmax; empty where classes are ranks.
    package let ranks: [UInt32]
    package private(set) var tensors: [ParameterTensor] = []
    package private(set) var layers: [Layer] = []
    package let output: ParameterTensor
    package let outputBias: ParameterTensor
    /// V_0: the words of the head; V with a full softmax.
    package let headWords: Int
    package private(set) var tails: [Tail] = []
    package let table: ParameterTensor
    /// The scalars of the recurrent layers.
    package let layerRange: Range<Int>
    /// The scalars of everything but a table of its own.
    package let denseRange: Range<Int>
    package private(set) var count = 0

    /// - Parameter ranks: see the property.
    package init(_ architecture: NetworkArchitecture, vocabularySize: Int, ranks: [UInt32] = []) {
        precondition(ranks.isEmpty || ranks.count == vocabularySize, "a rank for each class")
        self.architecture = architecture
        self.vocabularySize = vocabularySize
        self.ranks = ranks
        let (hidden, gates) = (architecture.hidden, architecture.cell.gateCount * architecture.hidden)
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
            let width = l == 0 ? (architecture.embedding ?? 0) * architecture.inputsPerStep : hidden
            layers.append(
                Layer(
                    input: add(l == 0 && oneHot ? "" : "layer\(l).input", width, gates),
                    recurrent: add("layer\(l).recurrent", architecture.cell.hasState ? hidden : 0, gates),
                    bias: add("layer\(l).bias", 1, gates),
                    candidateBias: architecture.cell.hasCandidateBias ? add("layer\(l).candidate_bias", 1, hidden) : nil
                ))
        }
        layerRange = 0..<end
        let cutoffs = architecture.cutoffs ?? []
        headWords = cutoffs.first ?? vocabularySize
        output = add("output", headWords + cutoffs.count, hidden)
        outputBias = add("output_bias", 1, headWords + cutoffs.count)
        var tails: [Tail] = []
        for (i, first) in cutoffs.enumerated() {
            let words = first..<(i + 1 < cutoffs.count ? cutoffs[i + 1] : vocabularySize)
            let width = max(1, hidden >> (2 * (i + 1)))
            tails.append(
                Tail(
                    words: words, projection: add("tail\(i).projection", hidden, width),
                    output: add("tail\(i).output", words.count, width),
                    bias: add("tail\(i).output_bias", 1, words.count),
                    inputProjection: architecture.tied
                        ? add("tail\(i).input_projection", width, architecture.embedding ?? hidden) : nil))
        }
        self.tails = tails
        denseRange = 0..<end
        if architecture.tied {
            table = output
        } else {
            table =
                oneHot
                ? add("layer0.input", vocabularySize * architecture.inputsPerStep, gates)
                : add("embedding", vocabularySize, architecture.embedding ?? 0)
        }
        self.tensors = tensors.filter { $0.count > 0 }
        self.layers = layers
        count = end
    }

    /// The row of a class in output and table.
    package func rank(ofClass word: UInt32) -> UInt32 { ranks.isEmpty ? word : ranks[Int(word)] }

    /// The ranks that some events give to V classes: the most frequent first, of equals the lower class.
    package static func ranks(ofClasses size: Int, in events: [UInt32]) -> [UInt32] {
        var counts = [Int](repeating: 0, count: size)
        for event in events { counts[Int(event)] += 1 }
        var ranks = [UInt32](repeating: 0, count: size)
        for (rank, word) in (0..<size).sorted(by: { (counts[$1], $0) < (counts[$0], $1) }).enumerated() {
            ranks[word] = UInt32(rank)
        }
        return ranks
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
        let other = ParameterLayout(architecture, vocabularySize: layout.vocabularySize, ranks: layout.ranks)
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
            for i in tensor.range { buffer[i] = Scalar(bound * (2 * random.uniform() - 1)) }
        }
        let bound = 1 / Double(hidden).squareRoot()
        for layer in layout.layers {
            fill(layer.input, within: bound)
            fill(layer.recurrent, within: bound)
        }
        fill(layout.output, within: min(bound, 0.05))
        for tail in layout.tails {
            fill(tail.projection, within: bound)
            fill(tail.output, within: 0.05)
            // Each element of a word's vector keeps its variance.
            if let input = tail.inputProjection { fill(input, within: (3 / Double(input.rows)).squareRoot()) }
        }
        guard !layout.architecture.tied else { return }
        let wide = layout.vocabularySize < 1000 && layout.architecture.embedding != nil
        fill(layout.table, within: wide ? 3.0.squareRoot() : 0.1)
    }
}
