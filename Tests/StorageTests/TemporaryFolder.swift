internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import Tokenization

/// A folder that goes with the value.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "gram-store-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() } }

    /// Ingests texts and opens the database.
    @discardableResult
    func ingest(
        _ inputs: [String], into database: String = "corpus.db", _ change: (inout IngestOptions) -> Void = { _ in }
    ) throws -> (store: CorpusStore, report: IngestResult) {
        var options = IngestOptions(inputs: inputs.map { IngestInput(path: $0) }) { _, unknown in
            unknown ? "literal" : "default"
        }
        change(&options)
        let report = try CorpusStore.ingest(into: path(database), options)
        return (try CorpusStore(path: path(database), access: .readWrite), report)
    }
}

/// The counts of a database spelled out: for each order `[split, w1, …]` → n.
func spelledCounts(_ store: CorpusStore) throws -> [[String]: Int] {
    let types = try store.types()
    var counts: [[String]: Int] = [:]
    for order in CorpusStore.storedOrders {
        for split in Split.allCases {
            let table = try store.storedCounts(order: order, split: split)
            for row in 0..<table.count {
                let words = table.ids[row * order..<(row + 1) * order].map { types[$0] }
                counts[[split.name] + words] = Int(table.counts[row])
            }
        }
    }
    return counts
}

/// The same counted with a dictionary from the token streams.
func naiveCounts(_ store: CorpusStore) throws -> [[String]: Int] {
    let types = try store.types()
    var counts: [[String]: Int] = [:]
    for split in Split.allCases {
        for segment in try store.tokens(of: split).ids.split(
            separator: Marker.segmentEnd, omittingEmptySubsequences: false
        ).dropLast() {
            let words = ["<s>"] + segment.map { types[$0] } + ["</s>"]
            for order in 1...3 where words.count >= order {
                for start in 0...(words.count - order) {
                    counts[[split.name] + words[start..<start + order], default: 0] += 1
                }
            }
        }
    }
    return counts
}

/// The documents and their token streams spelled out, block by block, in the order of their names.
func spelledBlocks(_ store: CorpusStore) throws -> [String] {
    let types = try store.types()
    return try DatabaseQueue(path: store.path).read { db in
        try Row.fetchAll(
            db,
            sql: """
                SELECT d.name, d.sha256, d.bytes, d.characters, d.tokens * 1000000 + d.types * 10 + d.divided,
                    s.split, s.block, s.segments, s.tokens, s.characters, s.ids
                FROM document AS d JOIN segment_block AS s ON s.document = d.id ORDER BY d.name, s.split, s.block
                """
        ).map { row in
            let ids: [TokenID] = integers(fromLittleEndian: Array(row[10] as Data))
            return ((0..<10).map { "\(row[$0] as DatabaseValue)" } + ids.map { types[$0] }).joined(separator: "\t")
        }
    }
}
