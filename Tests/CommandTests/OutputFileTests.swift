internal import Foundation
internal import Testing

/// Files that commands write: whole or not at all, and never in the place of a database.
@Suite struct OutputFileTests {
    static let tale = String(repeating: "the fox saw the dog and the dog ran on\nso the fox slept\n", count: 40)

    @Test func noDatabaseIsWrittenOver() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "tale.db", "-", input: Self.tale))
        expectDone(try bench.gram("ingest", "other.db", "-", input: Self.tale))
        let before = (try bench.read("tale.db"), try bench.read("other.db"))
        for path in ["tale.db", "other.db"] {
            for command in [
                ["zipf", "tale.db", "--order", "1", "--bootstraps", "0", "--svg", path],
                ["zipf", "tale.db", "--order", "1", "--bootstraps", "0", "--html", path],
                ["growth", "tale.db", "--svg", path], ["growth", "tale.db", "--html", path],
                ["compare", "tale.db", "--model", "mkn:2,laplace:1", "--svg", path],
                ["perplexity", "tale.db", "--model", "mkn:2", "--tokens-out", path],
                ["train", "tale.db", "net", "--preset", "tiny", "--svg", path],
            ] {
                let run = try bench.start(Workbench.gram, command).result()
                expectError(run, 73, naming: path, "database")
            }
        }
        #expect(try bench.read("tale.db") == before.0 && bench.read("other.db") == before.1)
        #expect(try bench.files == ["other.db", "tale.db"])
    }

    @Test func foldersLinksAndDevices() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "tale.db", "-", input: Self.tale))
        expectDone(try bench.shell("mkdir folder folder.arpa && ln -s target.svg link.svg && ln -s /dev/full full.tsv"))
        expectError(try bench.gram("growth", "tale.db", "--svg", "folder"), 73, naming: "folder is a folder")
        expectError(
            try bench.gram("export", "tale.db", "mkn:2", "folder.arpa", "--force", "--quiet"), 73, naming: "is a folder"
        )
        expectError(
            try bench.gram("perplexity", "tale.db", "--model", "mkn:2", "--tokens-out", "folder", "--quiet"), 73,
            naming: "is a folder")
        expectError(try bench.gram("growth", "tale.db", "--svg", "none/x.svg"), 73, naming: "none/x.svg")
        expectDone(try bench.gram("growth", "tale.db", "--svg", "link.svg"))
        #expect(String(decoding: try bench.read("target.svg"), as: UTF8.self).hasPrefix("<"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bench.path("link.svg")) == "target.svg")
        expectError(
            try bench.gram("perplexity", "tale.db", "--model", "mkn:2", "--tokens-out", "full.tsv", "--quiet"), 74,
            naming: "No space left")
        #expect(
            try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType != .typeRegular)
        expectDone(try bench.shell("\"$GRAM\" export tale.db mkn:2 - > out.arpa"))
        let full = try bench.shell("\"$GRAM\" export tale.db mkn:2 - --quiet > /dev/full")
        expectError(full, 74, naming: "standard output", "disk is full")
        #expect(try !bench.files.contains { $0.contains(".gram-") })
    }

    /// Whatever ends a command that writes a file, there is the file as it was, or as it should be, and soon nothing else.
    @Test func killedWhileAFileIsWritten() throws {
        let bench = try Workbench()
        try bench.write(DurabilityTests.words(60_000, step: 7_919), to: "words.txt")
        expectDone(try bench.gram("ingest", "tale.db", "words.txt"))
        let export = ["export", "tale.db", "mkn:3", "model.arpa", "--force", "--quiet"]
        try bench.write("precious", to: "model.arpa.partial")
        let clock = ContinuousClock.now
        expectDone(try bench.start(Workbench.gram, export).result())
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        let whole = try bench.read("model.arpa")
        try bench.write("old", to: "model.arpa")
        var killed = 0
        for round in 0..<10 {
            let running = try bench.start(Workbench.gram, export)
            usleep(UInt32(seconds * 1e6 * (0.3 + 0.07 * Double(round))))
            running.kill()
            if try running.result().status == 128 + SIGKILL { killed += 1 }
            #expect(try [Data("old".utf8), whole].contains(bench.read("model.arpa")))
        }
        #expect(killed > 3)
        expectDone(try bench.gram("growth", "tale.db", "--svg", "other.svg", "--quiet"))
        #expect(
            try bench.files == ["model.arpa", "model.arpa.partial", "other.svg", "tale.db", "words.txt"])
        #expect(try bench.read("model.arpa.partial") == Data("precious".utf8))
    }

    /// A result that cannot be printed is no reason to do the work again.
    @Test func anErrorAfterTheWorkDoesNotSayThatItFailed() throws {
        let bench = try Workbench()
        try bench.write(Self.tale, to: "tale.txt")
        let ingest = try bench.shell("\"$GRAM\" ingest tale.db tale.txt --quiet > /dev/full")
        expectError(ingest, 74, naming: "standard output", "tale.db itself is written, and complete")
        expectDone(try bench.gram("info", "tale.db"))
        let train = try bench.shell("\"$GRAM\" train tale.db base --ngram mkn:2 --quiet > /dev/full")
        expectError(train, 74, naming: "standard output", "tale.db itself is written, and complete")
        expectDone(try bench.gram("perplexity", "tale.db", "--model", "base"))
    }

    @Test func scoresOnStandardOutputStandAlone() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "tale.db", "-", input: Self.tale))
        let run = try bench.gram("perplexity", "tale.db", "--model", "mkn:2", "--tokens-out", "-")
        expectDone(run)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.filter { $0 == "\t" }.count == 7 })
    }

    @Test func optionsOfNetworksAreNotForNgramModels() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "tale.db", "-", input: Self.tale))
        expectError(
            try bench.gram("train", "tale.db", "x", "--ngram", "mkn:2", "--cell", "lstm", "--epochs", "3"), 64,
            naming: "--cell, --epochs")
    }
}
