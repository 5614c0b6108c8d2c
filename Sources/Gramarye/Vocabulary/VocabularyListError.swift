package import Basics
internal import Reporting

/// Why a list of words cannot be the vocabulary of a corpus.
package enum VocabularyListError: ExplainedError, Hashable {
    /// - Parameter name: that of the file.
    case noWord(name: String)
    /// Lines of more than one token.
    /// - Parameter hasCounts: whether the lines end with numbers.
    case severalTokens(name: String, lines: Int, of: Int, examples: [String], hasCounts: Bool)
    /// Words that the training text has not.
    case mostlyUnknown(words: Int, of: Int, examples: [String])

    package var explanation: Explanation {
        switch self {
        case .noWord(let name): Explanation("The vocabulary \(name) has no word.", kind: .badData)
        case .severalTokens(let name, let lines, let all, let examples, let hasCounts):
            Explanation(
                "\(NumberText.grouped(lines)) of the \(NumberText.counted(all, "line")) of the vocabulary \(name) "
                    + "\(lines == 1 ? "has" : "have") more than one token: \(Self.list(examples, of: lines))",
                cause: hasCounts
                    ? "It lists words with their counts." : "The corpus's tokenizer divides what stands on a line.",
                remedy: "Write one word a line.", kind: .badData)
        case .mostlyUnknown(let words, let all, let examples):
            Explanation(
                "The training text has none of \(NumberText.grouped(words)) of the \(NumberText.counted(all, "word")) of the "
                    + "vocabulary: \(Self.list(examples, of: words))",
                cause: "The list is of another language or another spelling, or the text is too short for it.",
                remedy: "Give the words of the text.", kind: .badData)
        }
    }

    private static func list(_ examples: [String], of count: Int) -> String {
        examples.map { "'\($0)'" }.joined(separator: ", ") + (count > examples.count ? ", …" : "")
    }
}
