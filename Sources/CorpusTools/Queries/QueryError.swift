public import Basics
internal import Tokenization

/// Why a text is no query, or a query cannot be asked.
public enum QueryError: ExplainedError, Hashable {
    /// Nothing but white space.
    case empty
    /// A backslash at the end, which takes no character.
    case openBackslash(query: String)
    /// Nothing before, between or behind bars.
    case emptyAlternative(query: String)
    /// A regular expression without its second slash.
    case unclosedExpression(query: String)
    /// Something directly behind a regular expression or behind `[]`.
    case textBehind(String, of: String)
    /// A bracket that is not `[]` between spaces.
    case bracket(query: String)
    /// Braces behind `[]` that hold no numbers, or the larger one first.
    case badGap(String)
    /// More tokens, or more patterns, than a query may have.
    case tooLong(tokens: Int, most: Int)
    /// It is met by no token at all.
    case meetsNothing(query: String)
    /// The tokenizer leaves out a character, so that no token ever has it.
    case dropped(character: String, word: String, tokenizer: String)
    /// The tokenizer leaves nothing.
    case noToken(word: String, tokenizer: String)
    /// `<s>` or `</s>`, which are no tokens of a segment.
    case marker(String)
    /// - Parameter place: of the fault, counted in characters from 1, where it is known.
    case noExpression(String, place: Int?)
    /// A regular expression takes too many steps on one of the corpus's types.
    case explodes(String, type: String)
    /// It cannot be tokenized.
    case text(TextErrorFact)

    /// What is said of a text that cannot be tokenized.
    public struct TextErrorFact: Sendable, Hashable {
        let explanation: Explanation
    }

    public var explanation: Explanation {
        switch self {
        case .empty:
            Explanation("the query is empty", remedy: "Ask for a word; [] stands for any.", kind: .usage)
        case .openBackslash(let query):
            Explanation(
                "'\(query)' ends with a backslash", cause: "It takes the character behind it as it is.",
                remedy: "Write two for one that is meant.", kind: .usage)
        case .emptyAlternative(let query):
            Explanation(
                "'\(query)' has a | with nothing on one of its sides",
                cause: "Between words it says or, as in love|hate.",
                remedy: "Put a backslash before one that is meant as it is.", kind: .usage)
        case .unclosedExpression(let query):
            Explanation(
                "'\(query)' has a regular expression without an end", cause: "It stands between two slashes.",
                remedy: "Put a backslash before a slash that is meant as it is.", kind: .usage)
        case .textBehind(let text, let of):
            Explanation(
                "'\(text)' stands directly behind \(of)", cause: "A pattern is for one token and ends at a space.",
                remedy: "Put a space between them, or a backslash before a character that is meant as it is.",
                kind: .usage)
        case .bracket(let query):
            Explanation(
                "'\(query)' has a [ that is not []",
                cause: "[] between spaces is any token, []{0,3} up to three; nothing stands inside.",
                remedy:
                    "Put a backslash before a bracket that is meant as it is, or write /[ab]/ for a regular expression.",
                kind: .usage)
        case .badGap(let text):
            Explanation(
                "'\(text)' is no number of tokens", cause: "It is []{2} or []{0,3}, the smaller number first.",
                kind: .usage)
        case .tooLong(let tokens, let most):
            Explanation(
                "the query reaches over \(groupedDigits(tokens)) tokens", cause: "The most is \(groupedDigits(most)).",
                remedy: "Ask for less.", kind: .usage)
        case .meetsNothing(let query):
            Explanation(
                "'\(query)' may be no token at all", cause: "Its smallest number of tokens is 0.",
                remedy: "Ask for one token or more.", kind: .usage)
        case .dropped(let character, let word, let tokenizer):
            Explanation(
                "no token has the '\(character)' of '\(word)'",
                cause: "The tokenizer (\(tokenizer)) leaves it out of every text.", remedy: "Leave it out here, too.",
                kind: .usage)
        case .noToken(let word, let tokenizer):
            Explanation(
                "'\(word)' has no token", cause: "The tokenizer (\(tokenizer)) leaves nothing of it.", kind: .usage)
        case .marker(let marker):
            Explanation(
                "\(marker) is no token", cause: "It marks the bounds of segments, and queries look inside of them.",
                kind: .usage)
        case .noExpression(let pattern, let place):
            Explanation(
                "/\(pattern)/ is no regular expression" + (place.map { ": it goes wrong at character \($0)" } ?? ""),
                cause: "A bracket may be open, or a sign without what it refers to; the syntax is ICU's.", kind: .usage)
        case .explodes(let pattern, let type):
            Explanation(
                "/\(pattern)/ takes too many steps on the word '\(type)'",
                cause: "Something repeated is repeated again, as in (a+)+, and every way to share it out is tried.",
                remedy: "Write it so that each character can be taken in one way only.", kind: .usage)
        case .text(let fact): fact.explanation
        }
    }

    init(_ error: TextError) { self = .text(TextErrorFact(explanation: error.explanation)) }
}
