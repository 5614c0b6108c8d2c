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
    /// What is to be said of columns.
    private let columnNotes: [String]

    /// - Parameter name: of the file, for errors.
    /// - Throws: `StimuliError` where it is no table.
    package init(_ text: String, named name: String) throws {
        if text.allSatisfy(\.isNewline) { throw StimuliError.emptyMetadata(file: name) }
        let header = text.prefix { !$0.isNewline }
        let file = try DelimitedFile(text, separator: DelimitedFile.separator(ofHeader: header), named: name)
        let names = file.columns.map { $0.lowercased() }
        let nameColumn =
            Self.nameColumns.lazy.compactMap { names.firstIndex(of: $0) }.first ?? Self.firstColumn(of: file)
        let others = file.columns.indices.filter { $0 != nameColumn && !MetadataKeys.isReserved(file.columns[$0]) }
        let leftOut = file.columns.indices.filter { $0 != nameColumn && !others.contains($0) }.map { file.columns[$0] }
        columnNotes = Self.notes(leftOut: leftOut, keys: others.map { file.columns[$0] })
        var rows: [String: [(key: String, value: String)]] = [:]
        var repeated: Set<String> = []
        for row in file.rows {
            if rows[row.fields[nameColumn]] != nil { repeated.insert(row.fields[nameColumn]) }
            rows[row.fields[nameColumn], default: []] += others.map { (file.columns[$0], row.fields[$0]) }
        }
        self.rows = rows
        self.repeated = repeated.sorted()
    }

    /// The column of the documents' names where none is called so: the first, unless it has no name and numbers the rows, as
    /// pandas (from 0) and R (from 1) write it.
    private static func firstColumn(of file: DelimitedFile) -> Int {
        guard file.columns[0].isEmpty, file.columns.count > 1 else { return 0 }
        let numbers = file.rows.map { $0.fields[0] }
        let isNumbered = [0, 1].contains { start in
            numbers.elementsEqual((0..<numbers.count).lazy.map { String($0 + start) })
        }
        return isNumbered ? file.columns.firstIndex { !$0.isEmpty } ?? 0 : 0
    }

    private static func notes(leftOut: [String], keys: [String]) -> [String] {
        let unnamed = leftOut.count { $0.isEmpty }
        let again = Dictionary(grouping: keys) { $0.lowercased() }.filter { $0.value.count > 1 }
        return (unnamed == 0 ? [] : ["\(NumberText.counted(unnamed, "column")) without a name, left out"])
            + [MetadataKeys.note(leavingOut: leftOut.filter { !$0.isEmpty })].compactMap { $0 }
            + again.sorted { $0.key < $1.key }.map {
                "columns \($0.value.joined(separator: " and ")) are one key, whose later values hold"
            }
    }

    /// What the table says of a document.
    package func values(of document: String) -> [(key: String, value: String)] {
        row(of: document).flatMap { rows[$0] } ?? []
    }

    /// How many rows name none of the documents, how many of these have no row, and which
    /// names have several; columns that are left out; `nil` if there is none of it.
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
        parts += columnNotes
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
