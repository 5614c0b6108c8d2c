package import Basics
package import Tokenization

/// Why models cannot be made one.
package enum MixingError: ExplainedError, Hashable {
    /// Models that are asked for different tokens.
    case differentTokens(String, TokenizerSettings, String, TokenizerSettings)
    case differentDirections(String, String)
    /// Weights that are not one for each model, positive, and 1 together.
    case badWeights(sum: Double, count: Int, models: Int)
    /// A text to fit weights to, without a token.
    case noTuningText(String)

    package var explanation: Explanation {
        switch self {
        case .differentTokens(let a, let tokens, let b, let others):
            Explanation(
                "\(a) was made for other tokens (\(tokens)) than \(b) (\(others))",
                cause: "A mixture is one of models that give probabilities to the same tokens.",
                remedy: "Make them of corpora that are cut alike.", kind: .badData)
        case .differentDirections(let a, let b):
            Explanation(
                "\(a) and \(b) read in opposite directions", remedy: "Make both read the same way.", kind: .badData)
        case .badWeights(let sum, let count, let models):
            Explanation(
                count == models
                    ? "the weights add up to \(sum), not to 1, or one of them is no share"
                    : "there are \(models) models and \(count) weights",
                remedy: "Give a weight for each model, from 0 to 1 and 1 together, or a text to fit them to.",
                kind: .usage)
        case .noTuningText(let name):
            Explanation(
                "\(name) has no tokens to fit weights to", cause: "The file is empty, or has no words.",
                remedy: "Name a text like those that the model is for.", kind: .badData)
        }
    }
}
