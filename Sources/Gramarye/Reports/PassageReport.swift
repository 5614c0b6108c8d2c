public import CorpusTools
public import Reporting
internal import Storage

extension Corpus {
    /// A hit of a query in a longer stretch of its text; further keys: `hits` of the document, the hit's `number` among them,
    /// and where the `previous` and the `next` begin.
    ///
    /// The parameters are those of ``concordancePassage(_:at:of:window:longest:)``.
    public func passageReport(
        _ query: String, at place: ConcordancePassage.Place, of documents: Subcorpus,
        window: ConcordanceWindow = ConcordanceWindow(.words(150)), longest: Bool = false
    ) throws -> Report {
        let found = try concordancePassage(query, at: place, of: documents, window: window, longest: longest)
        let line = found.line
        let (keys, metadata) = try (store.metadataKeys(), store.metadata())
        let provenance = try provenance(of: documents)
        let table = ResultTable([line], keys: keys, metadata: metadata)
        func row(_ place: ConcordancePassage.Place?) -> [Value]? {
            place.map { [.text(line.document), .integer($0.segment), .integer($0.position), .text(line.node)] }
        }
        let passage = Report.Passage(
            label: line.document, left: line.left, node: line.node, right: line.right,
            isCutLeft: line.leftText.isCut, isCutRight: line.rightText.isCut,
            place: "hit \(NumberText.grouped(found.number)) of \(NumberText.grouped(found.hits))",
            columns: ["document", "segment", "position", "node"], previous: row(found.previous), next: row(found.next))
        var report = Report(
            "“\(query)” in \(line.document)", rows: table,
            blocks: [.passage(passage), .data(table, named: "passage").only(.page)], provenance: provenance)
        report.answer =
            "“\(line.node)” in \(line.document): hit \(NumberText.grouped(found.number)) of "
            + "\(NumberText.grouped(found.hits)) of “\(query)” there."
        func object(_ place: ConcordancePassage.Place?) -> Value {
            place.map {
                .object([.init("segment", .integer($0.segment)), .init("position", .integer($0.position))])
            } ?? .null
        }
        report.further = [
            .init("hits", .integer(found.hits)), .init("number", .integer(found.number)),
            .init("previous", object(found.previous)), .init("next", object(found.next)),
        ]
        report.notes = [
            "hit \(NumberText.grouped(found.number)) of \(NumberText.grouped(found.hits)) in \(line.document), "
                + "segment \(NumberText.grouped(line.segment))"
        ]
        report.notes += found.notes
        return report
    }
}
