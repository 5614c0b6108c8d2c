/// An error that a person can act on: the fact, the likely cause, the remedy.
///
/// Every error that a user's input can provoke conforms, so that the command prints it the same way
/// and ends with the right code.
public protocol ExplainedError: Error, CustomStringConvertible {
    /// What is wrong, naming the file, the line, the value: one line.
    var fact: String { get }
    /// Why that usually happens; `nil` where the fact says it.
    var cause: String? { get }
    /// What to do; a command where there is one.
    var remedy: String? { get }
    var kind: ErrorKind { get }
}

extension ExplainedError {
    public var cause: String? { nil }
    public var description: String { [fact, cause, remedy].compactMap(\.self).joined(separator: "\n") }
}
