internal import Tokenization

/// What one token of a query must be.
enum TokenPattern: Sendable, Hashable {
    /// A type of this text.
    case type(String)
    /// A type that a word with wildcards is met by.
    case word(WordPattern)
    /// A type the whole of which meets a regular expression.
    case expression(String, ignoresCase: Bool)
    /// Any token.
    case any
}
