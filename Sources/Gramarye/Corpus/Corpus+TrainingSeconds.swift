internal import Foundation
internal import Storage

extension ModelSummary {
    /// How long the model took to train; `nil` where that is not known.
    var trainingSeconds: Double? {
        struct Metrics: Decodable {
            var trainingSeconds: Double?

            private enum CodingKeys: String, CodingKey { case trainingSeconds = "training_seconds" }
        }
        return (try? JSONDecoder().decode(Metrics.self, from: Data(metrics.utf8)))?.trainingSeconds
    }
}

extension Corpus {
    /// The learning curve of a network of the database: the perplexity on valid after each epoch.
    package func validPerplexities(ofNetwork name: String) throws -> [Double] {
        try store.epochs(ofModel: name).map { exp($0.validLoss ?? .nan) }
    }
}
