internal import Foundation
public import LanguageModeling

extension Corpus {
    /// How long a model of the database took to train; `nil` for one that is estimated when asked for, and for mixtures.
    public func trainingSeconds(of name: ModelName) throws -> Double? {
        guard !name.isMixture, case .saved(let saved) = name.components[0],
            let record = try store.model(named: saved)
        else { return nil }
        struct Metrics: Decodable {
            var trainingSeconds: Double?

            private enum CodingKeys: String, CodingKey { case trainingSeconds = "training_seconds" }
        }
        return (try? JSONDecoder().decode(Metrics.self, from: Data(record.metrics.utf8)))?.trainingSeconds
    }
}

extension Corpus {
    /// The learning curve of a network of the database: the perplexity on valid after each epoch.
    public func validPerplexities(ofNetwork name: String) throws -> [Double] {
        try store.epochs(ofModel: name).map { exp($0.validLoss ?? .nan) }
    }
}
