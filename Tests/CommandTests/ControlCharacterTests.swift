internal import Foundation
internal import TestSupport
internal import Testing

/// Whatever stands in a text, a name or a path, nothing that a terminal would obey is printed.
@Suite struct ControlCharacterTests {
    /// C0 and C1, DEL, marks of direction, separators of lines: what can stand in a word between white space.
    static let obeyed: [Unicode.Scalar] = {
        let numbers =
            Array(UInt32(1)...0x1F) + Array(0x7F...0x9F) + [0x061C, 0x200E, 0x200F] + Array(0x2028...0x202E)
            + Array(0x2066...0x2069)
        return numbers.map { Unicode.Scalar($0)! }.filter { !["\t", "\n", "\r"].contains($0) }
    }()

    static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        obeyed.contains(scalar) || ["\0", "\t", "\r"].contains(scalar)
    }

    private static func expectClean(_ run: Run, _ arguments: [String]) {
        for text in [run.output, run.errors] {
            if let scalar = text.unicodeScalars.first(where: isObeyed) {
                Issue.record(
                    "U+\(String(scalar.value, radix: 16)) of \(arguments): \(text.debugDescription.prefix(400))")
            }
        }
    }

    /// A name with characters from all of them, drawn anew.
    private static func name(_ generator: inout some RandomNumberGenerator, newline: Bool = true) -> String {
        var name = "n"
        for _ in 0..<5 {
            name.unicodeScalars.append(
                obeyed.filter { newline || !$0.properties.isWhitespace }.randomElement(using: &generator)!)
            name += ["[31m", "x", "é", newline ? "\n" : "y"].randomElement(using: &generator)!
        }
        return name
    }

    @Test(arguments: 1...3) func throughEveryCommand(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bench = try Workbench()
        let words = Self.obeyed.map { "w\($0)v" }
        var text = ""
        for _ in 0..<60 {
            text += (0..<6).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ") + "\n"
        }
        text += words.joined(separator: " ") + "\n"
        let database = Self.name(&generator) + ".db"
        let document = Self.name(&generator) + ".txt"
        // A model's name has no white space at its ends and no line end.
        let model = Self.name(&generator, newline: false)
        let word = words.randomElement(using: &generator)!
        try bench.write(text, to: document)
        let missing = Self.name(&generator)
        try bench.write("the 5\n\(word) x\n", to: missing + ".counts")
        try bench.write("item,\(word)\n1,a\n", to: missing + ".csv")
        try bench.write("\\data\\\nngram 1=2\n\n\\1-grams:\n-1 \(word)\n", to: missing + ".arpa")

        func run(_ arguments: String..., status: Int32 = 0) throws {
            let run = try bench.start(Workbench.gram, arguments).result()
            #expect(run.status == status, "\(arguments): \(run.errors)")
            Self.expectClean(run, arguments)
        }
        let judged = ["--model", "laplace:2"]
        try run("ingest", database, document, "--tokens", "whitespace", "--min-count", "1")
        try run("ingest", database, document)
        try run("train", database, model, "--ngram", "witten-bell:2")
        // Documents keep a cleaned name.
        let listed = try bench.gram("info", database, "--format", "json").json["documents"] as? [[String: Any]]
        let stored = try #require(listed?.first?["name"] as? String)
        for format in ["table", "json", "jsonl"] {
            for arguments in [
                ["info", database], ["vocabulary", database, "--limit", "0"],
                ["frequencies", database, "--limit", "0"],
                ["frequencies", database, word, "--order", "1"], ["tokenize", database, word],
                ["tokenize", database, "--file", document], ["zipf", database, "--bootstraps", "0"],
                ["growth", database], ["diversity", database, "--document", stored],
                ["probability", database, "\(word) \(missing)", "--given", word, "--explain"] + judged,
                ["next", database, word, "--limit", "0"], ["perplexity", database, "--file", document] + judged,
                ["perplexity", database, "--model", model],
                ["surprisal", database, "--file", document, "--model", model],
                ["surprisal", database, "\(word) \(missing)", "--model", model],
                ["generate", database, "--model", model, "--prompt", word],
                ["compare", database, "--model", "laplace:1,\(model)", "--resamples", "100"],
            ] {
                let run = try bench.start(Workbench.gram, arguments + ["--format", format]).result()
                #expect(run.status == 0, "\(arguments): \(run.errors)")
                Self.expectClean(run, arguments)
            }
        }
        try run("growth", database, "--svg", "-", "--format", "json")
        try run("growth", database, "--html", "-", "--format", "json")
        try run("info", missing, status: 66)
        try run(missing, status: 64)
        try run("ingest", database, missing, status: 66)
        try run("remove", database, missing, status: 66)
        try run("frequencies", database, "--document", missing, status: 66)
        try run("frequencies", database, "--format", missing, status: 64)
        try run("frequencies", database, "--\(missing)", status: 64)
        try run("perplexity", database, "--model", missing, status: 64)
        try run("perplexity", database, "--file", missing, "--file", word, status: 64)
        try run("train", database, model, "--ngram", "mkn:2", status: 73)
        try run("zipf", "--frequencies", missing + ".counts", status: 65)
        try run("surprisal", database, "--file", missing + ".csv", status: 65)
        try run("import", database, "theirs", missing + ".arpa", status: 65)
        try run("import", database, ":" + missing, missing + ".arpa", status: 64)
        try run("remove", database, stored)
    }

    /// Tables for programs hold the words as they are.
    @Test func dataAreUnchanged() throws {
        let bench = try Workbench()
        let words = Self.obeyed.map { "w\($0)v" }
        let database = try bench.database(words.joined(separator: "\n") + "\n", "--tokens", "whitespace")
        for format in ["csv", "tsv"] {
            let run = try bench.gram("frequencies", database, "--limit", "0", "--format", format)
            expectDone(run)
            let lines = run.output.unicodeScalars.split(separator: "\n").dropFirst()
            let separator: Unicode.Scalar = format == "csv" ? "," : "\t"
            let read = lines.map { String($0.split(separator: separator)[1]) }
            #expect(Set(read) == Set(words))
        }
        let json = try bench.gram("frequencies", database, "--limit", "0", "--format", "json")
        #expect(Set(try json.rows.compactMap { ($0["ngram"] as? [String])?.first }) == Set(words))
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
        arguments: ["csv", "tsv", "json"])
    func aTerminalIsShownNone(format: String) throws {
        let bench = try Workbench()
        let words = Self.obeyed.map { "w\($0)v" }
        let database = try bench.database(words.joined(separator: "\n") + "\n", "--tokens", "whitespace")
        let run = try bench.shell(
            "script -qec \"$GRAM frequencies \(database) --limit 0 --format \(format) --quiet\" /dev/null")
        #expect(run.output.contains("per_million"))
        let unseen = run.output.unicodeScalars.filter { $0 != "\r" && $0 != "\t" && Self.isObeyed($0) }
        #expect(unseen.isEmpty, "\(run.output.debugDescription)")
    }
}
