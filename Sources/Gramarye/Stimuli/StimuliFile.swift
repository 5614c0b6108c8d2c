internal import Foundation

/// The columns of a file of stimuli, where the names that are usual do not find them.
package struct StimulusColumns: Sendable {
    package var item: String?
    package var text: String?
    package var word: String?

    package init(item: String? = nil, text: String? = nil, word: String? = nil) {
        self.item = item
        self.text = text
        self.word = word
    }

    package var isGiven: Bool { item != nil || text != nil || word != nil }
}

/// Stimuli, and the columns of their file that say more of each word.
package struct StimuliFile: Sendable {
    package let stimuli: [Stimulus]
    /// The file's other columns.
    let columns: [String]
    /// For each stimulus and each of its parts the values of `columns`: one row for a text, or one for each word.
    let values: [[[[String]]]]
    /// Which of the stimuli have a line that cannot be read.
    private(set) var unreadable: Set<Int> = []
    private(set) var notes: [String] = []
    /// Whether it is a stretch of the corpus itself, each part a segment of it.
    private(set) var isOfCorpus = false
    /// What a reader should know of how its bytes were read.
    package var readingNotes: [String] = []

    private static let itemNames = [
        "item", "item_id", "itemid", "item_number", "itemnum", "sentence_id", "sent_id", "sentid", "sent_n", "text_id",
    ]
    private static let textNames = ["text", "sentence", "stimulus"]
    private static let wordNames = ["word"]
    private static let conditionNames = ["condition", "cond"]

    /// A plain text: one item, or one item per line, named by its line number.
    ///
    /// - Parameter unreadable: lines that cannot be read.
    package init(text: String, isItemEachLine: Bool, unreadable: [Int] = []) {
        // As everywhere lines end; a lone carriage return is white space in one.
        let isEnd: (Character) -> Bool = { $0 == "\n" || $0 == "\r\n" }
        let texts = isItemEachLine ? text.split(omittingEmptySubsequences: false, whereSeparator: isEnd) : [text[...]]
        let damaged = Set(isItemEachLine ? unreadable : [])
        // What has no word at all is no item.
        let items = texts.enumerated().map { (number: $0 + 1, text: $1) }
            .filter { !$0.text.allSatisfy(\.isWhitespace) || damaged.contains($0.number) }
        stimuli = items.map { Stimulus(item: String($0.number), parts: [.text(String($0.text))]) }
        self.unreadable = Set(items.indices.filter { damaged.contains(items[$0].number) })
        columns = []
        values = items.map { _ in [[[]]] }
    }

    /// One text of several parts, each a segment.
    init(stimulus: Stimulus) {
        stimuli = [stimulus]
        isOfCorpus = true
        columns = []
        values = [stimulus.parts.map { _ in [[]] }]
    }

    /// Lines numbered as LF ends them, by the numbers of those that CR alone ends too; of one that holds several all.
    private static func lines(_ numbers: [Int], of text: String) -> [Int] {
        guard !numbers.isEmpty, text.utf8.contains(0x0D) else { return numbers }
        let wanted = Set(numbers)
        var found: [Int] = []
        var number = 1
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            // A CR at its end belongs to the LF.
            let count = 1 + line.dropLast().count { $0 == 0x0D }
            if wanted.contains(index + 1) { found += number..<number + count }
            number += count
        }
        return found
    }

    /// Whether a text is a table: its first line has a column for items and one for texts or words.
    package static func isTable(_ text: String) -> Bool {
        guard let header = text.split(whereSeparator: \.isNewline).first else { return false }
        let separator = DelimitedFile.separator(ofHeader: header)
        let names = header.unicodeScalars.split(separator: separator).map { field in
            String(field).trimmingCharacters(in: CharacterSet(charactersIn: "\" ")).lowercased()
        }
        return names.contains(where: itemNames.contains)
            && names.contains { (textNames + wordNames).contains($0) }
    }

    /// A table with one text or one word per row.
    ///
    /// - Parameter unreadable: lines that cannot be read.
    /// - Throws: `StimuliError` for a column that is missing or cannot be chosen, and an item without a text.
    package init(table text: String, named name: String, columns chosen: StimulusColumns, unreadable: [Int] = []) throws
    {
        let header = text.split(whereSeparator: \.isNewline).first ?? ""
        let file = try DelimitedFile(text, separator: DelimitedFile.separator(ofHeader: header), named: name)
        let finder = ColumnFinder(file: file, name: name)
        let wordColumn = try finder.find(chosen.word, among: chosen.text == nil ? Self.wordNames : [], .word)
        let textColumn = try finder.find(chosen.text, among: chosen.word == nil ? Self.textNames : [], .text)
        var itemColumn = try finder.find(chosen.item, among: Self.itemNames, .item)
        if let wordColumn, let textColumn {
            throw StimuliError.textsAndWords(
                file: name, text: file.columns[textColumn], word: file.columns[wordColumn])
        }
        guard let column = wordColumn ?? textColumn else {
            throw StimuliError.noColumn(.textOrWord, file: name, columns: file.columns)
        }
        if itemColumn == column { itemColumn = nil }
        if itemColumn == nil, wordColumn != nil {
            throw StimuliError.noColumn(.item, file: name, columns: file.columns)
        }
        if file.rows.isEmpty { throw StimuliError.noRow(file: name) }
        let conditionColumn = file.columns.firstIndex { Self.conditionNames.contains($0.lowercased()) }
        let others = file.columns.indices.filter { $0 != column && $0 != itemColumn }
        columns = others.map { file.columns[$0] }

        var items: [String] = []
        var texts: [[String]] = []
        var values: [[[String]]] = []
        var lastKey: [String]?
        var keys: Set<[String]> = []
        var again: [String] = []
        var damaged = Self.lines(unreadable, of: text)[...]
        for (number, row) in file.rows.enumerated() {
            let item = itemColumn.map { row.fields[$0] } ?? String(number + 1)
            let word = row.fields[column].trimmingCharacters(in: .whitespacesAndNewlines)
            guard !word.isEmpty else {
                throw StimuliError.emptyCell(file: name, line: row.line, item: item, column: file.columns[column])
            }
            let key = [item] + (conditionColumn.map { [row.fields[$0]] } ?? [])
            let others = others.map { row.fields[$0] }
            if key != lastKey {
                items.append(item)
                texts.append([])
                values.append([])
                if !keys.insert(key).inserted { again.append("\(item) (line \(row.line))") }
                lastKey = key
            }
            let end = file.rows.dropFirst(number + 1).first?.line ?? .max
            damaged = damaged.drop { $0 < row.line }
            if let line = damaged.first, line < end { self.unreadable.insert(texts.count - 1) }
            texts[texts.count - 1].append(word)
            values[values.count - 1].append(others)
        }
        let isByWord = wordColumn != nil
        stimuli = zip(items, texts).map { item, texts in
            Stimulus(item: item, parts: isByWord ? [.words(texts)] : texts.map { .text($0) })
        }
        self.values = values.map { rows in isByWord ? [rows] : rows.map { [$0] } }
        if itemColumn == nil {
            notes.append("\(name) has no column for items: each row is an item, named by its number")
        }
        if let first = again.first {
            notes.append(
                "item \(first) reappears after another item"
                    + (again.count > 1 ? ", and so do \(again.count - 1) more" : "")
                    + ": it is read as a separate text")
        }
    }
}

/// Finds columns by name, whatever the case.
private struct ColumnFinder {
    let file: DelimitedFile
    let name: String

    /// - Parameter chosen: the name given by an option, which must be there.
    func find(_ chosen: String?, among names: [String], _ column: StimuliError.Column) throws -> Int? {
        let columns = file.columns.map { $0.lowercased() }
        guard let chosen else { return names.lazy.compactMap { columns.firstIndex(of: $0) }.first }
        guard let index = file.columns.firstIndex(of: chosen) ?? columns.firstIndex(of: chosen.lowercased()) else {
            throw StimuliError.unknownColumn(column, named: chosen, file: name, columns: file.columns)
        }
        return index
    }
}
