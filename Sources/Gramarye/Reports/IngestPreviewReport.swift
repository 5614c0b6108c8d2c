internal import Foundation
package import Reporting
package import Storage
internal import Tokenization

extension IngestPreview {
    /// What would be read into a database, a row for each document.
    package func report(of path: String) -> Report {
        var table = ResultTable(columns: ["document", "format", "encoding", "segments", "split", "bytes"])
        for document in documents {
            table.append([
                .text(document.name), .text(document.format), .text(document.encoding.rawValue),
                .text(document.segments.rawValue), .text(document.split?.name ?? "shares"), .integer(document.bytes),
            ])
        }
        let sum = documents.reduce(0) { $0 + $1.bytes }
        let done =
            "\(path): \(NumberText.counted(documents.count, "document")) of \(NumberText.counted(sum, "byte")) would be read"
        var report = Report(
            "What would be read into \(path)", rows: table,
            blocks: [.table(table, named: "documents"), Report.Block.lines([done])],
            provenance: Provenance(version: gramaryeVersion))
        report.answer = done + "."
        report.notes = notes
        return report
    }
}
