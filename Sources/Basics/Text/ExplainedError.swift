/// An error that a person can act on, with its data in its case.
///
/// Every error that a user's input can provoke conforms, so that a program tells it in the same way and ends with the right
/// code.
public protocol ExplainedError: Error, CustomStringConvertible {
    var explanation: Explanation { get }
}

/// What is to be said of an error.
public struct Explanation: Sendable, Hashable {
    /// What is wrong, naming the file, the line, the value: one line.
    public var fact: String
    /// Where there are several: one line for each.
    public var details: [String] = []
    /// Why that usually happens; `nil` where the fact says it.
    public var cause: String?
    /// What to do, where that is the same for every program: which option or command does it, a program words itself.
    public var remedy: String?
    public var kind: ErrorKind

    public init(_ fact: String, cause: String? = nil, remedy: String? = nil, kind: ErrorKind) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
        self.kind = kind
    }

    /// The same with a name before the fact.
    public func of(_ name: String) -> Explanation {
        var named = self
        named.fact = "\(name): \(fact)"
        return named
    }
}

extension ExplainedError {
    public var fact: String { explanation.fact }
    public var cause: String? { explanation.cause }
    public var remedy: String? { explanation.remedy }
    public var kind: ErrorKind { explanation.kind }
    public var description: String {
        ([fact] + explanation.details + [cause, remedy]).compactMap(\.self).joined(separator: "\n")
    }
}
