public import Basics
public import LanguageModeling
public import NgramModels
public import RecurrentModels
public import Tokenization

/// Why a model cannot be asked for something.
public enum ModelError: ExplainedError, Hashable {
    /// A saved model that was made before the train split changed.
    case stale(String, database: String, ModelRecipe)
    /// A saved model that this version cannot read.
    case unknownKind(String, kind: String)
    case unreadableSettings(String)
    /// A model that reads backwards, asked for the word after a text.
    case backward(String)
    /// An imported model that is asked for tokens it was not made for.
    case differentTokens(String, TokenizerSettings, database: String, TokenizerSettings, isMixture: Bool)
    /// A model that gives scores which do not sum to 1, asked for what only probabilities have.
    case notNormalized(String, ProbabilityUse)
    /// A model that has no gradient to follow, for it is no network.
    case noGradient(String, networks: [String])
    /// A model without epochs of training to show.
    case noLearningCurve(String)
    /// Dynamic evaluation was asked for, and no model can learn from what it reads.
    case nothingLearns
    /// An n-gram model that is made in memory alone, and may take more bytes than were granted.
    case takesMemory(NgramModelName, needed: Int, granted: Int)

    public enum ProbabilityUse: Sendable, Hashable { case perplexity, surprisal, drawing }

    public var explanation: Explanation {
        switch self {
        case .stale(let name, let database, _):
            Explanation(
                "the model '\(name)' is stale", cause: "The train split of \(database) has changed since it was made.",
                remedy: "Make it again.", kind: .badData)
        case .unknownKind(let name, let kind):
            Explanation(
                "the model '\(name)' is of a kind this version does not know: \(kind)",
                cause: "It was made by a newer version.", remedy: "Use that version, or name another model.",
                kind: .badData)
        case .unreadableSettings(let name):
            Explanation(
                "the settings of the model '\(name)' cannot be read",
                cause: "It was made by a newer version, or changed by another program.",
                remedy: "Use that version, or import the model again.", kind: .badData)
        case .backward(let name):
            Explanation(
                "\(name) reads backwards", cause: "It predicts the word before a text, not the one after.",
                remedy: "Ask it for whole texts.", kind: .usage)
        case .differentTokens(let model, let tokenizer, let database, let tokens, let isMixture):
            Explanation(
                "'\(model)' was made for other tokens (\(tokenizer)) than \(database) has (\(tokens))",
                cause: isMixture
                    ? "A mixture is one of models of the same tokens, its weights fitted on the valid split."
                    : "The splits hold tokens, not the text they were cut from.",
                remedy: "Judge it on a text; or, if it was made of the tokens of this corpus, import it as such.",
                kind: .badData)
        case .notNormalized(let model, let use):
            Explanation(
                use == .drawing ? "\(model) cannot be drawn from" : "\(model) has no \(use)",
                cause: "It is a score that does not sum to 1.", remedy: "Ask katz:3 or mkn:3 instead.", kind: .usage)
        case .noGradient(let name, let networks):
            Explanation(
                "'\(name)' is no network, so it has no gradient",
                cause: networks.isEmpty
                    ? "The database has no network." : "Its networks are \(networks.joined(separator: ", ")).",
                remedy: "Name one that was trained here.",
                kind: .usage)
        case .noLearningCurve(let name):
            Explanation(
                "'\(name)' has no learning curve", cause: "It was not trained in this database epoch by epoch.",
                remedy: "Name a network that was trained here.", kind: .badData)
        case .nothingLearns:
            Explanation(
                "dynamic evaluation is for networks, and none of the models is one", remedy: "Name a network.",
                kind: .usage)
        case .takesMemory(let name, let needed, let granted):
            Explanation(
                "\(name) of this text may take "
                    + "\(groupedDigits((needed + 999_999) / 1_000_000)) MB of memory, and "
                    + "\(groupedDigits(granted / 1_000_000)) MB are granted",
                cause: "Its counts are held in memory whole.",
                remedy:
                    "Grant more, choose a smaller order, or make mkn, kneser-ney, absolute, witten-bell or dirichlet, "
                    + "which spill to disk.", kind: .usage)
        }
    }
}

/// How a saved model was made, to make it again.
public struct ModelRecipe: Sendable, Hashable {
    public enum Maker: Sendable, Hashable {
        /// From a file, of another text.
        case file
        /// From counts, by a model of that name.
        case ngrams(String, Pruning?)
        case training(NetworkArchitecture, TrainingSettings, vocabularySize: Int)
        /// What the database says of it cannot be read.
        case unknown
    }

    public let maker: Maker
    /// That of the vocabulary; `nil` for the database's own.
    public var rule: VocabularyRule?
    public var isReversed = false
    /// The expression and the names that chose the documents it was made of; `nil` and none for all.
    public var condition: String?
    public var documents: [String] = []
}
