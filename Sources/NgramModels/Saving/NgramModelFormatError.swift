public import Basics

/// A saved model that cannot be opened.
public struct NgramModelFormatError: ExplainedError {
    public let name: String

    public var explanation: Explanation {
        Explanation(
            "the saved model '\(name)' is incomplete",
            cause: "The database was changed by another program, or another version made the model.",
            remedy: "Make it again.", kind: .badData)
    }
}
