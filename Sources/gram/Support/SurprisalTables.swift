internal import Gramarye

/// Rows of `surprisal` by what cut the text: a table for people each, one after the other in all else.
struct SurprisalTables {
    private var parts: [(tokenizer: TokenizerSettings, rows: SurprisalRows)] = []

    /// `nil` until rows are put there.
    subscript(tokenizer: TokenizerSettings) -> SurprisalRows? {
        get { parts.first { $0.tokenizer == tokenizer }?.rows }
        set {
            guard let newValue else { return }
            if let place = parts.firstIndex(where: { $0.tokenizer == tokenizer }) {
                parts[place].rows = newValue
            } else {
                parts.append((tokenizer, newValue))
            }
        }
    }

    var tokenizers: Set<TokenizerSettings> { Set(parts.map(\.tokenizer)) }

    /// - Precondition: there is a row.
    var table: ResultTable {
        var table = parts[0].rows.table
        for part in parts.dropFirst() {
            for row in part.rows.table.rows { table.append(row) }
        }
        return table
    }

    /// Each once.
    var notes: [String] {
        parts.flatMap(\.rows.notes).reduce(into: []) { notes, note in
            if !notes.contains(note) { notes.append(note) }
        }
    }

    var people: [String] {
        Array(parts.map(\.rows.people).joined(separator: [""]))
    }
}
