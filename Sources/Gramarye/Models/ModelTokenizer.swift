public import Basics
public import LanguageModeling
internal import Storage
public import Tokenization

extension TokenizerSettings {
    /// What makers of ARPA files go by that say nothing else: tokens between white space, a segment a line.
    public static let preTokenized = TokenizerSettings(tokens: .whitespace, normalization: .none, segments: .lines)

    /// Whether two make the same tokens of a text that is normalized already.
    ///
    /// What stands between `<s>` and `</s>` may differ: a split has segments already.
    public func cutsTokens(like other: TokenizerSettings) -> Bool {
        var (own, theirs) = (self, other)
        (own.segments, own.normalization) = (theirs.segments, theirs.normalization)
        // What is of no effect on these tokens.
        if own.tokens == .whitespace, theirs.tokens == .whitespace {
            (own.keepPunctuation, own.whiteSpace) = (theirs.keepPunctuation, theirs.whiteSpace)
        }
        return own == theirs
    }
}

extension ModelShelf {
    /// Whether a name is that of a model that was made of another text.
    public func isImported(_ name: ModelName) throws -> Bool {
        guard !name.isMixture, case .saved(let saved)? = name.components.first else { return false }
        return try metadata(of: saved)?.record.isImported ?? false
    }

    /// What cuts a text into the tokens that a model is asked for: as it was made for where it was imported, else the
    /// corpus's tokenizer.
    ///
    /// - Throws: `DifferentTokensError` for a mixture with an imported model of other tokens.
    public func tokenizer(of name: ModelName) throws -> TokenizerSettings {
        guard name.isMixture, corpus.holdsText else { return try ownTokenizer(of: name) ?? corpus.tokenizer }
        try requireTokens(of: name)
        return corpus.tokenizer
    }

    /// Makes sure that the tokens of the corpus's splits are those that a model was made for.
    ///
    /// - Throws: `DifferentTokensError` if an imported model, or one in a mixture, was made for others.
    public func requireTokens(of name: ModelName) throws {
        for component in name.components {
            let component = ModelName(components: [component])
            guard let own = try ownTokenizer(of: component), !own.cutsTokens(like: corpus.tokenizer) else { continue }
            throw DifferentTokensError(
                model: component.description, tokenizer: own, corpus: corpus, isMixture: name.isMixture)
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

/// An imported model that is asked for tokens it was not made for.
public struct DifferentTokensError: ExplainedError {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public let kind = ErrorKind.badData

    init(model: String, tokenizer: TokenizerSettings, corpus: Corpus, isMixture: Bool) {
        let (path, tokens) = (corpus.store.path, corpus.tokenizer.description)
        fact =
            "'\(model)' was made for other tokens (\(tokenizer)) than \(path) has (\(tokens))"
        cause =
            isMixture
            ? "A mixture is one of models of the same tokens, its weights fitted on the valid split."
            : "The splits hold tokens, not the text they were cut from."
        remedy =
            "Judge it on a text: gram perplexity \(path) --model \(model) --file FILE; or, if it was made of the "
            + "tokens of this corpus, import it again with --tokens corpus --replace."
    }
}
