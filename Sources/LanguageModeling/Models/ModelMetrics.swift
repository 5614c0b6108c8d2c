/// What the making of a saved model cost and came to: of every kind of model, in the JSON of its metrics.
package struct ModelMetrics: Codable, Sendable, Hashable {
    /// `nil` where it is not known.
    package var trainingSeconds: Double?
    /// `nil` where there is none: of a score, or with no valid split.
    package var validPerplexity: Double?

    package init(trainingSeconds: Double? = nil, validPerplexity: Double? = nil) {
        self.trainingSeconds = trainingSeconds
        self.validPerplexity = validPerplexity
    }

    private enum CodingKeys: String, CodingKey {
        case trainingSeconds = "training_seconds"
        case validPerplexity = "valid_perplexity"
    }
}
