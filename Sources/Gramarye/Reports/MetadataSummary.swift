internal import Reporting
internal import Storage

extension MetadataKeySummary {
    /// `author (40 documents; Woolf, Joyce and 3 more values)`.
    var told: String {
        let shown = examples.map { $0.text.visibleStart }.joined(separator: ", ")
        let more = values - examples.count
        return "\(key) (\(NumberText.counted(documents, "document")): \(shown)"
            + (more > 0 ? " and \(NumberText.counted(more, "more value"))" : "") + ")"
    }

    var value: Value {
        .object([
            .init("key", .text(key)), .init("documents", .integer(documents)), .init("values", .integer(values)),
            .init("examples", .list(examples.map(\.value))),
        ])
    }
}

extension [MetadataKeySummary] {
    var table: ResultTable {
        var table = ResultTable(columns: ["key", "documents", "values", "examples"])
        for key in self {
            table.append([
                .text(key.key), .integer(key.documents), .integer(key.values),
                .text(key.examples.map { $0.text.visibleStart }.joined(separator: ", ")),
            ])
        }
        return table
    }
}

extension String {
    /// As much as fits between others.
    fileprivate var visibleStart: String { count > 40 ? prefix(39) + "…" : self }
}
