internal import LanguageModeling
internal import Synchronization
internal import Tokenization

/// What it costs to spell the words that models do not know, by vocabulary, each made once.
final class ModelSpellings: Sendable {
    private let shelf: ModelShelf
    private let state = Mutex(State())

    private struct State {
        var made: [String: SpellingModel] = [:]
        var spelled: SpelledTypes?
    }

    init(_ shelf: ModelShelf) { self.shelf = shelf }

    /// Reads what the spellings of some models are made of, so that making them later does not need the database.
    ///
    /// - Parameter types: of the corpus, where they are read already in the same state.
    func prepare(_ names: [ModelName], types: TypeTable? = nil) throws {
        var needsTypes = false
        for name in names where try !shelf.isImported(name) {
            needsTypes = try !readSaved(of: name) || needsTypes
        }
        guard needsTypes else { return }
        let spelled = try shelf.corpus.spelledTypes(types: types)
        state.withLock { $0.spelled = spelled }
    }

    /// - Returns: whether one of the saved models in a name knows.
    private func readSaved(of name: ModelName) throws -> Bool {
        for case .saved(let saved) in name.components {
            guard let hash = try shelf.metadata(of: saved)?.record.vocabularyHash else { continue }
            if state.withLock({ $0.made[key(hash)] != nil }) { return true }
            guard let spelling = try shelf.corpus.savedSpelling(ofModel: saved) else { continue }
            let made = SpellingModel(spelling)
            state.withLock { $0.made[key(hash)] = made }
            return true
        }
        return false
    }

    private func key(_ vocabularyHash: String, isImported: Bool = false) -> String { "\(isImported)\(vocabularyHash)" }

    /// - Parameter vocabulary: of the model.
    func spelling(of name: ModelName, _ vocabulary: ModelVocabulary) throws -> SpellingModel {
        let isImported = try shelf.isImported(name)
        let key = key(vocabulary.hash, isImported: isImported)
        let (made, spelled) = state.withLock { ($0.made[key], $0.spelled) }
        if let made { return made }
        let spelling =
            isImported
            ? SpellingModel(ofWordsOf: vocabulary)
            : try (spelled ?? shelf.corpus.spelledTypes()).spellingModel(in: vocabulary)
        state.withLock { $0.made[key] = spelling }
        return spelling
    }
}
