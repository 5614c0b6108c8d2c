/// A list of frequencies as it stands in a file, and which of its columns are what.
struct FrequencyTable {
    private let records: DelimitedRecords
    private let survey: Survey
    private let columns: Columns

    private enum Columns {
        /// One count a line.
        case list
        /// The place of the counts among other columns.
        case counts(Int)
        /// Counts stand last, behind words that may have spaces in them.
        case lastCounts
        /// The places of m and of V_m.
        case spectrum(Int, Int)
    }

    var isSpectrum: Bool { if case .spectrum = columns { true } else { false } }

    init(_ list: String) throws(FrequencyListError) {
        records = DelimitedRecords(Array(list.utf8))
        var survey = Survey()
        let records = records
        try records.forEach { fields, line throws(FrequencyListError) in survey.add(fields, line, records) }
        self.survey = survey
        columns = try Self.columns(survey)
    }

    /// Calls `body` with each line's count, or frequency and types, and the line's number.
    func forEachCount(
        _ body: (_ count: Int, _ types: Int, _ line: Int) throws(FrequencyListError) -> Void
    ) throws(FrequencyListError) {
        var isHeader = survey.header != nil
        try records.forEach { fields, line throws(FrequencyListError) in
            if records.isComment(fields), !isWord(fields) { return }
            if isHeader {
                isHeader = false
                return
            }
            func number(_ place: Int) throws(FrequencyListError) -> Int {
                guard fields.indices.contains(place) else { throw survey.unequal(fields.count, line) }
                return try positive(fields[place], line)
            }
            switch columns {
            case .list: try body(try number(0), 1, line)
            case .counts(let place):
                guard fields.count > 1 else { throw survey.unequal(fields.count, line) }
                try body(try number(place), 1, line)
            case .lastCounts:
                guard fields.count > 1 else { throw survey.unequal(fields.count, line) }
                try body(try number(fields.count - 1), 1, line)
            case .spectrum(let m, let types): try body(try number(m), try number(types), line)
            }
        }
    }

    /// Calls `body` with each line's word, its parts joined by a space where it stands in several fields, and count.
    ///
    /// - Throws: also where there are counts without words.
    func forEachWord(_ body: (_ word: String, _ count: Int) -> Void) throws(FrequencyListError) {
        let place: Int?
        switch columns {
        case .list, .spectrum:
            throw FrequencyListError(
                line: nil, fact: "it has counts, but no words", remedy: "Give a word and its count a line.")
        case .counts(let column): place = column
        case .lastCounts: place = nil
        }
        let word = survey.wordColumn(besides: place)
        var isHeader = survey.header != nil
        try records.forEach { fields, line throws(FrequencyListError) in
            if records.isComment(fields), !isWord(fields) { return }
            if isHeader {
                isHeader = false
                return
            }
            let count = place ?? fields.count - 1
            guard fields.count > 1, fields.indices.contains(count) else { throw survey.unequal(fields.count, line) }
            let words: ArraySlice<Range<Int>>
            switch word {
            case .column(let column):
                guard fields.indices.contains(column) else { throw survey.unequal(fields.count, line) }
                words = fields[column...column]
            case .allBefore(let first): words = fields[min(first, count)..<count]
            }
            body(words.map { records.text($0) }.joined(separator: " "), try positive(fields[count], line))
        }
    }

    /// Whether a line that begins with `#` is that of a word: it has a count, and as many fields as all others.
    private func isWord(_ fields: [Range<Int>]) -> Bool {
        let place: Int
        switch columns {
        case .list, .spectrum: return false
        case .counts(let column): place = column
        case .lastCounts: place = fields.count - 1
        }
        return fields.count == survey.fewestFields && fields.count == survey.mostFields
            && records.isInteger(fields[place])
    }

    private func positive(_ field: Range<Int>, _ line: Int) throws(FrequencyListError) -> Int {
        guard let number = records.integer(field) else {
            let text = records.text(field)
            if isGrouped(text) { throw Self.thousands(line) }
            if records.isTooLarge(field) {
                throw FrequencyListError(
                    line: line, fact: "\(text.prefix(40)) is too large a number",
                    remedy: "Check the line; laws can be fitted to 2⁵³ tokens, about 9·10¹⁵, and no more.")
            }
            throw FrequencyListError(
                line: line, fact: "“\(text.prefix(40))” is no whole number", remedy: Self.remedy)
        }
        guard number >= 1 else {
            throw FrequencyListError(
                line: line, fact: "\(number) is no count of something seen", remedy: "Leave out what does not occur.")
        }
        return number
    }

    private static let remedy =
        "Give one count a line, a frequency and its number of types (`m V_m`), or a word and its count."

    private static func thousands(_ line: Int) -> FrequencyListError {
        FrequencyListError(
            line: line, fact: "a number with a thousands separator, or two numbers",
            remedy: "Write 1234 for 1,234; between a frequency and its types put a tab, or `m,Vm` above them.")
    }
}

extension FrequencyTable {
    /// What a first look at all lines tells.
    fileprivate struct Survey {
        /// The names in the first line, where no field of it is a number.
        var header: [String]?
        var lines = 0
        var firstLine = 0
        var fewestFields = Int.max
        var mostFields = 0
        /// The first line that has another number of fields than those before, and that number.
        var unequal: (line: Int, fields: Int)?
        /// How many lines begin or end with a whole number.
        var firstNumbers = 0
        var lastNumbers = 0
        /// Whether all fields between them are whole numbers.
        var areMiddleNumbers = true
        /// Whether lines begin with 1, 2, 3, ….
        var areRanked = true
        /// Whether every line could be one number with separators of thousands.
        var looksGrouped = true

        mutating func add(_ fields: [Range<Int>], _ line: Int, _ records: DelimitedRecords) {
            if records.isComment(fields) { return }
            if lines == 0, header == nil, !fields.contains(where: { records.looksNumeric($0) }) {
                header = fields.map { records.text($0) }
                return
            }
            lines += 1
            if lines == 1 { firstLine = line }
            if lines > 1, fields.count != mostFields, unequal == nil { unequal = (line, fields.count) }
            fewestFields = min(fewestFields, fields.count)
            mostFields = max(mostFields, fields.count)
            let first = records.integer(fields[0])
            if first != nil || records.isTooLarge(fields[0]) { firstNumbers += 1 }
            if records.isInteger(fields[fields.count - 1]) { lastNumbers += 1 }
            areRanked = areRanked && first == lines
            areMiddleNumbers =
                areMiddleNumbers && !fields.dropFirst().dropLast().contains { !records.isInteger($0) }
            looksGrouped =
                looksGrouped && records.separator == .comma
                && isGrouped(fields.map { records.text($0) }.joined(separator: ","))
        }

        /// Where words stand.
        enum WordPlace {
            case column(Int)
            /// In all fields from one to that of the count.
            case allBefore(Int)
        }

        /// - Parameter count: the column of the counts; `nil` where it is the last.
        func wordColumn(besides count: Int?) -> WordPlace {
            let names = (header ?? []).map { $0.lowercased() }
            if let named = names.firstIndex(where: { FrequencyTable.wordNames.contains($0) }), named != count {
                return .column(named)
            }
            // A first column of ranks is no part of the words.
            let first = areRanked && mostFields > 2 ? 1 : 0
            guard let count else { return .allBefore(first) }
            return .column(count == first ? first + 1 : first)
        }

        func unequal(_ fields: Int, _ line: Int) -> FrequencyListError {
            FrequencyListError(
                line: line,
                fact: "\(fields) value\(fields == 1 ? "" : "s") where the lines before have "
                    + (fields == mostFields ? "\(fewestFields)" : "\(mostFields)"),
                remedy: FrequencyTable.remedy)
        }
    }

    private static let wordNames: Set<String> = [
        "word", "words", "ngram", "token", "type", "form", "lemma", "item", "term",
    ]

    private static let countNames: Set<String> = [
        "count", "counts", "frequency", "frequencies", "freq", "freqs", "f", "n", "occurrences",
    ]
    private static let typesNames: Set<String> = ["vm", "v_m", "types", "number of types"]

    private static func columns(_ survey: Survey) throws(FrequencyListError) -> Columns {
        let names = (survey.header ?? []).map { $0.lowercased() }
        let named = names.firstIndex { $0 == "m" || countNames.contains($0) }
        if names.count > 1, let named {
            if let types = names.firstIndex(where: { typesNames.contains($0) }) { return .spectrum(named, types) }
            return .counts(named)
        }
        if survey.mostFields <= 1 { return .list }
        if survey.header == nil, survey.looksGrouped { throw thousands(survey.firstLine) }
        let areFirst = survey.firstNumbers == survey.lines
        let areLast = survey.lastNumbers == survey.lines
        if areFirst, areLast, survey.areMiddleNumbers {
            if let (line, fields) = survey.unequal { throw survey.unequal(fields, line) }
            if survey.mostFields == 2 { return .spectrum(0, 1) }
        }
        if areLast, !areFirst || survey.areRanked && !survey.areMiddleNumbers { return .lastCounts }
        if areFirst, !areLast { return .counts(0) }
        if areFirst, areLast {
            throw FrequencyListError(
                line: survey.firstLine, fact: "\(survey.mostFields) columns, and nothing says which is the count",
                remedy: "Put a header above them that calls it count.")
        }
        // What most lines have is meant, and the others are at fault.
        return survey.lastNumbers >= survey.firstNumbers ? .lastCounts : .counts(0)
    }
}

/// Whether a text is digits in groups of three with commas between: `1,234`.
private func isGrouped(_ text: String) -> Bool {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    return groups.count > 1 && (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
        && groups.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
