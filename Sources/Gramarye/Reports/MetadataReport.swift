public import Reporting
internal import Storage

extension Corpus {
    /// The documents with what is known of them: a column for each key of their metadata.
    /// - Parameters:
    ///   - chosen: which documents; all where `nil`.
    ///   - limit: how many documents are listed; all where `nil`.
    public func metadataReport(of chosen: Subcorpus? = nil, limit: Int? = nil) throws -> Report {
        let documents = try (chosen ?? subcorpus()).documents
        let keys = try store.metadataKeys()
        let metadata = try store.metadata()
        let provenance = try provenance(of: chosen)
        var table = ResultTable(columns: ["document"] + keys, names: Set(keys))
        table.total = documents.count
        for document in documents.prefix(limit ?? documents.count) {
            let values = Dictionary(
                (metadata[document.id] ?? []).map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
            table.append([.text(document.name)] + keys.map { values[$0.lowercased()]?.value ?? .null })
        }
        // Years without commas.
        var shown = ResultTable(columns: table.columns, names: table.names)
        for row in table.rows { shown.append(row.map { $0 == .null ? .null : .text($0.plainText) }) }
        let numeric = table.columns.indices.filter { column in
            table.rows.allSatisfy { if case .text = $0[column] { false } else { true } }
        }
        var report = Report(
            "Metadata", rows: table,
            blocks: [.table(shown, named: "metadata", rightAligned: Set(numeric.map { table.columns[$0] }))],
            provenance: provenance)
        report.answer =
            keys.isEmpty
            ? "The documents have no metadata."
            : "\(NumberText.counted(documents.count, "document")) with \(NumberText.counted(keys.count, "key")): "
                + keys.joined(separator: ", ") + "."
        return report.about(chosen)
    }
}
