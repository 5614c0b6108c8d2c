internal import Foundation

/// A file of comma- or tab-separated values with a header.
struct DelimitedFile {
    let columns: [String]
    /// A value for each column, and the line in which the row begins.
    let rows: [(line: Int, fields: [String])]

    /// - Parameters:
    ///   - separator: between fields.
    ///   - name: of the file, for errors.
    /// - Throws: `StimuliError` naming the line of a quotation that does not end, or of a row of another length.
    init(_ text: String, separator: Unicode.Scalar, named name: String) throws {
        var records = try Self.records(text, separator: separator, named: name)
        guard !records.isEmpty else {
            throw StimuliError.empty(file: name)
        }
        columns = records.removeFirst().fields.map { $0.trimmingCharacters(in: .whitespaces) }
        for record in records where record.fields.count != columns.count {
            throw StimuliError.fieldCount(
                file: name, line: record.line, fields: record.fields.count, columns: columns.count,
                isTabbed: separator == "\t")
        }
        rows = records
    }

    /// The separator that a header line has: tab, else semicolon where there are more than commas.
    static func separator(ofHeader line: some StringProtocol) -> Unicode.Scalar {
        let scalars = line.unicodeScalars
        if scalars.contains("\t") { return "\t" }
        return scalars.count { $0 == ";" } > scalars.count { $0 == "," } ? ";" : ","
    }

    /// RFC 4180; blank lines are left out. Tab-separated values are quoted only where their header is, as R writes them:
    /// elsewhere a quotation mark is one.
    private static func records(
        _ text: String, separator: Unicode.Scalar, named name: String
    ) throws -> [(line: Int, fields: [String])] {
        let scalars = Array(text.unicodeScalars)
        let isQuoted = separator != "\t" || scalars.first == "\""
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        var (line, firstLine, index) = (1, 1, 0)
        /// A line ends in LF, CRLF, or CR alone.
        func endsLine(_ index: Int) -> Bool {
            scalars[index] == "\n" || scalars[index] == "\r" && scalars.dropFirst(index + 1).first != "\n"
        }
        func endRecord() {
            fields.append(String(field))
            field = String.UnicodeScalarView()
            if fields != [""] { records.append((firstLine, fields)) }
            fields = []
        }
        while index < scalars.count {
            let scalar = scalars[index]
            if isQuoted, scalar == "\"", field.isEmpty {
                let quotedLine = line
                index += 1
                while index < scalars.count, scalars[index] != "\"" || scalars.dropFirst(index + 1).first == "\"" {
                    if scalars[index] == "\"" { index += 1 }
                    if endsLine(index) { line += 1 }
                    field.append(scalars[index])
                    index += 1
                }
                guard index < scalars.count else {
                    throw StimuliError.openQuotation(file: name, line: quotedLine)
                }
            } else if scalar == separator {
                fields.append(String(field))
                field = String.UnicodeScalarView()
            } else if scalar == "\n" || scalar == "\r" {
                if !endsLine(index) { index += 1 }
                endRecord()
                line += 1
                firstLine = line
            } else {
                field.append(scalar)
            }
            index += 1
        }
        if !field.isEmpty || !fields.isEmpty { endRecord() }
        return records
    }
}
