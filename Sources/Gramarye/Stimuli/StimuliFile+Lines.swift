package import Tokenization

extension StimuliFile {
    /// The stimuli of a file: a table if its name or its header says so, or its columns are named; else a text.
    ///
    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - tokenizer: what refuses lines of a text, where such lines are left out.
    ///   - settings: of the tokenizer that will cut the text.
    /// - Throws: `StimuliError` for a table that does not hold stimuli.
    package init(
        _ lines: LinesOfText, of path: String, columns: StimulusColumns, isItemEachLine: Bool,
        markingRefusedBy tokenizer: TokenizerSettings?, cutBy settings: TokenizerSettings
    ) throws {
        var lines = lines
        let name = path == "-" ? "stdin" : path
        let text = String(decoding: lines.utf8, as: UTF8.self)
        let isNamedTable = [".csv", ".tsv"].contains { name.lowercased().hasSuffix($0) }
        if !isItemEachLine, isNamedTable || columns.isGiven || Self.isTable(text) {
            try self.init(table: text, named: name, columns: columns, unreadable: lines.unreadable)
            readingNotes = lines.notes(of: path, unreadable: "without surprisal")
            return
        }
        if let tokenizer { try lines.markRefused(by: tokenizer) }
        let settings = settings.resolvingSegments(of: lines.utf8.span)
        self.init(
            text: isItemEachLine ? text : String(decoding: lines.readable(by: settings), as: UTF8.self),
            isItemEachLine: isItemEachLine, unreadable: isItemEachLine ? lines.unreadable : [])
        readingNotes = lines.notes(of: path, unreadable: isItemEachLine ? "without surprisal" : "left out")
    }
}
