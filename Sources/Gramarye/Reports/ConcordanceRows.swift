internal import CorpusTools
internal import Reporting
internal import Storage

extension ResultTable {
    /// - Parameters:
    ///   - lines: a row for each.
    ///   - keys: all of the database, whatever lines are shown: a column for each.
    ///   - metadata: of each document that has some, by its number.
    init(_ lines: [ConcordanceLine], keys: [String], metadata: [Int: [(key: String, value: MetadataValue)]]) {
        let columns = ["document", "segment", "position", "left", "node", "right"]
        // A key may have the name of a column.
        let names = keys.map { columns.contains($0.lowercased()) ? "metadata_\($0)" : $0 }
        self.init(columns: columns + names, names: Set(names))
        for line in lines {
            let values = Dictionary((metadata[line.documentID] ?? []).map { ($0.key, $0.value.value) }) { $1 }
            append(
                [
                    .text(line.document), .integer(line.segment), .integer(line.position), .text(line.left),
                    .text(line.node), .text(line.right),
                ] + keys.map { values[$0] ?? .null })
        }
    }
}

extension Report.Block {
    /// What hits can be counted by.
    ///
    /// - Parameters:
    ///   - key: by which they are; `nil` where their lines are shown.
    ///   - metadata: keys of the documents.
    static func counted(by key: ConcordanceKey?, metadata: [String]) -> Report.Block {
        let keys = ["node", "1L", "1R", "document"] + metadata.prefix(mostKeys)
        return .choices(
            "Counted by", option: "group",
            [Report.Choices.Choice("lines", nil)] + keys.map { Report.Choices.Choice($0, $0) },
            chosen: key?.description)
    }

    /// The usual orders of lines.
    static func sorted(by keys: [ConcordanceKey]) -> Report.Block {
        .choices(
            "In the order of", option: "sort",
            [Report.Choices.Choice("the text", nil)]
                + ["1R,2R,3R", "1L,2L,3L", "node,1R", "document"].map {
                    Report.Choices.Choice($0.split(separator: ",").joined(separator: " "), $0)
                },
            chosen: keys.isEmpty ? nil : keys.map(\.description).joined(separator: ","))
    }

    /// More would hide what they belong to.
    private static let mostKeys = 8
}
