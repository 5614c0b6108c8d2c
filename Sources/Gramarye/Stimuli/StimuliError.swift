package import Tokenization

/// What is wrong with a file of stimuli.
package enum StimuliError: Error {
    /// A column that a file of stimuli has: of items, of texts, of words, or either of the latter.
    package enum Column: Sendable { case item, text, word, textOrWord }

    case empty(file: String)
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
}
