internal import Gramarye

/// An error that a command finds itself, or tells of a file or a text by its name.
struct CommandError: ExplainedError {
    let explanation: Explanation

    init(_ explanation: Explanation) { self.explanation = explanation }

    init(_ fact: String, cause: String? = nil, remedy: String? = nil, kind: ErrorKind = .usage) {
        explanation = Explanation(fact, cause: cause, remedy: remedy, kind: kind)
    }
}
