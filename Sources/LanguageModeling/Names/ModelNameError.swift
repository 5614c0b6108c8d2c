public import Basics

/// Why a text names no model.
public struct ModelNameError: ExplainedError, Equatable {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public var kind: ErrorKind { .usage }

    init(_ fact: String, cause: String? = nil, remedy: String? = nil) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
    }

    /// There is no saved model of a name.
    ///
    /// - Parameter saved: the names of the database's models.
    package static func unknownModel(_ name: String, saved: [String]) -> ModelNameError {
        let near = namesNear(name, among: saved + SmoothingMethod.allCases.map(\.rawValue))
        let there = saved.isEmpty ? "The database has no saved model." : "Saved: \(saved.joined(separator: ", "))."
        return ModelNameError(
            "there is no model '\(name)'", cause: there, remedy: near.isEmpty ? methodsRemedy : didYouMean(near))
    }

    static func emptyPart(of text: String) -> ModelNameError {
        ModelNameError(
            text.isEmpty ? "the name of the model is empty" : "'\(text)' names no model on one side of a +",
            remedy: "A mixture is A+B, as mkn:3+cache.")
    }

    static func repeated(_ part: String, in text: String) -> ModelNameError {
        ModelNameError("'\(text)' has \(part) twice", remedy: "Mix different models: mkn:3+laplace:1.")
    }

    static let cacheAlone = ModelNameError(
        "a cache alone is no model", cause: "It knows the recent words only.", remedy: "Mix it: mkn:3+cache.")

    static func differentVocabularies(_ a: any LanguageModel, _ b: any LanguageModel) -> ModelNameError {
        ModelNameError(
            "\(a.name) and \(b.name) cannot be mixed",
            cause: "Their vocabularies differ: \(a.vocabulary.size) and \(b.vocabulary.size) words.",
            remedy: "Make both with the same --min-count or --vocabulary-size.")
    }

    package static func differentDirections(_ a: any LanguageModel, _ b: any LanguageModel) -> ModelNameError {
        let (forward, backward) = a.direction == .forward ? (a, b) : (b, a)
        return ModelNameError(
            "\(a.name) and \(b.name) cannot be mixed",
            cause:
                "\(forward.name) reads forwards and \(backward.name) backwards: a mixture of what they say of a word "
                + "is no probability of the text.",
            remedy: "Mix models that read the same way: those estimated for it follow the saved ones.")
    }

    static func scoreInMixture(_ name: String) -> ModelNameError {
        ModelNameError(
            "\(name) cannot be mixed", cause: "It is a score that does not sum to 1.",
            remedy: "Mix with katz:3 or mkn:3 instead.")
    }

    static func unknownMethod(_ text: String) -> ModelNameError {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let near = namesNear(parts[0], among: SmoothingMethod.allCases.map(\.rawValue))
        return ModelNameError(
            "there is no model '\(text)'",
            remedy: near.isEmpty ? methodsRemedy : didYouMean(near.map { "\($0):\(parts.last ?? "3")" }))
    }

    static func noOrder(_ method: SmoothingMethod) -> ModelNameError {
        let parameter = method.parameterMeaning == nil ? "" : ":0.5"
        return ModelNameError(
            "'\(method.rawValue)' lacks its order", remedy: "Write \(method.rawValue):3\(parameter), for example.")
    }

    static func badOrder(_ order: String, _ method: SmoothingMethod) -> ModelNameError {
        ModelNameError(
            "the order of a \(method.rawValue) model is a whole number from 1 on, not '\(order)'",
            remedy: "\(method.rawValue):1 sees no context, \(method.rawValue):3 the two words before.")
    }

    static func noParameter(_ method: SmoothingMethod, order: Int, meaning: String) -> ModelNameError {
        ModelNameError(
            "'\(method.rawValue):\(order)' lacks its second number, \(meaning)",
            remedy: "Write \(method.rawValue):\(order):0.5, for example.")
    }

    static func badParameter(
        _ parameter: String, _ method: SmoothingMethod, order: Int, meaning: String
    ) -> ModelNameError {
        ModelNameError(
            "the second number of \(method.rawValue), \(meaning), is positive, not '\(parameter)'",
            remedy: "Write \(method.rawValue):\(order):0.5, for example.")
    }

    static func tooManyParts(_ text: String, _ method: SmoothingMethod) -> ModelNameError {
        ModelNameError(
            "'\(text)' has too many parts",
            remedy: "A \(method.rawValue) model is \(method.rawValue):N\(method.parameterMeaning == nil ? "" : ":K").")
    }

    static func reservedCharacter(_ name: String) -> ModelNameError {
        ModelNameError(
            "a model cannot be called '\(name)'",
            cause: "Names are not empty, have no ':', '+', ',' or line break, and neither begin nor end with a space.")
    }

    static func reservedName(_ name: String) -> ModelNameError {
        let method = SmoothingMethod.allCases.first { $0.rawValue == name.lowercased() }
        return ModelNameError(
            "a model cannot be called '\(name)': that is a method's name",
            remedy: "Choose another name."
                + (method == nil
                    ? ""
                    : " To save an n-gram model: gram train DB NAME --ngram \(name.lowercased()):3"
                        + (method?.parameterMeaning == nil ? "" : ":0.5")))
    }

    private static let methodsRemedy =
        "Models are \(SmoothingMethod.allCases.map { "\($0.rawValue):N" }.joined(separator: ", ")), or saved ones."

    private static func didYouMean(_ names: [String]) -> String {
        "Did you mean \(names.joined(separator: " or "))?"
    }
}
