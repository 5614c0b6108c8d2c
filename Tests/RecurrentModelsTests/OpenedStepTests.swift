internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing

/// Steps laid open, and an epoch as training cuts it.
@Suite struct OpenedStepTests {
    /// H_t = tanh(X_t W_xh + H_{t−1} W_hh + b_h), O_t = H_t W_hq + b_q, softmax, by plain sums.
    @Test func equalsPlainArithmetic() {
        let (size, hidden) = (9, 3)
        let model = network(.init(cell: .elman, hidden: hidden), vocabulary: size, seed: 4)
        let (layout, p) = (model.parameters.layout, model.parameters)
        var random = SeededGenerator(seed: 5)
        for tensor in [layout.layers[0].bias, layout.outputBias] {
            for i in tensor.range { p.buffer[i] = Float(random.uniform() - 0.5) }
        }
        let (table, recurrent, bias) = (p[layout.table], p[layout.layers[0].recurrent], p[layout.layers[0].bias])
        let (output, outputBias) = (p[layout.output], p[layout.outputBias])
        let pass = ForwardPass(p, pool: ThreadPool(threads: 1))
        let whole = ForwardPass(p, pool: ThreadPool(threads: 1))
        let events: [UInt32] = [4, 0, 8, 1, 4]
        var state = [Double](repeating: 0, count: hidden)
        var input = WordClass.segmentEnd
        for event in events {
            let before = state
            state = (0..<hidden).map { unit in
                let sum = (0..<hidden).reduce(Double(table[Int(input), unit] + bias[0, unit])) {
                    $0 + before[$1] * Double(recurrent[$1, unit])
                }
                return tanh(sum)
            }
            let outputs = (0..<size).map { word in
                (0..<hidden).reduce(Double(outputBias[0, word])) { $0 + state[$1] * Double(output[word, $1]) }
            }
            let sum = outputs.map { exp($0) }.reduce(0, +)
            let step = pass.openedStep(towards: event)
            #expect(zip(step.state, state).allSatisfy { abs($0 - $1) < 1e-6 })
            #expect(zip(step.outputs, outputs).allSatisfy { abs($0 - $1) < 1e-6 })
            #expect(zip(step.probabilities, outputs).allSatisfy { abs($0 - exp($1) / sum) < 1e-6 })
            let logProbability = whole.logProbabilities(of: [event])[0]
            #expect(abs(log(step.probabilities[Int(event)]) - logProbability) < 1e-6)
            input = event
        }
    }

    @Test(arguments: TrainingSettings.Sampling.allCases)
    func anEpochIsCutByItsSeedAndNumber(_ sampling: TrainingSettings.Sampling) {
        let events = (0..<500).map { UInt32($0) }
        let settings = TrainingSettings(batch: 3, steps: 7, sampling: sampling, seed: 2)
        func targets(_ settings: TrainingSettings, _ epoch: Int) -> [[UInt32]] {
            settings.minibatches(of: events, epoch: epoch).map(\.targets)
        }
        #expect(targets(settings, 0) == targets(settings, 0))
        var other = settings
        other.seed = 3
        let isDrawn = sampling != .sequential
        #expect((targets(settings, 0) != targets(settings, 1)) == isDrawn)
        #expect((targets(settings, 0) != targets(other, 0)) == isDrawn)
        // Of a stream shorter than the steps one minibatch of all of it.
        let short = Array(settings.minibatches(of: [5, 6], epoch: 0))
        #expect(short.count == 1 && Set(short[0].targets) == [5, 6])
    }

    @Test func clippingLeavesWhatIsShortEnough() {
        var settings = TrainingSettings(clipNorm: 2)
        #expect(settings.clippingFactor(ofNorm: 8) == 0.25)
        #expect(settings.clippingFactor(ofNorm: 2) == 1)
        #expect(settings.clippingFactor(ofNorm: 0) == 1)
        settings.clipNorm = 0
        #expect(settings.clippingFactor(ofNorm: 1e9) == 1)
    }
}
