public import Basics

/// Why a text names no model, or no model that can be given.
public enum ModelNameError: ExplainedError, Equatable {
    /// No saved model has the name.
    /// - Parameter saved: the names of the database's models.
    case unknownModel(String, saved: [String])
    case unknownMethod(String)
    /// A side of a + without a name; the whole text.
    case emptyPart(of: String)
    case repeated(String, in: String)
    case cacheAlone
    /// A cache of states beside nothing that has any; the whole text.
    case noStates(String)
    case differentVocabularies(String, size: Int, String, otherSize: Int)
    case differentDirections(forward: String, backward: String)
    case scoreInMixture(String)
    case noOrder(SmoothingMethod)
    case badOrder(String, SmoothingMethod)
    case noParameter(SmoothingMethod, order: Int, meaning: String)
    case badParameter(String, SmoothingMethod, order: Int, meaning: String)
    case tooManyParts(String, SmoothingMethod)
    case reservedCharacter(String)
    /// The name of a method, or of a cache (`nil`).
    case reservedName(String, SmoothingMethod?)

    public var explanation: Explanation {
        switch self {
        case .unknownModel(let name, let saved):
            let letters = name.prefix(while: \.isLetter).lowercased()
            let begun = SmoothingMethod.allCases.map(\.rawValue).filter {
                letters.count > 2 && $0.hasPrefix(letters)
            }
            let near =
                (begun.isEmpty ? namesNear(name, among: saved + SmoothingMethod.allCases.map(\.rawValue)) : begun)
                .map { SmoothingMethod(rawValue: $0)?.example(order: Self.order(in: name)) ?? $0 }.filter { $0 != name }
            return usage(
                "there is no model '\(name)'",
                cause: saved.isEmpty
                    ? "The database has no saved model." : "Saved: \(saved.joined(separator: ", ")).",
                remedy: Self.suggestion(near))
        case .unknownMethod(let text):
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let near = namesNear(parts[0], among: SmoothingMethod.allCases.map(\.rawValue))
            let order = parts.count > 1 ? parts[1] : "\(Self.order(in: text))"
            return usage("there is no model '\(text)'", remedy: Self.suggestion(near.map { "\($0):\(order)" }))
        case .emptyPart(let text):
            return usage(
                text.isEmpty ? "the name of the model is empty" : "'\(text)' names no model on one side of a +",
                remedy: "A mixture is A+B, as mkn:3+cache.")
        case .repeated(let part, let text):
            return usage("'\(text)' has \(part) twice", remedy: "Mix different models: mkn:3+laplace:1.")
        case .cacheAlone:
            return usage(
                "a cache alone is no model", cause: "It knows the recent words only.", remedy: "Mix it: mkn:3+cache.")
        case .noStates(let text):
            return usage(
                "'\(text)' has no network, whose states a neural cache remembers",
                cause: "It recalls words by how alike the network's states before them were.",
                remedy: "Mix it with a saved network: lstm+neural-cache.")
        case .differentVocabularies(let a, let size, let b, let otherSize):
            return usage(
                "\(a) and \(b) cannot be mixed",
                cause: "Their vocabularies differ: \(size) and \(otherSize) words.",
                remedy: "Make both with the same rule of the vocabulary.")
        case .differentDirections(let forward, let backward):
            return usage(
                "\(forward) and \(backward) cannot be mixed",
                cause:
                    "\(forward) reads forwards and \(backward) backwards: a mixture of what they say of a word is no "
                    + "probability of the text.",
                remedy: "Mix models that read the same way: those estimated for it follow the saved ones.")
        case .scoreInMixture(let name):
            return usage(
                "\(name) cannot be mixed", cause: "It is a score that does not sum to 1.",
                remedy: "Mix with katz:3 or mkn:3 instead.")
        case .noOrder(let method):
            return usage(
                "'\(method.rawValue)' lacks its order", remedy: "Write \(method.example(order: 3)), for example.")
        case .badOrder(let order, let method):
            return usage(
                "the order of a \(method.rawValue) model is a whole number from 1 on, at most "
                    + "\(NgramModelName.orders.upperBound), not '\(order)'",
                remedy: "\(method.rawValue):1 sees no context, \(method.rawValue):3 the two words before.")
        case .noParameter(let method, let order, let meaning):
            return usage(
                "'\(method.rawValue):\(order)' lacks its second number, \(meaning)",
                remedy: "Write \(method.example(order: order)), for example.")
        case .badParameter(let parameter, let method, let order, let meaning):
            return usage(
                "the second number of \(method.rawValue), \(meaning), is positive, not '\(parameter)'",
                remedy: "Write \(method.example(order: order)), for example.")
        case .tooManyParts(let text, let method):
            return usage(
                "'\(text)' has too many parts",
                remedy:
                    "A \(method.rawValue) model is \(method.form).")
        case .reservedCharacter(let name):
            return usage(
                "a model cannot be called '\(name)'",
                cause:
                    "Names are not empty, have no ':', '+', ',' or line break, and neither begin nor end with a space.")
        case .reservedName(let name, _):
            return usage(
                "a model cannot be called '\(name)': that is a method's name", remedy: "Choose another name.")
        }
    }

    /// Of two models that read in opposite directions.
    package static func mixing(_ a: any LanguageModel, _ b: any LanguageModel) -> ModelNameError {
        a.direction == .forward
            ? .differentDirections(forward: a.name, backward: b.name)
            : .differentDirections(forward: b.name, backward: a.name)
    }

    private func usage(_ fact: String, cause: String? = nil, remedy: String? = nil) -> Explanation {
        Explanation(fact, cause: cause, remedy: remedy, kind: .usage)
    }

    /// The number at the end of a name such as `mkn3`; 3 where there is none that can be meant.
    private static func order(in name: String) -> Int {
        Int(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed().map(String.init).joined())
            .flatMap { (1...99).contains($0) ? $0 : nil } ?? 3
    }

    private static func suggestion(_ names: [String]) -> String {
        names.isEmpty
            ? "Models are \(SmoothingMethod.allCases.map(\.form).joined(separator: ", ")), or saved ones."
            : "Did you mean \(names.joined(separator: " or "))?"
    }
}

extension SmoothingMethod {
    /// How a model of the method is named, with the letters of its formula: `mkn:N`, `lidstone:N:K`, `dirichlet:N:E`.
    package var form: String {
        switch self {
        case .lidstone: "\(rawValue):N:K"
        case .dirichlet: "\(rawValue):N:E"
        default: "\(rawValue):N"
        }
    }

    /// A model of the method, as `lidstone:3:0.5`.
    public func example(order: Int) -> String { "\(rawValue):\(order)\(parameterMeaning == nil ? "" : ":0.5")" }
}
