/// How a network is trained.
public struct TrainingSettings: Sendable, Hashable, Codable {
    public enum OptimizerKind: String, Sendable, Codable, CaseIterable { case sgd, adam }
    /// How the stream is cut: in columns read side by side with the state carried over, or in shuffled subsequences.
    public enum Sampling: String, Sendable, Codable, CaseIterable { case sequential, random }

    public var optimizer: OptimizerKind
    public var learningRate: Double
    /// The gradient is shortened to this norm where it is longer; 0 leaves it as it is.
    public var clipNorm: Double
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
    /// Whether the rate falls to a tenth along half a cosine from the first epoch to the last.
    public var cosine: Bool
    public var dropout: Double
    /// One dropout mask for all steps of a subsequence.
    public var variational: Bool
    public var momentum: Double
    public var weightDecay: Double
    public var seed: UInt64

    private enum CodingKeys: String, CodingKey {
        case optimizer
        case learningRate = "learning_rate"
        case clipNorm = "clip_norm"
        case batch
        case steps
        case sampling
        case epochs
        case patience
        case plateauFactor = "plateau_factor"
        case cosine
        case dropout
        case variational
        case momentum
        case weightDecay = "weight_decay"
        case seed
    }

    public init(
        optimizer: OptimizerKind = .adam, learningRate: Double? = nil, clipNorm: Double = 1, batch: Int = 32,
        steps: Int = 35, sampling: Sampling = .sequential, epochs: Int = 10, patience: Int? = nil,
        plateauFactor: Double = 1, cosine: Bool = false, dropout: Double = 0, variational: Bool = false,
        momentum: Double = 0, weightDecay: Double = 0, seed: UInt64 = 1
    ) {
        self.optimizer = optimizer
        self.learningRate = learningRate ?? (optimizer == .sgd ? 1 : 0.002)
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

    package func validate() throws(NetworkError) {
        guard learningRate.isFinite, learningRate > 0 else {
            throw .setting("a learning rate of \(learningRate)", "--learning-rate takes a number above 0.")
        }
        guard clipNorm.isFinite, clipNorm >= 0 else {
            throw .setting("a clipping norm of \(clipNorm)", "--clip-norm takes 0 (none) or a number above.")
        }
        guard batch > 0 else { throw .setting("a batch of \(batch)", "--batch takes 1 or more.") }
        guard steps > 0 else { throw .setting("\(steps) steps", "--steps takes 1 or more.") }
        guard epochs > 0 else { throw .setting("\(epochs) epochs", "--epochs takes 1 or more.") }
        if let patience, patience < 1 { throw .setting("a patience of \(patience)", "--patience takes 1 or more.") }
        guard dropout >= 0, dropout < 1 else {
            throw .setting("a dropout of \(dropout)", "--dropout takes a probability from 0 to below 1.")
        }
        guard momentum >= 0, momentum < 1 else {
            throw .setting("a momentum of \(momentum)", "--momentum takes a number from 0 to below 1.")
        }
        guard weightDecay.isFinite, weightDecay >= 0 else {
            throw .setting("a weight decay of \(weightDecay)", "--weight-decay takes 0 or more.")
        }
        guard plateauFactor > 0, plateauFactor <= 1 else {
            throw .setting("a plateau factor of \(plateauFactor)", "--plateau takes a number above 0 up to 1.")
        }
    }
}
