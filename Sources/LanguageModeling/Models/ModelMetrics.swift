/// What the making of a saved model cost and came to: of every kind of model, in the JSON of its metrics.
public struct ModelMetrics: Codable, Sendable, Hashable {
    /// `nil` where it is not known.
    public var trainingSeconds: Double?
    /// `nil` where there is none: of a score, or with no valid split.
    public var validPerplexity: Double?

    public init(trainingSeconds: Double? = nil, validPerplexity: Double? = nil) {
        self.trainingSeconds = trainingSeconds
        self.validPerplexity = validPerplexity
    }

    private enum CodingKeys: String, CodingKey {
        case trainingSeconds = "training_seconds"
        case validPerplexity = "valid_perplexity"
    }
}
