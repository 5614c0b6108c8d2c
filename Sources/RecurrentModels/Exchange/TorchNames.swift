internal import LinearAlgebra

/// A network's weights under the names and in the shapes that PyTorch's modules have.
///
///     embedding.weight                V × E; none with one-hot input
///     rnn.weight_ih_l0, rnn.weight_hh_l0      G × D (D = E, of further layers H; V with one-hot input), G × H
///     rnn.bias_ih_l0, rnn.bias_hh_l0          G
///     output.weight, output.bias      V × H, V
///
/// Gates stand as in `nn.RNN`, `nn.GRU` (r, z, n) and `nn.LSTM` (i, f, g, o). The second bias is zero but for the GRU's
/// part inside the reset product; on import the two are added where the cell has one. Rows of words: `<unk>`, `</s>`,
/// then the others in the vocabulary's order. Weights that are tied are written twice.
enum TorchNames {
    /// Names and shapes of an architecture's tensors, in the order they are written.
    static func shapes(_ layout: ParameterLayout) -> [(name: String, shape: [Int])] {
        let (architecture, words) = (layout.architecture, layout.vocabularySize)
        let (hidden, gates) = (architecture.hidden, architecture.cell.gateCount * architecture.hidden)
        var shapes: [(String, [Int])] = []
        if let width = architecture.embedding { shapes.append(("embedding.weight", [words, width])) }
        for layer in 0..<architecture.layers {
            shapes += [
                ("rnn.weight_ih_l\(layer)", [gates, layer == 0 ? architecture.embedding ?? words : hidden]),
                ("rnn.weight_hh_l\(layer)", [gates, hidden]), ("rnn.bias_ih_l\(layer)", [gates]),
                ("rnn.bias_hh_l\(layer)", [gates]),
            ]
        }
        return shapes + [("output.weight", [words, hidden]), ("output.bias", [words])]
    }

    static func tensors(of parameters: Parameters<Float>) -> [Safetensors.Tensor] {
        let layout = parameters.layout
        let hidden = layout.architecture.hidden
        func values(_ tensor: ParameterTensor) -> [Float] { tensor.range.map { parameters.buffer[$0] } }
        func transposed(_ tensor: ParameterTensor) -> [Float] {
            let result = Matrix<Float>(rows: tensor.columns, columns: tensor.rows)
            result.transpose(from: parameters[tensor])
            return result.buffer.values
        }
        var all: [[Float]] = layout.architecture.embedding == nil ? [] : [values(layout.table)]
        for (number, layer) in layout.layers.enumerated() {
            let oneHot = number == 0 && layout.architecture.embedding == nil
            var second = [Float](repeating: 0, count: layer.bias.count)
            if let candidate = layer.candidateBias { second[(2 * hidden)...] = values(candidate)[...] }
            all += [transposed(oneHot ? layout.table : layer.input), transposed(layer.recurrent)]
            all += [values(layer.bias), second]
        }
        all += [values(layout.output), values(layout.outputBias)]
        return zip(shapes(layout), all).map { Safetensors.Tensor(name: $0.name, shape: $0.shape, values: $1) }
    }

    /// - Throws: `NetworkError.weights` where names or shapes are not those of the layout.
    static func parameters(
        _ layout: ParameterLayout, from tensors: [Safetensors.Tensor]
    ) throws(NetworkError) -> Parameters<Float> {
        let named = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
        let wanted = shapes(layout)
        let missing = wanted.map(\.name).filter { named[$0] == nil }
        let foreign = Set(named.keys).subtracting(wanted.map(\.name)).sorted()
        guard missing.isEmpty, foreign.isEmpty else {
            let facts = [
                missing.isEmpty ? nil : "lacks \(missing.prefix(3).joined(separator: ", "))",
                foreign.isEmpty ? nil : "has the foreign \(foreign.prefix(3).joined(separator: ", "))",
            ].compactMap { $0 }
            throw .otherModules("the file \(facts.joined(separator: " and "))")
        }
        for (name, shape) in wanted where named[name]!.shape != shape {
            throw .weights(
                "\(name) has the shape \(named[name]!.shape) where \(shape) belongs",
                "Import a network of the architecture that the file names.")
        }
        for tensor in tensors where !tensor.values.allSatisfy(\.isFinite) {
            throw .weights("\(tensor.name) holds numbers that are not finite", "Train it again.")
        }
        let parameters = Parameters<Float>(layout)
        let hidden = layout.architecture.hidden
        func set(_ tensor: ParameterTensor, to values: some Collection<Float>) {
            for (i, value) in zip(tensor.range, values) { parameters.buffer[i] = value }
        }
        func setTransposed(_ tensor: ParameterTensor, to values: [Float]) {
            for r in 0..<tensor.rows {
                for c in 0..<tensor.columns { parameters[tensor][r, c] = values[c * tensor.rows + r] }
            }
        }
        for (number, layer) in layout.layers.enumerated() {
            func values(_ kind: String) -> [Float] { named["rnn.\(kind)_l\(number)"]!.values }
            let oneHot = number == 0 && layout.architecture.embedding == nil
            setTransposed(oneHot ? layout.table : layer.input, to: values("weight_ih"))
            setTransposed(layer.recurrent, to: values("weight_hh"))
            var second = values("bias_hh")
            if let candidate = layer.candidateBias {
                set(candidate, to: second[(2 * hidden)...])
                for i in 2 * hidden..<3 * hidden { second[i] = 0 }
            }
            // Not added where there is nothing to add, so that −0 stays −0.
            set(layer.bias, to: zip(values("bias_ih"), second).map { $1 == 0 ? $0 : $0 + $1 })
        }
        set(layout.output, to: named["output.weight"]!.values)
        set(layout.outputBias, to: named["output.bias"]!.values)
        if layout.architecture.tied {
            guard named["embedding.weight"]!.values == named["output.weight"]!.values else {
                throw .weights(
                    "embedding.weight and output.weight differ in a network whose weights are tied",
                    "Give both the same values, or \"tied\": false in the metadata's architecture.")
            }
        } else if layout.architecture.embedding != nil {
            set(layout.table, to: named["embedding.weight"]!.values)
        }
        return parameters
    }

    /// The architecture that tensors without metadata have, their Elman cells taken for tanh; `nil` if they have none.
    static func architecture(of tensors: [Safetensors.Tensor]) -> NetworkArchitecture? {
        let named = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
        guard let recurrent = named["rnn.weight_hh_l0"]?.shape, recurrent.count == 2, recurrent[1] > 0,
            let cell = NetworkArchitecture.Cell.allCases.first(where: {
                recurrent[0].isMultiple(of: recurrent[1])
                    && $0.gateCount == recurrent[0] / recurrent[1]
            })
        else { return nil }
        let embedding = named["embedding.weight"]
        return NetworkArchitecture(
            cell: cell, layers: (0...).first { named["rnn.weight_hh_l\($0)"] == nil } ?? 1, hidden: recurrent[1],
            embedding: embedding?.shape.last,
            tied: embedding != nil && embedding?.values == named["output.weight"]?.values)
    }
}
