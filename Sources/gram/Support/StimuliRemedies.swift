internal import Gramarye

/// What a user can do about a file of stimuli.
func stimuliRemedy(_ error: StimuliError) -> CommandError {
    let (fact, cause, remedy): (String, String?, String) =
        switch error {
        case .empty(let file): ("\(file) is empty", nil, "Give a header, as item,sentence, and a row for each item.")
        case .fieldCount(let file, let line, let fields, let columns, let isTabbed):
            (
                "\(file), line \(line): \(NumberText.counted(fields, "field")), but the header has \(columns)",
                "A field with a \(isTabbed ? "tab" : "comma") in it is not quoted, or row names were written too.",
                "From R: write.csv(…, row.names = FALSE)."
            )
        case .openQuotation(let file, let line):
            (
                "\(file), line \(line): a quotation mark opens a field that never ends", nil,
                "Write a quotation mark in a quoted field twice, as RFC 4180 has it."
            )
        case .textsAndWords(let file, let text, let word):
            (
                "\(file) has a text in column \(text) and in column \(word)", nil,
                "Say which: --text-column \(text) for a text a row, or --word-column \(word) for a word a row."
            )
        case .noColumn(let column, let file, let columns):
            (
                "\(file) has no column for \(column == .item ? "an item" : "a text, sentence or word")",
                "Its columns: \(columns.joined(separator: ", ")).",
                "Say which it is: \(column == .item ? "--item-column NAME" : "--text-column NAME or --word-column NAME")."
            )
        case .unknownColumn(let column, let name, let file, let columns):
            (
                "\(file) has no column \(name)", "Its columns: \(columns.joined(separator: ", ")).",
                "Name one of them with --\(column)-column."
            )
        case .noRow(let file): ("\(file) has a header and no row", nil, "Give a row for each item.")
        case .emptyCell(let file, let line, let item, let column):
            (
                "\(file), line \(line): item \(item) has no \(column)", nil,
                "Fill in column \(column), or leave the row out."
            )
        case .noTokens(let file, let item):
            (
                "\(file): item \(item) has no tokens", "The tokenizer drops all of it.",
                "See what becomes of it: gram tokenize \(namedDatabase) \"TEXT\""
            )
        case .unreadable(let file, let item, let error):
            (
                "\(file): \(error.fact(ofItem: item))", error.cause,
                "Correct the item, or have its surprisal null by --on-error null."
            )
        }
    return CommandError(fact, cause: cause, remedy: remedy, kind: .badData)
}
