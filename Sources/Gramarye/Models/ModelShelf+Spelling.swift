package import LanguageModeling
internal import NgramModels
internal import Storage

extension ModelShelf {
    /// How words look that a model does not know, to be kept with it; `nil` of one that was imported, for its text is not
    /// here.
    package func spellingCounts(of name: ModelName) throws -> SpellingCounts? {
        if try isImported(name) { return nil }
        if case .saved(let saved)? = name.components.first,
            let counts = try corpus.savedSpelling(ofModel: saved)
        {
            return counts
        }
        return try corpus.spelledTypes().spellingCounts(in: model(name).vocabulary)
    }
}
