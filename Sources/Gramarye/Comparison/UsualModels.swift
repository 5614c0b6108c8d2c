package import LanguageModeling
internal import Storage
internal import Tokenization

extension Corpus {
    /// Whether there is a network among the saved models.
    package func holdsNetwork() throws -> Bool { try store.models().contains { $0.metadata.network != nil } }

    /// What a reader expects to see compared: the smoothing of the textbook, the best n-gram models, and all saved
    /// models. Replicas from other seeds have no row of their own.
    package func usualComparedModels() throws -> [ModelName] {
        // Histories of characters are longer than those of words.
        let best = tokenizer.tokens == .characters ? ["mkn:8", "mkn:8+cache"] : ["mkn:5+cache"]
        let usual = try (["laplace:1", "laplace:2", "laplace:3", "mkn:3", "mkn:5"] + best)
            .map { try ModelName(parsing: $0) }
        let saved = try store.models().map(\.name)
        return usual
            + saved.filter { name in !saved.contains { name.hasPrefix("\($0)-seed-") } }
            .map { ModelName(components: [.saved($0)]) }
    }
}
