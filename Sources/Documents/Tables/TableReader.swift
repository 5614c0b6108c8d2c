/// A table of texts: a document a row, its other columns metadata.
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
            throw .noColumn(textColumn, columns: columns)
        }
        let name = nameColumns.lazy.compactMap { index(of: $0, in: columns) }.first { $0 != text }
        var documents: [ParsedDocument] = []
        while let row = try next(&table, format) {
            guard row.fields.count == columns.count else {
                throw .malformed(
                    format, reason: "a row has \(row.fields.count) fields, the header \(columns.count)", line: row.line)
            }
            var document = ParsedDocument(text: row.fields[text])
            document.number = documents.count + 1
            document.source = row.fields[text]
            for (index, column) in columns.enumerated() where index != text {
                let value = String(decoding: row.fields[index], as: UTF8.self)
                if index == name {
                    document.name = value.isEmpty ? nil : value
                } else {
                    document.describe(column, value)
                }
            }
            documents.append(document)
        }
        return documents
    }

    /// Whether a text begins with a header that has this column, among others or alone.
    static func hasColumn(_ column: String, _ head: [UInt8]) -> Bool {
        var table = DelimitedText(head, separator: separator(of: head))
        guard let header = try? table.next() else { return false }
        return index(of: column, in: names(of: header)) != nil
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
