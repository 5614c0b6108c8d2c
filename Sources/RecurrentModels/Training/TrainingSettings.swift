internal import Foundation
package import LinearAlgebra

/// How a network is trained.
public struct TrainingSettings: Sendable, Hashable {
    /// See `Optimizer`. `asgd` is sgd whose weights are averaged in the end (Merity, Keskar & Socher 2018).
    public enum OptimizerKind: String, Sendable, Codable, CaseIterable { case sgd, adam, adamw, asgd }

    /// How the stream is cut: in columns read side by side with the state carried over, in windows of equal or of
    /// variable length, or in shuffled subsequences.
    public enum Sampling: String, Sendable, Codable, CaseIterable { case sequential, random, variable }

    /// What the operands of the large products of training are rounded to: nothing, or bfloat16. Weights, gradients, losses and
    /// all sums are in single precision either way, and so is what is judged.
    public enum Precision: String, Sendable, Codable, CaseIterable { case single, bf16 }

    public var optimizer: OptimizerKind
    public var learningRate: Double
    /// The gradient is shortened to this norm where it is longer; 0 leaves it as it is.
    public var clipNorm: Double
    /// Elements of the gradient are cut to this size, before its norm is taken; 0 leaves them as they are.
    public var clipValue = 0.0
    /// B: streams read side by side.
    public var batch: Int
    /// T: steps the gradient goes back.
    public var steps: Int
    public var sampling: Sampling
    public var epochs: Int
    /// Epochs without a better valid perplexity after which training ends; `nil`: it runs through all epochs.
    public var patience: Int?
    /// The learning rate is multiplied by this after each epoch that was no better on valid; 1 leaves it.
    public var plateauFactor: Double
    /// The learning rate is multiplied by this after every epoch from `decayFrom` on; 1 leaves it.
    public var decayFactor = 1.0
    public var decayFrom = 1
    /// Whether the rate falls to a tenth along half a cosine from the first epoch to the last.
    public var cosine: Bool
    /// Optimizer steps in which the rate rises from nothing to its full.
    public var warmUp = 0
    /// The share of each layer's outputs that is dropped.
    public var dropout: Double
    /// The share of the embeddings' elements that is dropped; `nil`: as `dropout`.
    public var embeddingDropout: Double?
    /// The share of the last layer's outputs that is dropped; `nil`: as `dropout`.
    public var outputDropout: Double?
    /// One dropout mask for all steps of a subsequence.
    public var variational: Bool
    public var momentum: Double
    /// λ: see `Optimizer` for what it means to each.
    public var weightDecay: Double
    /// The epoch after which asgd averages; `nil`: after the first that is no better on valid than the best was
    /// `averagePatience` epochs before.
    public var averageFrom: Int?
    public var averagePatience = 5
    public var precision = Precision.single
    public var seed: UInt64

    public init(
        optimizer: OptimizerKind = .adam, learningRate: Double? = nil, clipNorm: Double = 1, batch: Int = 32,
        steps: Int = 35, sampling: Sampling = .sequential, epochs: Int = 10, patience: Int? = nil,
        plateauFactor: Double = 1, cosine: Bool = false, dropout: Double = 0, variational: Bool = false,
        momentum: Double = 0, weightDecay: Double = 0, seed: UInt64 = 1
    ) {
        self.optimizer = optimizer
        self.learningRate = learningRate ?? optimizer.defaultLearningRate
        self.clipNorm = clipNorm
        self.batch = batch
        self.steps = steps
        self.sampling = sampling
        self.epochs = epochs
        self.patience = patience
        self.plateauFactor = plateauFactor
        self.cosine = cosine
        self.dropout = dropout
        self.variational = variational
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.seed = seed
    }

    package var dropoutRates: DropoutRates {
        DropoutRates(embedding: embeddingDropout ?? dropout, layers: dropout, output: outputDropout ?? dropout)
    }
}

extension TrainingSettings.OptimizerKind {
    /// The rate that serves most texts.
    public var defaultLearningRate: Double {
        switch self {
        case .sgd, .asgd: 1
        case .adam, .adamw: 0.002
        }
    }
}

extension TrainingSettings.Precision {
    /// Whether training in it is faster on this processor than in single precision.
    public var isFaster: Bool { ofProducts.isFaster }

    package var ofProducts: ProductPrecision {
        switch self {
        case .single: .single
        case .bf16: .bfloat16
        }
    }
}

extension TrainingSettings {
    /// The learning rate of a step.
    ///
    /// - Parameters:
    ///   - progress: the share of all epochs that is done, 0 … 1.
    ///   - epoch: counted from 1.
    ///   - step: optimizer steps taken before.
    package func learningRate(progress: Double, epoch: Int, step: Int) -> Double {
        var rate = learningRate
        if cosine { rate *= 0.1 + 0.9 * 0.5 * (1 + cos(.pi * min(1, progress))) }
        if decayFactor < 1 { rate *= pow(decayFactor, Double(max(0, epoch - decayFrom))) }
        if step < warmUp { rate *= Double(step + 1) / Double(warmUp) }
        return rate
    }

    /// Whether asgd begins to average after an epoch.
    ///
    /// - Parameter losses: on valid, of all epochs so far, the one that just ended last.
    package func beginsAveraging(after losses: [Double]) -> Bool {
        guard optimizer == .asgd, let loss = losses.last else { return false }
        if let averageFrom { return losses.count >= averageFrom }
        let earlier = losses.dropLast()
        return earlier.count > averagePatience && loss > earlier.dropLast(averagePatience).min()!
    }
}

extension TrainingSettings: Codable {
    private enum CodingKeys: String, CodingKey {
        case optimizer
        case learningRate = "learning_rate"
        case clipNorm = "clip_norm"
        case clipValue = "clip_value"
        case batch
        case steps
        case sampling
        case epochs
        case patience
        case plateauFactor = "plateau_factor"
        case decayFactor = "decay_factor"
        case decayFrom = "decay_from"
        case cosine
        case warmUp = "warm_up"
        case dropout
        case embeddingDropout = "embedding_dropout"
        case outputDropout = "output_dropout"
        case variational
        case momentum
        case weightDecay = "weight_decay"
        case averageFrom = "average_from"
        case averagePatience = "average_patience"
        case precision
        case seed
    }

    /// What a network was not asked for when it was saved it has not.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            optimizer: try values.decode(OptimizerKind.self, forKey: .optimizer),
            learningRate: try values.decode(Double.self, forKey: .learningRate),
            clipNorm: try values.decode(Double.self, forKey: .clipNorm),
            batch: try values.decode(Int.self, forKey: .batch), steps: try values.decode(Int.self, forKey: .steps),
            sampling: try values.decode(Sampling.self, forKey: .sampling),
            epochs: try values.decode(Int.self, forKey: .epochs),
            patience: try values.decodeIfPresent(Int.self, forKey: .patience),
            plateauFactor: try values.decode(Double.self, forKey: .plateauFactor),
            cosine: try values.decode(Bool.self, forKey: .cosine),
            dropout: try values.decode(Double.self, forKey: .dropout),
            variational: try values.decode(Bool.self, forKey: .variational),
            momentum: try values.decode(Double.self, forKey: .momentum),
            weightDecay: try values.decode(Double.self, forKey: .weightDecay),
            seed: try values.decode(UInt64.self, forKey: .seed))
        clipValue = try values.decodeIfPresent(Double.self, forKey: .clipValue) ?? clipValue
        decayFactor = try values.decodeIfPresent(Double.self, forKey: .decayFactor) ?? decayFactor
        decayFrom = try values.decodeIfPresent(Int.self, forKey: .decayFrom) ?? decayFrom
        warmUp = try values.decodeIfPresent(Int.self, forKey: .warmUp) ?? warmUp
        embeddingDropout = try values.decodeIfPresent(Double.self, forKey: .embeddingDropout)
        outputDropout = try values.decodeIfPresent(Double.self, forKey: .outputDropout)
        averageFrom = try values.decodeIfPresent(Int.self, forKey: .averageFrom)
        averagePatience = try values.decodeIfPresent(Int.self, forKey: .averagePatience) ?? averagePatience
        precision = try values.decodeIfPresent(Precision.self, forKey: .precision) ?? precision
    }
}
