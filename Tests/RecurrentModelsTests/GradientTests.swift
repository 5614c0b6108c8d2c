internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing

/// A network as its gradient test sees it.
struct GradientCase: Sendable, CustomTestStringConvertible {
    var architecture: NetworkArchitecture
    var dropout = DropoutRates(0)
    var variational = false
    var batch = 3
    var steps = 5
    var vocabulary = 11

    var testDescription: String {
        let embedding = architecture.embedding.map { "embedding \($0)" } ?? "one-hot"
        return
            "\(architecture.cell.rawValue) \(architecture.activation.rawValue) × \(architecture.layers), \(embedding)"
            + (architecture.tied ? ", tied" : "") + (architecture.cutoffs.map { ", cutoffs \($0)" } ?? "")
            + (dropout == DropoutRates(0) ? "" : ", \(dropout)")
            + (variational ? " locked" : "") + ", state \(architecture.state.rawValue)"
            + ", batch \(batch), V \(vocabulary)"
    }

    static let all: [GradientCase] =
        NetworkArchitecture.Cell.allCases.flatMap { cell in
            [
                GradientCase(architecture: .init(cell: cell, hidden: 4, embedding: 3)),
                GradientCase(architecture: .init(cell: cell, hidden: 4)),
                GradientCase(architecture: .init(cell: cell, layers: 2, hidden: 4, embedding: 4, tied: true)),
                GradientCase(architecture: .init(cell: cell, layers: 2, hidden: 4, embedding: 3, state: .reset)),
                GradientCase(
                    architecture: .init(cell: cell, layers: 2, hidden: 4, embedding: 3), dropout: DropoutRates(0.4)),
                GradientCase(
                    architecture: .init(cell: cell, hidden: 4, embedding: 3), dropout: DropoutRates(0.4),
                    variational: true),
                GradientCase(
                    architecture: .init(cell: cell, layers: 2, hidden: 4, embedding: 3),
                    dropout: DropoutRates(embedding: 0.3, layers: 0, output: 0.5), variational: true),
                GradientCase(
                    architecture: .init(cell: cell, layers: 2, hidden: 4, embedding: 3),
                    dropout: DropoutRates(embedding: 0, layers: 0.3, output: 0)),
                // Shards, and words enough for slices of the vocabulary or too many to multiply the embedding.
                GradientCase(architecture: .init(cell: cell, hidden: 3, embedding: 2), batch: 17, steps: 2),
                GradientCase(architecture: .init(cell: cell, hidden: 3, embedding: 2), batch: 1, steps: 3),
                // Several blocks of rows.
                GradientCase(architecture: .init(cell: cell, hidden: 3, embedding: 2), batch: 9, steps: 40),
                GradientCase(
                    architecture: .init(cell: cell, hidden: 3, embedding: 2), batch: 16, steps: 2, vocabulary: 1030),
                GradientCase(
                    architecture: .init(cell: cell, hidden: 3, embedding: 3, tied: true), batch: 16, steps: 2,
                    vocabulary: 1030),
                // Adaptive softmax.
                GradientCase(architecture: .init(cell: cell, hidden: 8, embedding: 3, cutoffs: [4, 8])),
                GradientCase(architecture: .init(cell: cell, hidden: 8, cutoffs: [5])),
                GradientCase(
                    architecture: .init(cell: cell, layers: 2, hidden: 8, embedding: 8, tied: true, cutoffs: [4, 8])),
                GradientCase(
                    architecture: .init(cell: cell, hidden: 8, embedding: 8, tied: true, cutoffs: [4, 8]),
                    dropout: DropoutRates(0.4), batch: 17),
                GradientCase(
                    architecture: .init(cell: cell, hidden: 4, embedding: 3, state: .reset, cutoffs: [1030, 1040]),
                    batch: 17, steps: 2, vocabulary: 2080),
            ]
        } + [
            GradientCase(architecture: .init(activation: .relu, layers: 2, hidden: 4, embedding: 3)),
            GradientCase(
                architecture: .init(cell: .feedforward, activation: .relu, hidden: 4, embedding: 3, window: 1)),
            GradientCase(
                architecture: .init(cell: .feedforward, hidden: 4, state: .reset, window: 3), batch: 17, steps: 6),
        ]
}

func randomMinibatch(
    vocabulary: Int, batch: Int, steps: Int, continues: Bool = false, using random: inout SeededGenerator
) -> Minibatch {
    func words() -> [UInt32] {
        (0..<steps * batch).map { _ in UInt32.random(in: 0..<UInt32(vocabulary), using: &random) }
    }
    return Minibatch(steps: steps, rows: batch, inputs: words(), targets: words(), continues: continues)
}

/// With an adaptive softmax the words are ranked at random.
func layout(of test: GradientCase, using random: inout SeededGenerator) -> ParameterLayout {
    ParameterLayout(
        test.architecture, vocabularySize: test.vocabulary,
        ranks: test.architecture.cutoffs == nil
            ? [] : (0..<UInt32(test.vocabulary)).shuffled(using: &random))
}

/// The gradient of every parameter, the table's rows put to zero where no input met them.
func denseGradient<Scalar: MatrixScalar>(_ pass: GradientPass<Scalar>) -> [Scalar] {
    var values = pass.gradient.buffer.values
    let layout = pass.gradient.layout
    guard !layout.architecture.tied else { return values }
    let met = Set(pass.tableRows)
    for row in 0..<layout.table.rows where !met.contains(row) {
        for column in 0..<layout.table.columns { values[layout.table.offset + row * layout.table.columns + column] = 0 }
    }
    return values
}

@Test("The gradient of every tensor equals central differences", arguments: GradientCase.all)
func gradientEqualsCentralDifferences(_ test: GradientCase) throws {
    var random = SeededGenerator(seed: 7)
    let layout = layout(of: test, using: &random)
    let parameters = Parameters<Double>(layout)
    parameters.initialize(seed: 3)
    for tensor in layout.tensors {
        for i in tensor.range { parameters.buffer[i] += 0.6 * (random.uniform() - 0.5) }
    }
    let sizes = GradientPass<Double>.Sizes(
        batch: test.batch, steps: test.steps, dropout: test.dropout, variational: test.variational)
    let pool = ThreadPool(threads: 2)
    let minibatch = randomMinibatch(
        vocabulary: test.vocabulary, batch: test.batch, steps: test.steps, using: &random)
    let pass = GradientPass(parameters, sizes: sizes, pool: pool)
    _ = pass.run(minibatch)
    let gradient = denseGradient(pass)
    let count = Double(test.batch * test.steps)
    let step = 1e-5
    for tensor in layout.tensors {
        // A few entries of large tensors, all of small ones.
        let entries =
            tensor.count <= 40 ? Array(tensor.range) : (0..<25).map { _ in tensor.range.randomElement(using: &random)! }
        for i in entries {
            let value = parameters.buffer[i]
            parameters.buffer[i] = value + step
            let above = pass.run(minibatch)
            parameters.buffer[i] = value - step
            let below = pass.run(minibatch)
            parameters.buffer[i] = value
            let difference = (above - below) / (2 * step) / count
            let error = abs(difference - gradient[i])
            #expect(
                error <= 1e-6 * max(abs(difference), abs(gradient[i])) + 1e-9,
                "\(tensor.name)[\(i - tensor.offset)]: \(gradient[i]) against \(difference)")
        }
    }
}

@Test("Float and Double agree", arguments: GradientCase.all)
func floatAgreesWithDouble(_ test: GradientCase) {
    var random = SeededGenerator(seed: 11)
    let layout = layout(of: test, using: &random)
    let (single, double) = (Parameters<Float>(layout), Parameters<Double>(layout))
    double.initialize(seed: 5)
    single.buffer.values = double.buffer.values.map { Float($0) }
    double.buffer.values = single.buffer.values.map { Double($0) }
    let minibatch = randomMinibatch(
        vocabulary: test.vocabulary, batch: test.batch, steps: test.steps, using: &random)
    let pool = ThreadPool(threads: 1)
    let passes = (
        GradientPass(
            single,
            sizes: .init(batch: test.batch, steps: test.steps, dropout: test.dropout, variational: test.variational),
            pool: pool),
        GradientPass(
            double,
            sizes: .init(batch: test.batch, steps: test.steps, dropout: test.dropout, variational: test.variational),
            pool: pool)
    )
    for continues in [false, true] {
        var minibatch = minibatch
        minibatch.continues = continues
        let losses = (passes.0.run(minibatch), passes.1.run(minibatch))
        #expect(abs(losses.0 - losses.1) <= 1e-5 * losses.1)
        let largest = denseGradient(passes.1).reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(denseGradient(passes.0), denseGradient(passes.1)) {
            #expect(abs(Double(a) - b) <= 1e-5 * largest)
        }
    }
}

@Test(
    "The number of threads does not show in a gradient", arguments: NetworkArchitecture.Cell.allCases,
    [(12, nil), (1500, nil), (1500, [200, 300])] as [(Int, [Int]?)])
func threadsDoNotMatter(_ cell: NetworkArchitecture.Cell, _ output: (vocabulary: Int, cutoffs: [Int]?)) {
    var random = SeededGenerator(seed: 13)
    let vocabulary = output.vocabulary
    let layout = ParameterLayout(
        .init(
            cell: cell, layers: 2, hidden: 24, embedding: output.cutoffs == nil ? 16 : 24, tied: output.cutoffs != nil,
            cutoffs: output.cutoffs), vocabularySize: vocabulary)
    let parameters = Parameters<Float>(layout)
    parameters.initialize(seed: 5)
    let minibatch = randomMinibatch(vocabulary: vocabulary, batch: 37, steps: 9, using: &random)
    let results = [1, 2, 3].map { threads in
        let pass = GradientPass(
            parameters, sizes: .init(batch: 37, steps: 9), pool: ThreadPool(threads: threads))
        return (pass.run(minibatch), denseGradient(pass).map(\.bitPattern))
    }
    #expect(results[0].0 == results[1].0 && results[0].0 == results[2].0)
    #expect(results[0].1 == results[1].1 && results[0].1 == results[2].1)
}
