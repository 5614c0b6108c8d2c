package import LanguageModeling
internal import NgramModels
package import Tokenization

/// A model that texts from outside are scored by, with all that it takes: it needs no database any more.
package struct LineModel: Sendable {
    /// As it was asked for: `mkn:3`, `emma.db:mkn:3`.
    package let name: String
    package let model: any LanguageModel
    /// What cuts texts into its tokens.
    package let tokenizer: TokenizerSettings
    /// What it costs to spell the words that it does not know.
    let spelling: SpellingModel

    package init(
        name: String, model: any LanguageModel, tokenizer: TokenizerSettings, spelling: SpellingModel
    ) {
        self.name = name
        self.model = model
        self.tokenizer = tokenizer
        self.spelling = spelling
    }
}

extension ModelShelf {
    /// A model by its name, to score texts by.
    ///
    /// - Parameter title: what results call it.
    /// - Throws: as `model(_:in:)`.
    package func lineModel(_ name: ModelName, called title: String) throws -> LineModel {
        let spellings = ModelSpellings(self)
        try spellings.prepare([name])
        let model = try model(name)
        return LineModel(
            name: title, model: model, tokenizer: try tokenizer(of: name),
            spelling: try spellings.spelling(of: name, model.vocabulary))
    }
}

extension LineModel {
    /// The model of a model file, which is mapped.
    ///
    /// - Parameter title: what results call it.
    /// - Throws: `ModelFileError`.
    package init(ofModelFile path: String, called title: String) throws {
        let file = try openModelFile(path)
        self.init(
            name: title, model: file.model, tokenizer: file.tokenizer,
            spelling: file.spelling ?? SpellingModel(ofWordsOf: file.model.vocabulary))
    }
}

extension ArpaFile {
    /// The model of a file, to score texts by.
    ///
    /// - Parameter title: what results call it.
    /// - Throws: `SpillError`.
    package func lineModel(called title: String) throws -> LineModel {
        let opened = try model.opened()
        return LineModel(
            name: title, model: opened, tokenizer: tokenizer ?? .preTokenized,
            spelling: SpellingModel(ofWordsOf: opened.vocabulary))
    }
}
