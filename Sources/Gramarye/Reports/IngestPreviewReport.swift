internal import Foundation
package import Reporting
package import Storage
internal import Tokenization

extension IngestPreview {
    /// What would be read into a database, a row for each document.
    package func report(of path: String) -> Report {
        var table = ResultTable(columns: ["document", "format", "encoding", "segments", "split", "bytes", "outcome"])
        for document in documents {
            table.append([
                .text(document.name), .text(document.format), .text(document.encoding.rawValue),
                .text(document.segments.rawValue), .text(document.split?.name ?? "shares"), .integer(document.bytes),
                .text(document.outcome.rawValue),
            ])
        }
        let read = documents.filter { $0.outcome == .added || $0.outcome == .replaced }
        let sum = read.reduce(0) { $0 + $1.bytes }
        let outcomes = IngestPreview.Outcome.allCases.dropFirst().compactMap { outcome in
            let count = documents.count { $0.outcome == outcome }
            return count == 0 ? nil : "\(NumberText.grouped(count)) \(outcome.rawValue)"
        }
        let done =
            "\(path): \(NumberText.counted(read.count, "document")) of \(NumberText.counted(sum, "byte")) would be read"
            + (outcomes.isEmpty ? "" : " (\(outcomes.joined(separator: ", ")))")
        var report = Report(
            "What would be read into \(path)", rows: table,
            blocks: [.table(table, named: "documents"), .paragraph(done)],
            provenance: Provenance(version: gramaryeVersion))
        report.answer = done + "."
        report.notes = notes
        return report
    }
}
