internal import Basics
public import Reporting
internal import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// The documents with what is known of them: a column for each key of their metadata, then their tokens, types and the
    /// moving-average type–token ratio, `null` of a text shorter than its window of 500 tokens.
    /// - Parameters:
    ///   - chosen: which documents; all where `nil`.
    ///   - limit: how many documents are listed; all where `nil`.
    public func metadataReport(of chosen: Subcorpus? = nil, limit: Int? = nil) throws -> Report {
        let documents = try (chosen ?? subcorpus()).documents
        let keys = try store.metadataKeys()
        let metadata = try store.metadata()
        let provenance = try provenance(of: chosen)
        let measured = ["tokens", "types", "mattr"]
        // A key may have the name of a column.
        let names = keys.map { measured.contains($0.lowercased()) ? "metadata_\($0)" : $0 }
        var table = ResultTable(columns: ["document"] + names + measured, names: Set(names))
        table.total = documents.count
        let listed = Array(documents.prefix(limit ?? documents.count))
        let records = Dictionary(uniqueKeysWithValues: try store.documents().map { ($0.id, $0) })
        for (document, ratio) in zip(listed, try movingAverageRatios(of: listed)) {
            let values = Dictionary(
                (metadata[document.id] ?? []).map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
            let record = records[document.id]
            table.append(
                [.text(document.name)] + keys.map { values[$0.lowercased()]?.value ?? .null } + [
                    .integer(record?.tokens.values.reduce(0, +) ?? 0), .integer(record?.types ?? 0), .of(ratio),
                ])
        }
        var report = Report(
            "Metadata", rows: table, blocks: [.table(table, named: "metadata")], provenance: provenance)
        report.answer =
            keys.isEmpty
            ? "The documents have no metadata."
            : "\(NumberText.counted(documents.count, "document")) with \(NumberText.counted(keys.count, "key")): "
                + keys.joined(separator: ", ") + "."
        report.notes.append(
            "mattr: the mean type–token ratio of all windows of \(Self.ratioWindow) tokens")
        return report.about(chosen)
    }

    private static let ratioWindow = 500
    /// How many documents are in memory at once.
    private static let documentsAtOnce = 16

    /// The moving-average type–token ratio of each document; `nil` of a text shorter than the window.
    private func movingAverageRatios(of documents: [NamedDocument]) throws -> [Double?] {
        let all = try subcorpus()
        var ratios: [Double?] = []
        for start in stride(from: 0, to: documents.count, by: Self.documentsAtOnce) {
            let some = documents[start..<min(start + Self.documentsAtOnce, documents.count)]
            let texts = try some.map { try words(of: .documents(all.choosing([$0]))) }
            ratios += parallelMap(texts.count) { number in
                SequentialDiversity.movingAverageRatio(
                    texts[number], typeCount: Int(texts[number].max() ?? 0) + 1, window: Self.ratioWindow)
            }
        }
        return ratios
    }
}
