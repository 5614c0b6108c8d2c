internal import Foundation
internal import Testing

/// One bad line does not end the work on all others, where that is asked for.
@Suite struct DamagedTextTests {
    /// Line 3 has a marker, line 5 a byte that is no text; lines 2 and 6 are blank.
    private static let damaged = Data("a b\n\na <s> b\nb a\nb ".utf8) + [0xFF] + Data(" a\n\nb\n".utf8)
    private static let models = ["--model", "laplace:2"]

    private func bench() throws -> Workbench {
        let bench = try Workbench()
        _ = try bench.database("a b\na b\nb b\n", "--tokens", "whitespace", "--shares", "1,0,0", name: "DB")
        try bench.write(Self.damaged, to: "bad.txt")
        try bench.write("a b\nb a\nb\n", to: "good.txt")
        try bench.write("a b\nb a\nb \u{FFFD} a\nb\n", to: "replaced.txt")
        return bench
    }

    @Test(arguments: ["perplexity", "surprisal", "tokenize"]) func failsUnlessAsked(command: String) throws {
        let bench = try bench()
        let models = command == "tokenize" ? [] : Self.models
        let run = try bench.start(Workbench.gram, [command, "DB", "--file", "bad.txt"] + models).result()
        expectError(run, 65, naming: "bad.txt", "line 5", "--lossy", "--on-error null")
        let lossy = try bench.start(Workbench.gram, [command, "DB", "--file", "bad.txt", "--lossy"] + models).result()
        expectError(lossy, 65, naming: "bad.txt", "line 3", "<s>", "--on-error null")
        let text = try bench.start(Workbench.gram, [command, "DB", "a b", "--lossy"] + models).result()
        #expect(text.status == 64)
    }

    @Test func perplexityIsThatOfTheOtherLines() throws {
        let bench = try bench()
        func figures(_ arguments: String...) throws -> (run: Run, likelihood: Double?) {
            let run = try bench.start(
                Workbench.gram, ["perplexity", "DB", "--format", "json"] + Self.models + arguments
            ).result()
            expectDone(run)
            return (run, try run.rows[0]["log10_likelihood"] as? Double)
        }
        let null = try figures("--file", "bad.txt", "--on-error", "null")
        #expect(null.likelihood == (try figures("--file", "good.txt").likelihood))
        #expect(try null.run.json["lines_left_out"] as? Int == 2)
        #expect(null.run.errors.contains("bad.txt: 2 lines left out; line 3 has the token <s>"))
        let both = try figures("--file", "bad.txt", "--on-error", "null", "--lossy")
        #expect(both.likelihood == (try figures("--file", "replaced.txt").likelihood))
        #expect(try both.run.json["lines_left_out"] as? Int == 1)
        #expect(both.run.errors.contains("bad.txt: 1 character replaced by U+FFFD"))
    }

    /// Line numbers are the file's.
    @Test func linesKeepTheirNumbers() throws {
        let bench = try bench()
        let scores = try bench.gram(
            "perplexity", "DB", "--model", "laplace:2", "--file", "bad.txt", "--on-error", "null", "--tokens-out", "-")
        let rows = scores.lines.dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(rows.map { $0[1] } == ["1", "1", "1", "3", "4", "4", "4", "5", "7", "7"])
        #expect(rows.map { $0[3] } == ["a", "b", "</s>", "", "b", "a", "</s>", "", "b", "</s>"])
        let tokens = try bench.gram("tokenize", "DB", "--file", "bad.txt", "--on-error", "null", "--format", "csv")
        #expect(
            tokens.lines.dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).prefix(3).joined(separator: ",")
            }
                == ["1,1,a", "1,2,b", "3,,", "4,1,b", "4,2,a", "5,,", "7,1,b"])
        for options in [["--each-line"], []] {
            let run = try bench.start(
                Workbench.gram,
                ["surprisal", "DB", "--file", "bad.txt", "--on-error", "null", "--format", "json"] + Self.models
                    + options
            ).result()
            expectDone(run)
            let column = options.isEmpty ? "segment" : "item"
            let expected = options.isEmpty ? "1 1 4 4 7" : "1 1 3 4 4 5 7"
            #expect(try run.rows.map { "\($0[column] ?? "")" }.joined(separator: " ") == expected)
        }
    }

    @Test func itemsOfATable() throws {
        let bench = try bench()
        let table = Data("item,text,kind\n1,a b,x\n2,a </s> b,y\n3,b ".utf8) + [0xC3] + Data(",x\n4,b b,z\n".utf8)
        try bench.write(table, to: "stimuli.csv")
        let run = try bench.gram(
            "surprisal", "DB", "--model", "laplace:2", "--file", "stimuli.csv", "--on-error", "null", "--format", "csv")
        expectDone(run)
        let rows = run.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.map { $0[1] } == ["1", "1", "2", "3", "4", "4"])
        #expect(rows.map { $0.last } == ["x", "x", "", "", "z", "z"])
        #expect(rows[2][8].isEmpty && rows[3][8].isEmpty && !rows[4][8].isEmpty)
        #expect(run.errors.contains("item 2 has the token </s>"))
        #expect(run.errors.contains("1 line without surprisal"))
        expectError(
            try bench.gram("surprisal", "DB", "--model", "laplace:2", "--file", "stimuli.csv", "--lossy"), 65,
            naming: "item 2", "</s>")
    }

    @Test func segmentsOfOtherKindsAreCounted() throws {
        let bench = try Workbench()
        let paragraphs = "One line of it\nand two.\n\n\nAnother one.\n"
        let database = try bench.database(paragraphs, "--segments", "paragraphs", "--shares", "1,0,0")
        let tokens = try bench.gram("tokenize", database, "--file", database + ".txt", "--format", "csv")
        #expect(tokens.lines.dropFirst().map { $0.prefix { $0 != "," } } == ["1", "1", "1", "1", "1", "1", "2", "2"])
    }
}
