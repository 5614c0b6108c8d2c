/// A table of texts: a document a row, its other columns metadata, but for those without a name, as pandas and R write row
/// numbers.
enum TableReader {
    /// Columns whose value is a document's name.
    private static let nameColumns = ["name", "id"]

    /// - Throws: `.noColumn`, `.malformed` naming the line of a quotation that does not end or of a row of another length.
    static func documents(
        _ utf8: [UInt8], format: TextFormat, textColumn: String
    ) throws(FormatError) -> [ParsedDocument] {
        var table = DelimitedText(utf8, separator: separator(of: utf8))
        guard let header = try next(&table, format) else { throw .noColumn(textColumn, columns: []) }
        let columns = names(of: header)
        guard let text = index(of: textColumn, in: columns) else {
            throw .noColumn(textColumn, columns: columns.filter { !$0.isEmpty })
        }
        let name = nameColumns.lazy.compactMap { index(of: $0, in: columns) }.first { $0 != text }
        let keys = columns.indices.filter { $0 != text && $0 != name && !columns[$0].isEmpty }
        let again = Dictionary(grouping: keys) { columns[$0].lowercased() }.filter { $0.value.count > 1 }
        var documents: [ParsedDocument] = []
        while let row = try next(&table, format) {
            guard row.fields.count == columns.count else {
                throw .malformed(
                    format, reason: "a row has \(row.fields.count) fields, the header \(columns.count)", line: row.line)
            }
            var document = ParsedDocument(text: row.fields[text])
            document.number = documents.count + 1
            document.source = row.fields[text]
            if let name, !row.fields[name].isEmpty { document.name = String(decoding: row.fields[name], as: UTF8.self) }
            for index in keys {
                let value = String(decoding: row.fields[index], as: UTF8.self)
                let key = columns[index].lowercased()
                if again[key] != nil, !value.allSatisfy(\.isWhitespace) {
                    document.metadata.removeAll { $0.key.lowercased() == key }
                }
                document.describe(columns[index], value)
            }
            documents.append(document)
        }
        if !documents.isEmpty { documents[0].notes += notes(on: columns, again: again.values.sorted { $0[0] < $1[0] }) }
        return documents
    }

    /// What is left out for its header.
    /// - Parameter again: the columns that are one key, each with the others.
    private static func notes(on columns: [String], again: [[Int]]) -> [String] {
        let unnamed = columns.count { $0.isEmpty }
        return (unnamed == 0 ? [] : ["\(unnamed == 1 ? "a column" : "\(unnamed) columns") without a name, left out"])
            + again.map { group in
                "columns \(group.map { columns[$0] }.joined(separator: " and ")) are one key, whose later values hold"
            }
    }

    private static func separator(of utf8: [UInt8]) -> UInt8 {
        DelimitedText.separator(ofHeader: utf8.prefix { $0 != 0x0A && $0 != 0x0D })
    }

    private static func names(of header: DelimitedText.Record) -> [String] {
        header.fields.map { field in
            String(decoding: field.starts(with: [0xEF, 0xBB, 0xBF]) ? field.dropFirst(3) : field[...], as: UTF8.self)
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private static func index(of column: String, in columns: [String]) -> Int? {
        columns.firstIndex(of: column) ?? columns.firstIndex { $0.lowercased() == column.lowercased() }
    }

    private static func next(
        _ table: inout DelimitedText, _ format: TextFormat
    ) throws(FormatError) -> DelimitedText.Record? {
        do throws(DelimitedText.OpenQuotation) { return try table.next() } catch {
            throw .malformed(format, reason: "a quotation does not end", line: error.line)
        }
    }
}
