public import Basics

/// What is wrong with an ARPA file, and in which line.
public struct ArpaError: ExplainedError, Equatable {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public var kind: ErrorKind { .badData }

    init(_ fact: String, cause: String? = nil, remedy: String? = nil) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
    }

    init(line: Int, _ fact: String, cause: String? = nil, remedy: String? = nil) {
        self.init("line \(line): \(fact)", cause: cause, remedy: remedy)
    }
}
