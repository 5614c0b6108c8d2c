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
    public var schedule: Schedule
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
    /// Whether an epoch in which the loss grows without bound begins anew at half of the learning rate; else training goes on
    /// until its numbers are none any more, and ends.
    public var recovers = true
    public var seed: UInt64

    /// What is left out is as in the training of someone who asks for nothing: ten epochs of Adam, the rate falling along
    /// half a cosine.
    ///
    /// - Parameters:
    ///   - learningRate: `nil` for what is usual with the optimizer; likewise `schedule` and `weightDecay`.
    public init(
        optimizer: OptimizerKind = .adam, learningRate: Double? = nil, clipNorm: Double = 1, batch: Int = 32,
        steps: Int = 35, sampling: Sampling = .sequential, epochs: Int = 10, patience: Int? = nil,
        schedule: Schedule? = nil, dropout: Double = 0, variational: Bool = false, momentum: Double = 0,
        weightDecay: Double? = nil, seed: UInt64 = 1
    ) {
        self.optimizer = optimizer
        self.learningRate = learningRate ?? optimizer.defaultLearningRate
        self.clipNorm = clipNorm
        self.batch = batch
        self.steps = steps
        self.sampling = sampling
        self.epochs = epochs
        self.patience = patience
        self.schedule = schedule ?? (optimizer == .asgd ? .constant : .cosine)
        self.dropout = dropout
        self.variational = variational
        self.momentum = momentum
        self.weightDecay = weightDecay ?? (optimizer == .adamw ? 0.01 : 0)
        self.seed = seed
    }

    /// Takes another optimizer, with the learning rate, the schedule and the decay of weights that are usual with it.
    public mutating func use(_ optimizer: OptimizerKind) {
        guard optimizer != self.optimizer else { return }
        let usual = TrainingSettings(optimizer: optimizer)
        self.optimizer = optimizer
        (learningRate, schedule, weightDecay) = (usual.learningRate, usual.schedule, usual.weightDecay)
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
