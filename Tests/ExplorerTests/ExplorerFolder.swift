internal import Explorer
internal import Foundation
internal import Gramarye
internal import Reporting

/// A corpus whose words and names are full of what a page could take for markup, and an explorer of it.
final class ExplorerFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "gram-explorer-\(UUID().uuidString)")
    static let host = "127.0.0.1:8000"
    static let word = "<script>alert(1)</script>\"'&\u{202E}"

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    /// - Parameter answer: makes the report; by itself one of the words.
    func explorer(
        token: String? = nil, program: (path: String, arguments: [String])? = nil, answer: Explorer.Answer? = nil
    ) throws -> Explorer {
        let name = url.appending(path: "a<b>&\"c\".txt")
        try Data("\(Self.word) is a word\nand so is \(Self.word)\n".utf8).write(to: name)
        let path = url.appending(path: "x.db").path
        if !FileManager.default.fileExists(atPath: path) {
            var options = IngestOptions([IngestInput(path: name.path)])
            options.tokens = .whitespace
            _ = try CorpusStore.ingest(into: path, options)
        }
        let explorer = Explorer(
            [.init(name: "x", path: path)], token: token, program: program, answer: answer ?? Self.words
        ) { error in
            error is Busy ? ("The disk is busy.", nil, 503) : ("\(error)", nil, 422)
        }
        explorer.allow(hosts: [Self.host])
        return explorer
    }

    private static let words: Explorer.Answer = { command, database, arguments in
        guard let corpus = CorpusPool.current else { throw Failure() }
        var table = ResultTable(columns: ["ngram", "document", "count"])
        for document in try corpus.store.namedDocuments() {
            for type in try corpus.store.types().texts {
                table.append([.list([.text(type)]), .text(document.name), .integer(1)])
            }
        }
        var provenance = Provenance(version: "0")
        provenance.database = database
        provenance.commandLine = "gram \(command) \(arguments)"
        var report = Report("Words of \(database)", rows: table, provenance: provenance)
        report.answer = "\(word) is a word."
        report.notes = [word]
        return report
    }

    struct Failure: Error {}
    /// What may be otherwise the next time.
    struct Busy: Error {}
}

extension TypeTable {
    fileprivate var texts: [String] { (0..<count).map { self[TokenID($0)] } }
}

extension Explorer {
    func get(
        _ path: String, _ query: String = "", method: String = "GET", host: String = ExplorerFolder.host,
        headers: [(name: String, value: String)] = []
    ) -> ExplorerResponse {
        respond(
            to: ExplorerRequest(method: method, path: path, query: query, headers: [("Host", host)] + headers))
    }
}

extension ExplorerResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
