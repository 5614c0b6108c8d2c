internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Testing

/// Ten steps of PyTorch's optimizers: see Fixtures/make_fixtures.py.
struct OptimizerFixture: Decodable, Sendable, CustomTestStringConvertible {
    struct Settings: Decodable {
        let optimizer: TrainingSettings.OptimizerKind
        let rate: Double
        let momentum: Double?
        let decay: Double?
        let clipNorm: Double?
        let clipValue: Double?

        private enum CodingKeys: String, CodingKey {
            case optimizer, rate, momentum, decay
            case clipNorm = "clip_norm"
            case clipValue = "clip_value"
        }
    }

    let name: String
    let settings: Settings
    let vocabulary: Int
    let embedding: Int
    let hidden: Int
    let batch: Int
    let steps: Int
    let weights: [String: [Double]]
    let inputs: [[UInt32]]
    let targets: [[UInt32]]
    let losses: [Double]
    let final: [String: [Double]]
    let averages: [String: [Double]]?

    var testDescription: String { name }

    static let all: [OptimizerFixture] = {
        let url = Bundle.module.url(forResource: "optimizers", withExtension: "json")!
        return try! JSONDecoder().decode([OptimizerFixture].self, from: Data(contentsOf: url))
    }()

    var layout: ParameterLayout {
        ParameterLayout(NetworkArchitecture(hidden: hidden, embedding: embedding), vocabularySize: vocabulary)
    }

    /// Losses, weights and their averages of ten steps of ours.
    func train<Scalar: MatrixScalar>(
        _: Scalar.Type, threads: Int
    ) -> (losses: [Double], weights: [Double], averages: [Double]?) {
        let parameters = Parameters<Scalar>(layout)
        parameters.buffer.values = torchValues(weights, layout: layout).map { Scalar($0) }
        let pool = ThreadPool(threads: threads)
        var training = TrainingSettings(
            optimizer: settings.optimizer, learningRate: settings.rate, momentum: settings.momentum ?? 0,
            weightDecay: settings.decay ?? 0)
        training.clipValue = settings.clipValue ?? 0
        let pass = GradientPass(parameters, sizes: .init(batch: batch, steps: steps), pool: pool)
        let optimizer = Optimizer<Scalar>(layout, settings: training, pool: pool)
        var losses: [Double] = []
        for (step, (inputs, targets)) in zip(inputs, targets).enumerated() {
            let minibatch = Minibatch(steps: steps, rows: batch, inputs: inputs, targets: targets, continues: false)
            losses.append(pass.run(minibatch) / Double(batch * steps))
            if let bound = settings.clipValue {
                #expect(optimizer.clip(pass.gradient, tableRows: pass.tableRows, to: bound))
            }
            let norm = optimizer.norm(of: pass.gradient, tableRows: pass.tableRows)
            if averages != nil && step == 1 { optimizer.beginAveraging() }
            optimizer.step(
                parameters, gradient: pass.gradient, tableRows: pass.tableRows,
                scale: settings.clipNorm.map { min(1, $0 / norm) } ?? 1, learningRate: settings.rate)
        }
        optimizer.average?.settle(with: parameters)
        return (
            losses, parameters.buffer.values.map { Double($0) }, optimizer.average?.mean.values.map { Double($0) }
        )
    }
}

@Test("Ten steps of every optimizer are PyTorch's", arguments: OptimizerFixture.all)
func torchOptimizers(_ fixture: OptimizerFixture) {
    func check(
        _ ours: (losses: [Double], weights: [Double], averages: [Double]?), tolerance: Double
    ) {
        for (loss, wanted) in zip(ours.losses, fixture.losses) { #expect(abs(loss - wanted) < tolerance) }
        for (weight, wanted) in zip(ours.weights, torchValues(fixture.final, layout: fixture.layout)) {
            #expect(abs(weight - wanted) < tolerance)
        }
        #expect((ours.averages == nil) == (fixture.averages == nil))
        if let averages = fixture.averages {
            for (average, wanted) in zip(ours.averages ?? [], torchValues(averages, layout: fixture.layout)) {
                #expect(abs(average - wanted) < tolerance)
            }
        }
    }
    // PyTorch adds 1e-6 to a norm before it divides by it, and SparseAdam's ε is not corrected for the first steps: where
    // a gradient is next to nothing that shows, in a hundredth of a step.
    let isSparse = fixture.vocabulary > 20
    let tolerance = isSparse ? 1e-3 : fixture.settings.clipNorm == nil ? 1e-8 : 1e-5
    check(fixture.train(Double.self, threads: 1), tolerance: tolerance)
    let (one, two) = (fixture.train(Float.self, threads: 1), fixture.train(Float.self, threads: 2))
    check(one, tolerance: max(1e-4, tolerance))
    #expect(one.weights == two.weights && one.averages == two.averages)
}

@Test(
    "What a step does not meet it does not move, and the mean over steps knows it all the same",
    arguments: TrainingSettings.OptimizerKind.allCases)
func sparseSteps(_ kind: TrainingSettings.OptimizerKind) {
    let layout = ParameterLayout(.init(hidden: 3, embedding: 4), vocabularySize: 50)
    let parameters = Parameters<Double>(layout)
    parameters.initialize(seed: 1)
    let pool = ThreadPool(threads: 2)
    var settings = TrainingSettings(optimizer: kind, learningRate: 0.1, weightDecay: 0.1)
    if kind == .sgd || kind == .asgd { settings.momentum = 0.5 }
    let optimizer = Optimizer<Double>(layout, settings: settings, pool: pool)
    let pass = GradientPass(parameters, sizes: .init(batch: 2, steps: 3), pool: pool)
    optimizer.beginAveraging()
    var sum = [Double](repeating: 0, count: layout.count)
    for step in 0..<12 {
        let before = parameters.buffer.values
        let words = (0..<6).map { UInt32((step % 3) * 6 + $0) }
        _ = pass.run(Minibatch(steps: 3, rows: 2, inputs: words, targets: words, continues: false))
        optimizer.step(
            parameters, gradient: pass.gradient, tableRows: pass.tableRows, scale: 1, learningRate: 0.1)
        let after = parameters.buffer.values
        for row in 0..<50 {
            let range = layout.table.offset + row * 4..<layout.table.offset + (row + 1) * 4
            #expect((before[range] == after[range]) == !words.contains(UInt32(row)))
        }
        for i in sum.indices { sum[i] += after[i] }
    }
    optimizer.average?.settle(with: parameters)
    let mean = optimizer.average?.mean.values ?? []
    for tensor in layout.tensors {
        for i in tensor.range { #expect(abs(mean[i] - sum[i] / 12) < 1e-12) }
    }
}

@Test("Averaging begins by the epoch named, or when valid has not got better for a while")
func averagingTrigger() {
    var settings = TrainingSettings(optimizer: .asgd)
    settings.averagePatience = 2
    #expect(!settings.beginsAveraging(after: [5, 4, 3, 2, 1]))
    // The third loss back from the last, and all before it: 3 is their least.
    #expect(!settings.beginsAveraging(after: [5, 4, 3.5, 2, 2.5, 3.4]))
    #expect(settings.beginsAveraging(after: [5, 4, 3, 2, 2.5, 3.4]))
    settings.averageFrom = 2
    #expect(!settings.beginsAveraging(after: [5]))
    #expect(settings.beginsAveraging(after: [5, 4]))
    settings.optimizer = .sgd
    #expect(!settings.beginsAveraging(after: [5, 4]))
}

@Test("Cutting elements to a value leaves what is no number, which the norm then tells of")
func clippedNaN() {
    let layout = ParameterLayout(NetworkArchitecture(hidden: 4, embedding: 3), vocabularySize: 12)
    let gradient = Parameters<Float>(layout)
    gradient.initialize(seed: 1)
    let optimizer = Optimizer<Float>(layout, settings: TrainingSettings(), pool: ThreadPool(threads: 1))
    let rows = Array(0..<12)
    _ = optimizer.clip(gradient, tableRows: rows, to: 0.01)
    #expect(gradient.buffer.values.allSatisfy { abs($0) <= 0.01 })
    gradient.buffer[5] = .nan
    _ = optimizer.clip(gradient, tableRows: rows, to: 0.01)
    #expect(optimizer.norm(of: gradient, tableRows: rows).isNaN)
}
