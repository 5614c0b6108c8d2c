internal import Foundation

extension TrainingSettings {
    /// How the learning rate falls in the course of a training.
    public enum Schedule: Sendable, Hashable {
        case constant
        /// To a tenth, along half a cosine from the first epoch to the last.
        case cosine
        /// By a factor after each epoch that was no better on valid.
        case plateau(factor: Double)
        /// By a factor after every epoch from one on, counted from 1.
        case decay(factor: Double, from: Int)

        /// What it multiplies the rate by; what plateaus have done to it, `NetworkTraining` remembers.
        ///
        /// - Parameters:
        ///   - progress: the share of all epochs that is done, 0 … 1.
        ///   - epoch: counted from 1.
        func factor(progress: Double, epoch: Int) -> Double {
            switch self {
            case .constant, .plateau: 1
            case .cosine: 0.1 + 0.9 * 0.5 * (1 + cos(.pi * min(1, progress)))
            case .decay(let factor, let first): pow(factor, Double(max(0, epoch - first)))
            }
        }
    }

    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - progress: the share of all epochs that is done, 0 … 1.
    ///   - epoch: counted from 1.
    ///   - step: optimizer steps taken before.
    package func learningRate(progress: Double, epoch: Int, step: Int) -> Double {
        let warmth = step < warmUp ? Double(step + 1) / Double(warmUp) : 1
        return learningRate * schedule.factor(progress: progress, epoch: epoch) * warmth
    }
}
