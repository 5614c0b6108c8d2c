internal import Foundation
internal import Testing

/// `gram merge` as it is typed.
@Suite struct MergeCommandTests {
    @Test func shardsBecomeOne() throws {
        let bench = try Workbench()
        for (index, text) in ["the cat sat\n", "the dog sat\n", "a bird sang\n"].enumerated() {
            try bench.write(String(repeating: text, count: 20), to: "\(index).txt")
            expectDone(try bench.gram("ingest", "\(index).db", "\(index).txt"))
        }
        expectDone(try bench.gram("train", "0.db", "base", "--ngram", "laplace:1"))
        expectDone(try bench.gram("train", "1.db", "base", "--ngram", "laplace:1"))
        let run = try bench.gram("merge", "0.db", "1.db", "2.db")
        expectDone(run)
        #expect(run.output.contains("0.db: 2 documents of 2 databases added, 120 tokens"))
        #expect(run.errors.contains("1 model of 1.db left out"))
        #expect(run.errors.contains("base is stale now"))
        let again = try bench.gram("merge", "0.db", "1.db", "--format", "json")
        expectDone(again)
        #expect(again.errors.contains("1.txt: already in the database, skipped"))
        expectDone(try bench.gram("ingest", "once.db", "0.txt", "1.txt", "2.txt"))
        expectDone(try bench.gram("merge", "new.db", "0.db"))
        let prints = try ["once.db", "new.db", "0.db"].map { try bench.gram("frequencies", $0, "--order", "2").output }
        #expect(prints[0] == prints[1] && prints[1] == prints[2])
    }

    @Test func mistakesAreTold() throws {
        let bench = try Workbench()
        try bench.write("the cat sat\n", to: "a.txt")
        try bench.write("the dog sat\n", to: "other/a.txt")
        expectDone(try bench.gram("ingest", "a.db", "a.txt"))
        expectDone(try bench.gram("ingest", "b.db", "other/a.txt"))
        expectDone(try bench.gram("ingest", "c.db", "a.txt", "--case", "preserve"))
        expectError(try bench.gram("merge", "a.db", "b.db"), 65, naming: "both have a document a.txt")
        expectError(try bench.gram("merge", "a.db", "c.db"), 65, naming: "c.db has case preserve, a.db has lower")
        expectError(try bench.gram("merge", "a.db", "./a.db"), 64, naming: "are one file")
        expectError(try bench.gram("merge", "a.db", "a.txt"), 64, naming: "not a database")
        expectError(try bench.gram("merge", "new.db", "none.db"), 66, naming: "There is no database none.db")
        #expect(try !bench.files.contains("new.db"))
    }
}
