internal import Gramarye

/// An error that a command finds itself: the fact, the likely cause, the remedy.
struct CommandError: ExplainedError {
    let fact: String
    let cause: String?
    let remedy: String?
    let kind: ErrorKind

    init(_ fact: String, cause: String? = nil, remedy: String? = nil, kind: ErrorKind = .usage) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
        self.kind = kind
    }
}
