package import Basics

/// A line of an input to be scored that is not what it was said to be.
package enum ScoringInputError: ExplainedError, Hashable {
    /// A line that is no JSON object.
    case notJSON(line: Int)
    /// A line whose object has no text under a key.
    case noText(field: String, line: Int, keys: [String])
    /// The input is in UTF-16, whose lines are not cut as they come.
    case utf16

    package var explanation: Explanation {
        switch self {
        case .notJSON(let line):
            Explanation(
                "line \(line) is no JSON object", cause: "JSON Lines have an object on each line.",
                remedy: "Leave the field out to score lines as they stand.", kind: .badData)
        case .noText(let field, let line, let keys):
            Explanation(
                "line \(line) has no text under \"\(field)\"",
                cause: keys.isEmpty
                    ? "Its object is empty." : "Its keys are \(keys.prefix(8).joined(separator: ", ")).",
                remedy: "Name a key whose value is a string.", kind: .badData)
        case .utf16:
            Explanation(
                "the input is in UTF-16", cause: "It begins with a byte-order mark of that encoding.",
                remedy: "Make it UTF-8 first, as by iconv -f UTF-16 -t UTF-8.", kind: .badData)
        }
    }
}
