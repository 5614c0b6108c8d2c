/// An event of a training, pulled by the caller one at a time.
public enum TrainingEvent: Sendable {
    case progress(TrainingProgress)
    case epoch(EpochResult)
    /// Something the user should know: a rate cut, an epoch cut short.
    case note(String)
}

/// The progress of a training within an epoch.
public struct TrainingProgress: Sendable {
    public var epoch: Int
    /// Events of this epoch so far, of how many.
    public var events: Int
    public var eventsInEpoch: Int
    public var tokensPerSecond: Double
    /// exp of the mean loss of this epoch so far.
    public var trainPerplexity: Double

    package init(
        epoch: Int, events: Int, eventsInEpoch: Int, tokensPerSecond: Double, trainPerplexity: Double
    ) {
        self.epoch = epoch
        self.events = events
        self.eventsInEpoch = eventsInEpoch
        self.tokensPerSecond = tokensPerSecond
        self.trainPerplexity = trainPerplexity
    }

    /// Events of all epochs so far.
    package var eventsDone: Int { Self.sum(Self.product(epoch - 1, eventsInEpoch), events) }

    /// Of this many epochs; the largest number there is where it would be more.
    package func events(ofEpochs epochs: Int) -> Int { Self.product(epochs, eventsInEpoch) }

    private static func product(_ a: Int, _ b: Int) -> Int {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        return overflows ? .max : product
    }

    private static func sum(_ a: Int, _ b: Int) -> Int {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? .max : sum
    }
}

/// A row of the learning curve.
public struct EpochResult: Sendable, Hashable, Codable {
    public var epoch: Int
    /// The mean of −ln P over the epoch's training events, as the weights were when each was read.
    public var trainLoss: Double
    /// The mean of −ln P over the valid split after the epoch.
    public var validLoss: Double
    public var tokensPerSecond: Double
    /// Of training alone, evaluation left out.
    public var seconds: Double
    public var learningRate: Double
    /// The mean norm of the gradient before it is clipped to a norm, after elements are cut to a value.
    public var gradientNorm: Double
    /// The share of steps whose gradient was clipped.
    public var clippedShare: Double
    /// How often the epoch began anew at half of the learning rate, because the loss grew without bound; `nil` where it did
    /// not.
    public var recoveries: Int?

    /// Whether a training can have measured it.
    var isSound: Bool {
        // A loss stays below a bound of training, and no machine is that fast or works that long.
        (0...1e6).contains(trainLoss) && (0...1e6).contains(validLoss) && (0...1e15).contains(tokensPerSecond)
            && (0...1e15).contains(seconds) && learningRate >= 0 && learningRate < .infinity && gradientNorm >= 0
            && gradientNorm < .infinity && (0...1).contains(clippedShare) && (0...1 << 20).contains(recoveries ?? 0)
    }

    private enum CodingKeys: String, CodingKey {
        case epoch
        case trainLoss = "train_nll"
        case validLoss = "valid_nll"
        case tokensPerSecond = "tokens_per_second"
        case seconds
        case learningRate = "learning_rate"
        case gradientNorm = "gradient_norm"
        case clippedShare = "clipped_share"
        case recoveries
    }
}
