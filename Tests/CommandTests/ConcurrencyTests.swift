internal import Foundation
internal import GRDB
internal import TestSupport
internal import Testing

/// Commands that run at a time on one database.
@Suite struct ConcurrencyTests {
    /// Two editions of a text of one name, in folders of their own.
    private func editions(_ bench: Workbench) throws {
        for (number, step) in [7_919, 104_729].enumerated() {
            try bench.write(DurabilityTests.words(6_000, step: step), to: "\(number)/words.txt")
        }
    }

    /// What a reader prints while one text takes the place of another is what it prints of one of them.
    @Test func readersSeeOneStateWhileATextIsReplaced() throws {
        let bench = try Workbench()
        try editions(bench)
        let commands = [
            ["perplexity", "DB", "--model", "mkn:2,laplace:1"], ["info", "DB"], ["frequencies", "DB"],
            ["next", "DB", "--limit", "3"], ["vocabulary", "DB", "--limit", "5"],
        ]
        func run(_ command: [String], _ database: String) throws -> Run {
            try bench.start(
                Workbench.gram, command.map { $0 == "DB" ? database : $0 } + ["--format", "json"]
            ).result()
        }
        /// Times of ingestion, sizes of files and names of databases are no part of what is compared.
        func shown(_ run: Run) throws -> String {
            var json = try run.json
            var provenance = try #require(json["provenance"] as? [String: Any])
            (provenance["database"], provenance["command_line"], json["bytes"]) = (nil, nil, nil)
            json["provenance"] = provenance
            json["documents"] = nil
            return String(
                decoding: try JSONSerialization.data(withJSONObject: json, options: .sortedKeys), as: UTF8.self)
        }
        for number in 0..<2 { expectDone(try bench.gram("ingest", "\(number).db", "\(number)/words.txt")) }
        let expected = try commands.map { command in
            try (0..<2).map { try shown(run(command, "\($0).db")) }
        }
        expectDone(try bench.gram("ingest", "both.db", "0/words.txt"))
        let writing = try bench.start(
            "/bin/bash",
            [
                "-c",
                """
                for round in {1..15}; do for edition in 1 0; do
                    "$GRAM" ingest both.db --replace $edition/words.txt --wait 60 --quiet --format csv || exit
                done; done
                """,
            ])
        var rounds = 0
        while writing.process.isRunning {
            for (command, expected) in zip(commands, expected) {
                let run = try run(command, "both.db")
                // A reader that would have to wait for longer says so.
                if run.status == 75 { continue }
                expectDone(run)
                if ["next", "vocabulary"].contains(command[0]) { continue }
                #expect(expected.contains(try shown(run)), "\(command): \(run.output)")
            }
            rounds += 1
        }
        expectDone(try writing.result())
        #expect(rounds > 0)
    }

    @Test func aTrainingIsToldWhenItsTextChanges() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let running = try bench.start(
            Workbench.gram,
            [
                "train", database, "net", "--epochs", "1000000", "--schedule", "constant", "--hidden", "8",
                "--embedding", "4", "--quiet", "--format", "json",
            ])
        defer { running.kill() }
        for _ in 0..<200 where try bench.gram("info", database, "--curve", "net").status != 0 { usleep(50_000) }
        expectDone(
            try bench.gram("ingest", database, "-", "--name", "more", "--wait", "60", input: "the fox and the hen\n"))
        let run = try running.result()
        expectError(run, 75, naming: "train split", "changed", "--replace")
        // What was saved before is there, and known to be of another text.
        expectDone(try bench.gram("info", database, "--curve", "net"))
        #expect(try bench.gram("info", database).output.contains("net (network, stale)"))
        expectError(try bench.gram("perplexity", database, "--model", "net"), 65, naming: "stale")
    }

    @Test func twoThatTrainOneName() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let commands = (1...2).map { seed in
            [
                "train", database, "net", "--epochs", "40", "--hidden", "8", "--embedding", "4", "--seed", "\(seed)",
                "--wait", "60", "--quiet", "--format", "json",
            ]
        }
        let runs = try commands.map { try bench.start(Workbench.gram, $0) }.map { try $0.result() }
        // One is told, or began when the other had a model of the name already.
        #expect(runs.map(\.status).filter { $0 == 0 }.count == 1, "\(runs.map(\.errors))")
        let told = try #require(runs.first { $0.status != 0 })
        #expect([73, 75].contains(told.status))
        #expect(told.errors.contains("net"))
        let seed = runs[0].status == 0 ? 1 : 2
        expectDone(try bench.gram("export", database, "net", "both.safetensors"))
        _ = try bench.database(name: "alone.db")
        expectDone(
            try bench.start(Workbench.gram, commands[seed - 1].map { $0 == database ? "alone.db" : $0 }).result())
        expectDone(try bench.gram("export", "alone.db", "net", "alone.safetensors"))
        #expect(try bench.read("both.safetensors") == bench.read("alone.safetensors"))
    }

    @Test(arguments: [
        ["ingest", "DB", "more.txt"], ["remove", "DB", "DB.txt"], ["train", "DB", "base", "--ngram", "mkn:2"],
        ["train", "DB", "net", "--preset", "tiny"], ["import", "DB", "arpa", "tale.arpa"],
        ["import", "DB", "net", "net.safetensors"], ["compare", "DB"],
    ])
    func waitingForALock(command: [String]) throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write("more words\n", to: "more.txt")
        expectDone(try bench.gram("export", database, "mkn:2", "tale.arpa", "--quiet"))
        if command.contains("net.safetensors") {
            expectDone(try bench.gram("train", database, "old", "--hidden", "4", "--epochs", "1"))
            expectDone(try bench.gram("export", database, "old", "net.safetensors", "--quiet"))
        }
        let arguments = command.map { $0.replacingOccurrences(of: "DB", with: database) }
        let queue = try DatabaseQueue(path: bench.path(database))
        try queue.inDatabase { connection in
            try connection.execute(sql: "BEGIN IMMEDIATE")
            let refused = try bench.start(Workbench.gram, arguments + ["--quiet"]).result()
            expectError(refused, 75, naming: database, "--wait")
            let waiting = try bench.start(Workbench.gram, arguments + ["--wait", "60", "--quiet"])
            usleep(1_500_000)
            #expect(waiting.process.isRunning)
            try connection.execute(sql: "ROLLBACK")
            expectDone(try waiting.result())
        }
    }

    /// Nobody is kept waiting by a command that reads from a pipe, or writes to one.
    @Test(arguments: [
        "\"$GRAM\" perplexity DB --model mkn:2 --file - < pipe", "\"$GRAM\" tokenize DB --file - < pipe",
        "\"$GRAM\" surprisal DB --model mkn:2 --file - < pipe", "\"$GRAM\" frequencies DB --limit 0 > pipe",
    ])
    func aPipeHoldsUpNoWriter(command: String) throws {
        let bench = try Workbench()
        let words = (0..<9_000).map { "word\($0) " }.joined()
        let database = try bench.database(words + tale)
        let line = """
            mkfifo pipe; sleep 60 <> pipe & keeper=$!
            \(command.replacingOccurrences(of: "DB", with: database)) & reader=$!
            sleep 0.7; echo more words | "$GRAM" ingest \(database) - --wait 0 --quiet --format csv >&2; status=$?
            kill $reader $keeper; exit $status
            """
        expectDone(try bench.shell(line))
    }
}
