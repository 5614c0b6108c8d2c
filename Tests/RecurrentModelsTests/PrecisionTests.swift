internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing

private let isSupported = ProductPrecision.bfloat16.isSupported

private func settings(_ precision: TrainingSettings.Precision, epochs: Int = 4) -> TrainingSettings {
    var settings = TrainingSettings(batch: 8, steps: 10, epochs: epochs, schedule: .constant, dropout: 0.1)
    settings.precision = precision
    return settings
}

/// Wide enough for every kind of product to be one whose operands are rounded.
private let architecture = NetworkArchitecture(cell: .gru, layers: 2, hidden: 96, embedding: 80)

/// Words of a few kinds, one after the other: something to be learned.
private let (stream, vocabulary) = {
    let (_, vocabulary) = characters(rhyme)
    var random = SeededGenerator(seed: 3)
    var words: [UInt32] = [3]
    for _ in 1..<3000 {
        let next = words.last! * 7 % UInt32(vocabulary.size - 3) + 3
        words.append(random.uniform() < 0.6 ? next : UInt32.random(in: 3..<UInt32(vocabulary.size), using: &random))
    }
    words.append(2)
    return (EncodedText(words: words, characterCount: words.count), vocabulary)
}()

private func training(
    _ precision: TrainingSettings.Precision, epochs: Int = 4, threads: Int = 1
) throws -> NetworkTraining {
    try NetworkTraining(
        architecture, settings(precision, epochs: epochs), vocabulary: vocabulary, train: stream, valid: stream,
        threads: threads)
}

private func bytes(_ training: NetworkTraining) -> [[UInt8]] { training.savedModel().parts.map(\.bytes) }

@Test(
    "Training with products in bfloat16 goes as in single precision, but not with the same numbers",
    .enabled(if: isSupported))
func bfloat16GoesAsSingle() throws {
    let (single, rounded) = try (training(.single), training(.bf16))
    for (a, b) in try zip(run(single), run(rounded)) {
        #expect(abs(a.validLoss - b.validLoss) < 0.005 * a.validLoss)
        #expect(abs(a.trainLoss - b.trainLoss) < 0.005 * a.trainLoss)
        #expect(a.trainLoss != b.trainLoss)
    }
    #expect(rounded.epochs.last!.validLoss < 0.9 * rounded.epochs[0].validLoss)
    // What is judged is judged in single precision.
    let judged = rounded.model(named: "rounded").logProbabilities(of: stream).reduce(0, +) / Double(stream.count)
    #expect(abs(judged + rounded.epochs.map(\.validLoss).min()!) < 1e-12)
}

@Test("With products in bfloat16 the same seed gives the same bytes, whatever the threads", .enabled(if: isSupported))
func bfloat16Repeats() throws {
    let trainings = try [1, 1, 2].map { try training(.bf16, epochs: 2, threads: $0) }
    for training in trainings { _ = try run(training) }
    #expect(bytes(trainings[0]) == bytes(trainings[1]))
    #expect(bytes(trainings[0]) == bytes(trainings[2]))
}

@Test("A training with products in bfloat16 is resumed as if it had not stopped", .enabled(if: isSupported))
func bfloat16Resumes() throws {
    let (whole, begun) = try (training(.bf16, epochs: 4), training(.bf16, epochs: 2))
    _ = try (run(whole), run(begun))
    let saved = begun.savedModel()
    let resumed = try NetworkTraining(
        resuming: MemoryReader(saved: saved), vocabulary: vocabulary, train: stream,
        valid: stream, epochs: 4)
    #expect(resumed.settings.precision == .bf16)
    #expect(try timeless(run(resumed)) == timeless(whole.epochs))
    #expect(bytes(resumed) == bytes(whole))
}

@Test(
    "The gradient with products in bfloat16 is that in double precision but for the rounding",
    .enabled(if: isSupported),
    arguments: NetworkArchitecture.Cell.allCases.flatMap { cell in
        [
            // The embedding multiplied as a whole; a sliced softmax; an adaptive one that shares its word vectors.
            GradientCase(
                architecture: .init(cell: cell, layers: 2, hidden: 96, embedding: 72), batch: 16, steps: 20,
                vocabulary: 100),
            GradientCase(
                architecture: .init(cell: cell, hidden: 96, embedding: 72), batch: 16, steps: 20, vocabulary: 1100),
            GradientCase(
                architecture: .init(cell: cell, hidden: 288, embedding: 288, tied: true, cutoffs: [100]), batch: 16,
                steps: 20, vocabulary: 300),
        ]
    })
func bfloat16GradientIsNearDouble(_ test: GradientCase) {
    var random = SeededGenerator(seed: 12)
    let layout = layout(of: test, using: &random)
    let (single, double) = (Parameters<Float>(layout), Parameters<Double>(layout))
    single.initialize(seed: 5)
    double.buffer.values = single.buffer.values.map { Double($0) }
    let minibatch = randomMinibatch(
        vocabulary: test.vocabulary, batch: test.batch, steps: test.steps, using: &random)
    func gradient<Scalar: MatrixScalar>(
        _ parameters: Parameters<Scalar>, _ precision: ProductPrecision
    ) -> (loss: Double, values: [Double]) {
        let pass = GradientPass(
            parameters, sizes: .init(batch: test.batch, steps: test.steps, precision: precision),
            pool: ThreadPool(threads: 2))
        let loss = pass.run(minibatch)
        return (loss, denseGradient(pass).map { Double($0) })
    }
    let (wanted, found, exact) = (gradient(double, .single), gradient(single, .bfloat16), gradient(single, .single))
    #expect(abs(found.loss - wanted.loss) < 1e-3 * wanted.loss)
    for tensor in layout.tensors {
        func distance(_ values: [Double]) -> Double {
            let squares = tensor.range.map { i in
                ((values[i] - wanted.values[i]) * (values[i] - wanted.values[i]), wanted.values[i] * wanted.values[i])
            }
            return (squares.reduce(0) { $0 + $1.0 } / squares.reduce(0) { $0 + $1.1 }).squareRoot()
        }
        // Operands are rounded by 2⁻⁹ of their size at most; through two layers and twenty steps that adds up.
        #expect(distance(found.values) < 0.02, "\(tensor.name)")
        #expect(distance(exact.values) < 1e-4, "\(tensor.name)")
    }
    #expect(found.values != exact.values)
}

@Test("Where the processor has no products in bfloat16 the training is refused", .disabled(if: isSupported))
func bfloat16IsRefused() throws {
    #expect(throws: NetworkError.unsupported(.bf16)) { try training(.bf16) }
}

@Test("Settings saved before there was a precision are of single precision")
func precisionIsSaved() throws {
    let encoded = try JSONEncoder().encode(settings(.bf16))
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: encoded) == settings(.bf16))
    var object = try #require(try JSONSerialization.jsonObject(with: encoded) as? [String: Any])
    #expect(object.removeValue(forKey: "precision") as? String == "bf16")
    let older = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: older) == settings(.single))
}
