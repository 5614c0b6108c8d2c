public import Basics
package import Tokenization

/// A split that a command needs holds nothing.
public struct EmptySplitError: ExplainedError {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public let kind = ErrorKind.badData

    package init(split: Split, database: String) {
        fact = "the \(split.name) split of \(database) holds no tokens"
        cause = "The text is too short for its shares, or --shares gave this split nothing."
        remedy = "Add text (gram ingest \(database) FILE), or make the database anew with other --shares, as 8,1,1."
    }
}
