internal import Foundation
internal import Testing

/// Lines in, a result each out.
@Suite struct ScoreCommandTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        expectDone(try bench.gram("ingest", "t.db", "tale.txt", "--segments", "lines", "--min-count", "2"))
        return bench
    }

    private func rows(_ run: Run) throws -> [[String: Any]] {
        try run.lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// What `perplexity` says of a text that is the line alone.
    @Test func aRowIsThePerplexityOfItsLine() throws {
        let bench = try bench()
        let lines = ["the old man went down to the river", "Nothing unusual", "of of of", "zyx"]
        let run = try bench.gram(
            "score", "t.db", "--model", "mkn:3,laplace:2", "--format", "jsonl",
            input: lines.joined(separator: "\n") + "\n")
        expectDone(run)
        let rows = try rows(run)
        #expect(rows.count == 8)
        for (index, line) in lines.enumerated() {
            for (place, model) in ["mkn:3", "laplace:2"].enumerated() {
                let row = rows[2 * index + place]
                let expected = try #require(
                    try bench.gram(
                        "perplexity", "t.db", "--model", model, "--text", line, "--format", "json"
                    ).rows.first)
                #expect(row["line"] as? Int == index + 1 && row["model"] as? String == model)
                for key in row.keys where key != "line" && key != "model" {
                    if let number = row[key] as? Double {
                        let other = try #require(expected[key] as? Double)
                        #expect(abs(number - other) <= 1e-9 * max(1, abs(number)), "\(key) of \(line)")
                    } else {
                        #expect(row[key] is NSNull && expected[key] is NSNull, "\(key) of \(line)")
                    }
                }
            }
        }
    }

    @Test func allFormatsHaveTheSameRows() throws {
        let bench = try bench()
        let input = "the river\n\nold man\n"
        func run(_ format: String) throws -> Run {
            let run = try bench.gram("score", "t.db", "--model", "mkn:2", "--format", format, "--quiet", input: input)
            expectDone(run)
            #expect(run.errors.isEmpty)
            return run
        }
        let objects = try rows(run("jsonl"))
        #expect(NSArray(array: try run("json").rows) == NSArray(array: objects))
        for (format, separator) in [("csv", ","), ("tsv", "\t")] {
            let lines = try run(format).lines.map { $0.components(separatedBy: separator) }
            #expect(lines.count == 4)
            for (line, object) in zip(lines.dropFirst(), objects) {
                // Foundation reads a number of JSON to the last digit but one.
                let (own, other) = (Double(line[5]) ?? .nan, object["log10_likelihood"] as? Double ?? .nan)
                #expect(abs(own - other) < 1e-12)
            }
        }
        #expect(try run("table").lines.count == 4)
    }

    @Test func aDifferenceIsThatOfTwoCrossEntropies() throws {
        let bench = try bench()
        try bench.write("the river runs\nthe river sleeps\n", to: "other.txt")
        expectDone(try bench.gram("ingest", "o.db", "--train", "other.txt", "--segments", "lines", "--min-count", "1"))
        let input = "the river\nold men sleep\n"
        let run = try bench.gram(
            "score", "t.db", "--difference", "laplace:2,o.db:laplace:2", "--format", "jsonl", input: input)
        expectDone(run)
        let rows = try rows(run)
        for (row, line) in zip(rows, input.split(separator: "\n")) {
            func bits(_ database: String) throws -> Double {
                let result = try bench.gram(
                    "perplexity", database, "--model", "laplace:2", "--text", String(line), "--format", "json")
                return try #require(try result.rows.first?["cross_entropy_bits"] as? Double)
            }
            let expected = try bits("t.db") - bits("o.db")
            #expect(abs((row["difference_bits"] as? Double ?? .nan) - expected) < 1e-9)
            #expect(row["against"] as? String == "o.db:laplace:2")
        }
    }

    @Test func aModelFileNeedsNoDatabase() throws {
        let bench = try bench()
        let input = "the old man\nzyx\n\n"
        for file in ["m.arpa", "m.gram"] {
            expectDone(try bench.gram("export", "t.db", "mkn:3", file))
        }
        expectDone(try bench.shell("gzip -k m.arpa && mkdir alone && mv m.* alone"))
        func likelihoods(_ source: String, _ options: [String] = []) throws -> [Double] {
            let run = try bench.start(
                Workbench.gram, ["score", source, "--format", "jsonl"] + options, input: Data(input.utf8)
            ).result()
            expectDone(run)
            return try rows(run).map { try #require($0["log10_likelihood"] as? Double) }
        }
        let own = try likelihoods("t.db", ["--model", "mkn:3"])
        for file in ["alone/m.arpa", "alone/m.arpa.gz", "alone/m.gram"] {
            for (a, b) in zip(try likelihoods(file), own) { #expect(abs(a - b) < 1e-4) }
        }
        // Spelled out by what the corpus knows of spelling, too.
        func rows(_ run: Run) throws -> [[String: Any]] { try self.rows(run) }
        let bits = try [
            bench.gram("score", "alone/m.gram", "--format", "jsonl", input: "zyx\n"),
            bench.gram("score", "t.db", "--model", "mkn:3", "--format", "jsonl", input: "zyx\n"),
        ].map { try #require(try rows($0).first?["bits_per_character"] as? Double) }
        #expect(abs(bits[0] - bits[1]) < 1e-4)
    }

    @Test func linesAreAnsweredAsTheyCome() throws {
        let bench = try bench()
        expectDone(try bench.gram("train", "t.db", "base", "--ngram", "mkn:2"))
        // The second line is written when the first is answered.
        let run = try bench.shell(
            #"""
            mkfifo lines answers
            "$GRAM" score t.db --format tsv <lines >answers 2>/dev/null &
            exec 3>lines 4<answers
            read -u 4 head
            for word in river man; do
                echo "the $word" >&3
                read -t 30 -u 4 answer || exit 9
                echo "${answer%%	*}"
            done
            """#)
        expectDone(run)
        #expect(run.lines == ["1", "2"])
    }

    @Test func whatCannotBeReadIsSaidOrSkipped() throws {
        let bench = try bench()
        try bench.write(Data(Array("a b\n".utf8) + [0xFF, 0x0A] + Array("c\n".utf8)), to: "bad.txt")
        let failed = try bench.gram("score", "t.db", "--model", "mkn:2", "--file", "bad.txt", "--format", "tsv")
        #expect(failed.status == 65)
        #expect(failed.errors.contains("bad.txt: invalid UTF-8 at byte 4, line 2"))
        // What came before it stands.
        #expect(failed.lines.count == 2)
        let skipped = try bench.gram(
            "score", "t.db", "--model", "mkn:2", "--file", "bad.txt", "--on-error", "null", "--format", "jsonl")
        expectDone(skipped)
        let rows = try rows(skipped)
        #expect(rows.map { $0["events"] is NSNull } == [false, true, false])
        #expect(skipped.errors.contains("1 line could not be scored, the first is line 2"))
        let replaced = try bench.gram(
            "score", "t.db", "--model", "mkn:2", "--file", "bad.txt", "--lossy", "--format", "jsonl")
        expectDone(replaced)
        #expect(replaced.errors.contains("1 character in place of invalid bytes"))
    }

    @Test(arguments: [
        (["score", "t.db"], "has no saved model", 64),
        (["score", "t.db", "--difference", "mkn:2"], "of two models", 64),
        (["score", "t.db", "--difference", "mkn:2,mkn:2"], "is 0", 64),
        (["score", "t.db", "--model", "mkn:2", "--unit", "document", "--field", "t"], "a line each", 64),
        (["score", "nosuch.gram"], "No such file", 66),
        (["score", "tale.gram"], "no model file", 65),
        (["score", "nosuch.db", "--model", "mkn:2"], "nosuch.db", 66),
        (["score", "t.db", "--model", "mkn:2", "--file", "nosuch.txt"], "nosuch.txt", 66),
    ])
    func errorsSayWhat(arguments: [String], said: String, status: Int32) throws {
        let bench = try bench()
        try bench.write(tale, to: "tale.gram")
        let run = try bench.start(Workbench.gram, arguments).result()
        #expect(run.status == status)
        #expect(run.errors.contains(said), "\(run.errors)")
    }
}
