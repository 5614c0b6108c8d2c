internal import Foundation
internal import Testing

/// The walk at a terminal, on a page and for programs, on corpora of all kinds.
@Suite struct WalkCommandTests {
    private static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database()
        return bench
    }

    private func walk(_ arguments: String...) throws -> Run {
        try Self.bench.get().start(Workbench.gram, ["walk", "tale.db"] + arguments).result()
    }

    @Test func showsAllStationsInTheirOrder() throws {
        let run = try walk()
        expectDone(run)
        let headings = run.lines.filter { $0.wholeMatch(of: /\d+\. .*/) != nil }
        #expect(headings.map { $0.prefix { $0 != "." } } == (1...10).map { "\($0)" }, "\(headings)")
        #expect(!run.output.contains("cannot be shown") && !run.output.contains("nan"))
        // Charts are drawn, and tables fit.
        #expect(run.output.contains("┬") && run.lines.allSatisfy { $0.hasPrefix("More: ") || $0.count <= 80 })
    }

    /// Each command that is named for more runs as it stands, but for those that train a network under a new name.
    @Test func theCommandsForMoreRun() throws {
        let bench = try Self.bench.get()
        let commands = try walk("--format", "json").rows.compactMap { $0["command"] as? String }
        #expect(commands.count == 10)
        for command in commands where !command.contains("NAME") {
            #expect(command.hasPrefix("gram "))
            let run = try bench.shell("\"$GRAM\" \(command.dropFirst(5))")
            #expect(run.status == 0, "\(command): \(run.errors)")
        }
    }

    /// With networks to show, of a kind that has no state and of one that has been left behind among them.
    @Test func theCommandsForMoreRunWithNetworks() throws {
        let bench = try Workbench()
        _ = try bench.database()
        for (name, cell) in [("a_window", "feedforward"), ("b_net", "elman")] {
            expectDone(
                try bench.gram("train", "tale.db", name, "--cell", cell, "--hidden", "4", "--epochs", "1", "--quiet"))
        }
        let told = try bench.gram("walk", "tale.db", "--format", "json").rows
        let commands = told.compactMap { $0["command"] as? String }
        #expect(commands.count == 10 && commands.count { $0.contains("NAME") } == 2, "\(commands)")
        #expect(commands[9].contains("b_net"))
        for command in commands where !command.contains("NAME") {
            let run = try bench.shell("\"$GRAM\" \(command.dropFirst(5))")
            #expect(run.status == 0, "\(command): \(run.errors)")
        }
        // More text makes both stale, which the ingest says; none is named for more.
        try bench.write("The goat and the boat were in the field by the river.\n", to: "more.txt")
        let ingest = try bench.gram("ingest", "tale.db", "--train", "more.txt")
        expectDone(ingest)
        #expect(ingest.errors.contains("stale now") || ingest.output.contains("stale now"), "\(ingest.errors)")
        let stale = try bench.gram("walk", "tale.db", "--format", "json").rows.compactMap { $0["command"] as? String }
        #expect(!stale.contains { $0.contains("b_net") || $0.contains("a_window") }, "\(stale)")
        // The old network is asked knowingly, or not at all.
        expectError(try bench.gram("perplexity", "tale.db", "--model", "b_net"), 65, naming: "b_net")
        let asked = try bench.gram("perplexity", "tale.db", "--model", "b_net", "--stale", "use")
        expectDone(asked)
        #expect(asked.errors.contains("asked as it was made"))
    }

    @Test(arguments: [[], ["--text", "The fox's mill, at last"], ["--model", "laplace:2"]])
    func perplexityIsThatOfTheCommand(options: [String]) throws {
        let bench = try Self.bench.get()
        let run = try bench.start(
            Workbench.gram, ["walk", "tale.db", "--station", "6", "--format", "json"] + options
        ).result()
        expectDone(run)
        let station = try #require(try run.json["perplexity"] as? [String: Any])
        let (text, model) = try (
            #require(station["text"] as? String), #require(station["model"] as? String)
        )
        let judged = try bench.gram(
            "perplexity", "tale.db", "--model", model, "--text", text, "--format", "json")
        let (own, other) = try (
            #require(station["perplexity"] as? Double), #require(judged.rows[0]["perplexity"] as? Double)
        )
        #expect(abs(own / other - 1) < 1e-12, "\(own) for \(other)")
    }

    @Test func someStations() throws {
        let run = try walk("--station", "9-10,4", "--station", "4", "--format", "csv")
        expectDone(run)
        #expect(run.lines.dropFirst().map { $0.prefix { $0 != "," } } == ["4", "9", "10"])
        for wrong in ["0", "11", "two", "1-11"] { expectError(try walk("--station", wrong), 64) }
        expectError(try walk("--model", "nosuch"), 64, naming: "nosuch")
        expectError(try walk("--text", " "), 65, naming: "no token")
    }

    /// Whatever the corpus, each station shows something or says why it cannot.
    @Test(
        arguments: [
            ("a\n", []), ("a b\n", ["--shares", "1,0,0"]), ("a b c d\n", ["--shares", "0,0,1"]),
            ("שלום עולם שלום עולם\nمرحبا بالعالم مرحبا\nשלום עולם\n", []), ("我们的世界，我们的家。\n", []),
            (tale, ["--tokens", "characters", "--letters-only", "--segments", "document"]),
            (tale, ["--tokens", "characters", "--white-space", "keep"]), (tale, ["--no-text"]),
            (tale, ["--tokens", "whitespace", "--split-by", "documents"]), (tale, ["--vocabulary-size", "3"]),
            (tale, ["--min-count", "1000"]), ("a <b> & \u{202E}c\u{7}\n<unk> x y\n", ["--tokens", "whitespace"]),
        ] as [(String, [String])])
    func ofEveryCorpus(text: String, options: [String]) throws {
        let bench = try Workbench()
        try bench.write(text, to: "odd.txt")
        expectDone(try bench.start(Workbench.gram, ["ingest", "odd.db", "odd.txt"] + options).result())
        for format in ["table", "json"] {
            let run = try bench.gram("walk", "odd.db", "--format", format, "--html", "page.html")
            expectDone(run)
            guard format == "json" else { continue }
            let rows = try run.rows
            #expect(rows.count == 10)
            for row in rows where row["is_shown"] as? Bool == false {
                let answer = try #require(row["answer"] as? String)
                #expect(answer.hasPrefix("This cannot be shown here: "))
                let key = try #require(row["key"] as? String)
                #expect((try run.json[key] as? [String: Any])?["reason"] is String)
            }
        }
    }

    /// A page that fetches nothing, with letters for a room.
    @Test func thePageIsForARoom() throws {
        let page = try walk("--html", "-").output
        #expect(page.contains("<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\" class=\"projected\">"))
        #expect(!page.contains("src=\"http") && !page.contains("href=\"http"))
        #expect(try !Self.bench.get().gram("info", "tale.db", "--html", "-").output.contains("class=\"projected\""))
    }

    /// Nothing is saved, and the same seed gives the same bytes.
    @Test func leavesTheDatabaseAsItWas() throws {
        let bench = try Self.bench.get()
        let before = try bench.read("tale.db")
        let (first, second) = try (walk("--seed", "5"), walk("--seed", "5"))
        #expect(first.output == second.output)
        #expect(try bench.read("tale.db") == before)
        #expect(try walk("--seed", "6").output != first.output)
    }
}
