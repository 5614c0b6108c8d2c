internal import Basics
package import Tokenization

/// What is wrong with a file of stimuli.
package enum StimuliError: ExplainedError {
    /// A column that a file of stimuli has: of items, of texts, of words, or either of the latter.
    package enum Column: Sendable { case item, text, word, textOrWord }

    case empty(file: String)
    /// A table of metadata without a header.
    case emptyMetadata(file: String)
    /// A row has another number of fields than the header.
    case fieldCount(file: String, line: Int, fields: Int, columns: Int, isTabbed: Bool)
    /// A quotation mark opens a field that never ends.
    case openQuotation(file: String, line: Int)
    /// It has a column of texts and one of words.
    case textsAndWords(file: String, text: String, word: String)
    /// No column is called as is usual.
    case noColumn(Column, file: String, columns: [String])
    /// The column that was named is not there.
    case unknownColumn(Column, named: String, file: String, columns: [String])
    case noRow(file: String)
    case emptyCell(file: String, line: Int, item: String, column: String)
    /// The tokenizer drops all of an item, one of several.
    case noTokens(file: String, item: String)
    /// An item, one of several, cannot be tokenized.
    case unreadable(file: String, item: String, TextError)

    public var explanation: Explanation {
        switch self {
        case .empty(let file):
            badData("\(file) is empty", remedy: "Give a header, as item,sentence, and a row for each item.")
        case .emptyMetadata(let file):
            badData("\(file) is empty", remedy: "Give a header, as name,author,year, and a row for each document.")
        case .fieldCount(let file, let line, let fields, let columns, let isTabbed):
            badData(
                "\(file), line \(line): \(NumberText.counted(fields, "field")), but the header has \(columns)",
                cause:
                    "A field with a \(isTabbed ? "tab" : "comma") in it is not quoted, or row names were written too.",
                remedy: "From R: write.csv(…, row.names = FALSE).")
        case .openQuotation(let file, let line):
            badData(
                "\(file), line \(line): a quotation mark opens a field that never ends",
                remedy: "Write a quotation mark in a quoted field twice, as RFC 4180 has it.")
        case .textsAndWords(let file, let text, let word):
            badData("\(file) has a text in column \(text) and in column \(word)", remedy: "Say which is meant.")
        case .noColumn(let column, let file, let columns):
            badData(
                "\(file) has no column for \(column == .item ? "an item" : "a text, sentence or word")",
                cause: "Its columns: \(columns.joined(separator: ", ")).", remedy: "Say which it is.")
        case .unknownColumn(_, let name, let file, let columns):
            badData(
                "\(file) has no column \(name)", cause: "Its columns: \(columns.joined(separator: ", ")).",
                remedy: "Name one of them.")
        case .noRow(let file): badData("\(file) has a header and no row", remedy: "Give a row for each item.")
        case .emptyCell(let file, let line, let item, let column):
            badData(
                "\(file), line \(line): item \(item) has no \(column)",
                remedy: "Fill in column \(column), or leave the row out.")
        case .noTokens(let file, let item):
            badData("\(file): item \(item) has no tokens", cause: "The tokenizer drops all of it.")
        case .unreadable(let file, let item, let error):
            badData("\(file): \(error.fact(ofItem: item))", cause: error.cause, remedy: "Correct the item.")
        }
    }

    private func badData(_ fact: String, cause: String? = nil, remedy: String? = nil) -> Explanation {
        Explanation(fact, cause: cause, remedy: remedy, kind: .badData)
    }
}
