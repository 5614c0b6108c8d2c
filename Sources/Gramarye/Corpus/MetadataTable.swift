internal import Basics
internal import Documents
internal import Foundation
internal import Storage

/// A table of comma- or tab-separated values with a header, a row for each document: what is known of documents.
///
/// Rows are joined on the documents' names, with or without ending, by the column `name`, `document` or `file`, else the first.
package struct MetadataTable: Sendable {
    private static let nameColumns = ["name", "document", "file"]

    private let rows: [String: [(key: String, value: String)]]
    /// Names that more than one row has, whose later values hold.
    private let repeated: [String]

    /// - Parameter name: of the file, for errors.
    /// - Throws: `StimuliError` where it is no table, `StorageError.reservedKey`.
    package init(_ text: String, named name: String) throws {
        let header = text.prefix { !$0.isNewline }
        let file = try DelimitedFile(text, separator: DelimitedFile.separator(ofHeader: header), named: name)
        let names = file.columns.map { $0.lowercased() }
        let nameColumn = Self.nameColumns.lazy.compactMap { names.firstIndex(of: $0) }.first ?? 0
        let others = file.columns.indices.filter { $0 != nameColumn }
        for column in others { try MetadataKeys.check(file.columns[column]) }
        var rows: [String: [(key: String, value: String)]] = [:]
        var repeated: Set<String> = []
        for row in file.rows {
            if rows[row.fields[nameColumn]] != nil { repeated.insert(row.fields[nameColumn]) }
            rows[row.fields[nameColumn], default: []] += others.map { (file.columns[$0], row.fields[$0]) }
        }
        self.rows = rows
        self.repeated = repeated.sorted()
    }

    /// What the table says of a document.
    package func values(of document: String) -> [(key: String, value: String)] {
        row(of: document).flatMap { rows[$0] } ?? []
    }

    /// How many rows name none of the documents, how many of these have no row, and which
    /// names have several; `nil` if there is none of it.
    package func note(on documents: [String]) -> String? {
        let matched = documents.compactMap(row(of:))
        let joined = Set(matched)
        let unmatchedRows = rows.keys.filter { !joined.contains($0) }.sorted()
        let unmatched = documents.filter { row(of: $0) == nil }
        var parts: [String] = []
        if !unmatchedRows.isEmpty {
            parts.append(
                "\(NumberText.counted(unmatchedRows.count, "row")) of no document (\(shortened(unmatchedRows)))")
        }
        if !unmatched.isEmpty {
            parts.append("\(NumberText.counted(unmatched.count, "document")) without a row (\(shortened(unmatched)))")
        }
        if !repeated.isEmpty {
            parts.append(
                "\(NumberText.counted(repeated.count, "name")) in more than one row, whose later values hold "
                    + "(\(shortened(repeated)))")
        }
        return parts.isEmpty ? nil : "metadata: " + parts.joined(separator: "; ")
    }

    /// The first cell of a document's row.
    private func row(of document: String) -> String? {
        [document, withoutEnding(document)].first { rows[$0] != nil }
    }

    private func withoutEnding(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), !name[dot...].contains("/") else { return name }
        return String(name[..<dot])
    }
}
