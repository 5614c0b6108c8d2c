internal import Foundation
internal import Testing

/// An option that is given again adds to the first, or is refused: none is dropped without a word.
@Suite struct RepeatedOptionTests {
    private struct Option: Decodable {
        struct Name: Decodable { let kind: String, name: String }
        let kind: String
        let isRepeating: Bool
        let names: [Name]?

        var name: String? { names?.first { $0.kind == "long" }?.name }
    }

    /// What a command takes, as ArgumentParser tells it.
    private func options(of command: String) throws -> [Option] {
        struct Described: Decodable {
            struct Command: Decodable { let arguments: [Option] }
            let command: Command
        }
        let run = try Workbench().gram(command, "--experimental-dump-help")
        return try JSONDecoder().decode(Described.self, from: Data(run.output.utf8)).command.arguments
    }

    @Test func everyOptionOfEveryCommand() throws {
        let bench = try Workbench()
        var (refused, added) = (0, 0)
        for command in try commandNames() {
            for option in try options(of: command) where option.kind == "option" {
                let name = "--\(try #require(option.name))"
                for line in [[name, "1", name, "2"], ["\(name)=1", name, "2"], [name, "1", "--quiet", "\(name)=2"]] {
                    let run = try bench.start(Workbench.gram, [command, "DB"] + line).result()
                    let isRefused = run.errors.contains("\(name) is given twice: '1' and '2'")
                    #expect(isRefused == !option.isRepeating, "\(command) \(line): \(run.errors)")
                    if isRefused {
                        expectError(run, 64, naming: name)
                        refused += 1
                    } else {
                        added += 1
                    }
                }
            }
        }
        #expect(refused > 300 && added > 30)
    }

    @Test func flagsHoldTwice() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let once = try bench.gram("next", database, "the", "--model", "laplace:2", "--unknown", "--quiet")
        expectDone(once)
        let twice = try bench.gram(
            "next", database, "the", "--unknown", "--model", "laplace:2", "--unknown", "-q", "-q")
        #expect(twice.output == once.output)
        expectError(
            try bench.gram("compare", database, "--breakdowns", "--no-breakdowns"), 64, naming: "exclude one another")
        // Behind the end of options nothing is one.
        expectError(try bench.gram("tokenize", database, "--", "--file", "--file"), 64)
    }

    @Test func valuesAddUp() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "a.txt")
        try bench.write("the miller sang\nand the hen sang\n", to: "b.txt")
        expectDone(try bench.gram("ingest", "two.db", "--train", "a.txt", "--train", "b.txt"))
        let documents = try #require(
            try bench.gram("info", "two.db", "--format", "json").json["documents"] as? [[String: Any]])
        #expect(documents.count == 2)

        func values(_ column: String, _ arguments: String...) throws -> [String] {
            let run = try bench.start(Workbench.gram, arguments + ["--format", "json"]).result()
            expectDone(run)
            return try run.rows.map { "\($0[column] ?? "")" }
        }
        let models = ["next", "two.db", "the", "--limit", "1"]
        #expect(
            try bench.start(
                Workbench.gram,
                models + [
                    "--model", "laplace:2", "--model", "mle:2", "--model", "laplace:2,mle:1", "--format", "jsonl",
                ]
            ).result().output.split(separator: "\n").count == 3)
        for orders in [["--order", "1", "--order", "2,3"], ["--order", "1-3"], ["--order", "1,2-3", "--order", "3"]] {
            let run = try bench.start(
                Workbench.gram, ["zipf", "two.db", "--bootstraps", "0", "--format", "json"] + orders
            ).result()
            #expect(try run.rows.map { $0["order"] as? Int } == [1, 2, 3])
        }
        #expect(
            try values("document", "diversity", "two.db", "--document", "b.txt", "--document", "b.txt") == ["b.txt"])
        #expect(
            try values("document", "diversity", "two.db", "--document", "a.txt", "--document", "b.txt")
                == ["a.txt", "b.txt", "<null>"])
        // 15 in the tale, 1 in the other.
        #expect(
            try values("count", "frequencies", "two.db", "miller", "--document", "a.txt", "--document", "b.txt") == [
                "16"
            ])
        #expect(try values("count", "frequencies", "two.db", "miller", "--document", "b.txt") == ["1"])
        expectError(try bench.gram("zipf", "two.db", "--order", "3-1"), 64, naming: "3-1")
        expectError(try bench.gram("zipf", "two.db", "--order", "1-1000000000"), 64, naming: "1-1000000000")
    }
}
