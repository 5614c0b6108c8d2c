internal import Statistics

extension TrainingSettings {
    /// A stream as an epoch cuts it; what is drawn depends on the seed and the epoch alone.
    ///
    /// - Parameters:
    ///   - events: as classes; one at least.
    ///   - epoch: counted from 0.
    package func minibatches(of events: [UInt32], epoch: Int) -> AnyIterator<Minibatch> {
        var random = SeededGenerator(seed: seed).fork(1).fork(epoch)
        let steps = min(steps, events.count)
        return switch sampling {
        case .sequential:
            AnyIterator(Partition.sequential(events, batch: batch, steps: steps).makeIterator())
        case .random:
            AnyIterator(Partition.random(events, batch: batch, steps: steps, using: &random).makeIterator())
        case .variable:
            AnyIterator(Partition.variable(events, batch: batch, steps: steps, using: &random).makeIterator())
        }
    }

    /// min(1, θ/‖g‖): what clipping leaves of a gradient.
    ///
    /// - Parameter norm: ‖g‖.
    package func clippingFactor(ofNorm norm: Double) -> Double {
        clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1
    }
}
