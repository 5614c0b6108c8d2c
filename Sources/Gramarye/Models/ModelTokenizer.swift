internal import Basics
package import LanguageModeling
internal import Storage
package import Tokenization

extension TokenizerSettings {
    /// What ARPA files assume that say nothing else: tokens separated by white space, one segment per line.
    package static let preTokenized = TokenizerSettings(
        tokens: .whitespace, normalization: TokenizerSettings.Normalization.none, segments: .lines)
}

extension ModelShelf {
    /// Whether a name is that of a model that was made of another text.
    package func isImported(_ name: ModelName) throws -> Bool {
        guard !name.isMixture, case .saved(let saved)? = name.components.first else { return false }
        return try metadata(of: saved)?.record.isImported ?? false
    }

    /// What cuts a text into the tokens that a model is asked for: as it was made for where it was imported, else the
    /// corpus's tokenizer.
    ///
    /// - Throws: `ModelError.differentTokens` for a mixture with an imported model of other tokens.
    package func tokenizer(of name: ModelName) throws -> TokenizerSettings {
        guard name.isMixture, corpus.holdsText else { return try ownTokenizer(of: name) ?? corpus.tokenizer }
        try requireTokens(of: name)
        return corpus.tokenizer
    }

    /// Checks that the tokens of the splits are those that a model was made for.
    ///
    /// - Throws: `ModelError.differentTokens` if an imported model, or one in a mixture, was made for others.
    package func requireTokens(of name: ModelName) throws {
        for component in name.components {
            let component = ModelName(components: [component])
            guard let own = try ownTokenizer(of: component), !own.cutsTokens(like: corpus.tokenizer) else { continue }
            throw ModelError.differentTokens(
                component.description, own, database: corpus.store.path, corpus.tokenizer, isMixture: name.isMixture)
        }
    }

    /// That of the first imported model in a name.
    private func ownTokenizer(of name: ModelName) throws -> TokenizerSettings? {
        for case .saved(let saved) in name.components {
            if let own = try metadata(of: saved)?.tokenizer() { return own }
        }
        return nil
    }
}
