internal import Foundation
internal import Testing

/// What people see, whole. `GRAMARYE_RECORD=1 swift test` writes the snapshots anew: read the difference before you commit it.
@Suite struct SnapshotTests {
    static let commands: [(name: String, arguments: String)] = [
        ("info", "info ferry.db"),
        ("frequencies", "frequencies ferry.db --limit 10"),
        ("frequencies-trigrams", "frequencies ferry.db --order 3 --limit 5"),
        ("frequencies-words", "frequencies ferry.db wren admiral dragon"),
        ("frequencies-spectrum", "frequencies ferry.db --spectrum --limit 8"),
        ("vocabulary", "vocabulary ferry.db --limit 8"),
        ("vocabulary-sizes", "vocabulary ferry.db --sizes"),
        ("zipf", "zipf ferry.db --order 1,2,3"),
        ("probability", "probability ferry.db river --given the"),
        ("probability-explained", "probability ferry.db quiet --given river --model mle:2,laplace:2 --explain"),
        ("next", "next ferry.db the --model laplace:2 --limit 5"),
        ("next-tempered", "next ferry.db the --model laplace:2 --limit 5 --temperature 0.5"),
        ("model", "info modelled.db base"),
        ("surprisal-document", "surprisal modelled.db --document ferry-book.txt --segments 2-2 --model base"),
        ("perplexity", "perplexity ferry.db --model laplace:1,laplace:2,dirichlet:2:50,mle:2"),
        ("generate", "generate ferry.db --model laplace:2 --seed 7 --length 20 --prompt the"),
    ]

    static let bench = Result {
        let bench = try Workbench()
        let text = try String(
            contentsOf: Workbench.package.appending(path: "Corpora/ferry-book.txt"), encoding: .utf8)
        try bench.write(text, to: "ferry-book.txt")
        expectDone(try bench.gram("ingest", "ferry.db", "ferry-book.txt"))
        expectDone(try bench.gram("ingest", "modelled.db", "ferry-book.txt"))
        expectDone(try bench.gram("train", "modelled.db", "base", "--ngram", "mkn:2"))
        return bench
    }

    @Test(arguments: commands.map(\.name)) func isAsRecorded(name: String) throws {
        let arguments = try #require(Self.commands.first { $0.name == name }?.arguments)
        let run = try Self.bench.get().start(Workbench.gram, arguments.split(separator: " ").map(String.init)).result()
        expectDone(run)
        let text = Self.steady("$ gram \(arguments)\n\(run.output)--\n\(run.errors)")
        let file = Workbench.package.appending(path: "Tests/CommandTests/Snapshots/\(name).txt")
        if ProcessInfo.processInfo.environment["GRAMARYE_RECORD"] != nil {
            try Data(text.utf8).write(to: file)
        }
        let recorded = try? String(contentsOf: file, encoding: .utf8)
        #expect(text == recorded, "gram \(arguments)")
    }

    /// The text without what differs by machine and moment: times, hashes that depend on ICU's version, sizes on the disk.
    static func steady(_ text: String) -> String {
        text.replacing(/\b[0-9a-f]{12,64}\b/, with: "HASH")
            .replacing(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/, with: "DATE")
            .replacing(/(training seconds\s+)[\d.,e−-]+/, with: { "\($0.output.1)SECONDS" })
            .replacing(/\b[\d.,]+ (s|ms|MB|KB|MiB|KiB|bytes)\b/, with: { "SIZE \($0.output.1)" })
    }
}
