internal import Foundation
internal import Testing

/// Counts by the command: what is written is read again, and answers as the text did.
@Suite struct CountCommandTests {
    private static let bench = Result {
        let bench = try Workbench()
        let text = try String(
            contentsOf: Workbench.package.appending(path: "Corpora/ferry-book.txt"), encoding: .utf8)
        try bench.write(text, to: "ferry-book.txt")
        expectDone(
            try bench.gram(
                "ingest", "ferry.db", "ferry-book.txt", "--tokens", "whitespace", "--shares", "1,0,0", "--min-count",
                "1"))
        expectDone(try bench.gram("export", "ferry.db", "--counts", "ferry.counts"))
        expectDone(try bench.gram("import", "counts.db", "--counts", "ferry.counts"))
        return bench
    }

    private func rows(_ run: Run) throws -> String {
        expectDone(run)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let rows = try #require(object["rows"])
        return String(
            decoding: try JSONSerialization.data(withJSONObject: rows, options: [.sortedKeys]), as: UTF8.self)
    }

    @Test(arguments: ["out.counts", "out.counts.gz", "out.counts.zst"])
    func outInAndOutAgainIsTheSame(name: String) throws {
        let bench = try Self.bench.get()
        let database = name + ".db"
        expectDone(try bench.gram("export", "ferry.db", "--counts", name))
        expectDone(try bench.gram("import", database, "--counts", name))
        expectDone(try bench.gram("export", database, "--counts", "again-" + name))
        #expect(try bench.read("again-" + name) == bench.read(name))
        let printed = try bench.gram("export", database, "--counts", "-")
        expectDone(printed)
        #expect(try Data(printed.output.utf8) == bench.read("ferry.counts"))
    }

    @Test func aFolderOfGooglesIsTheSame() throws {
        let bench = try Self.bench.get()
        expectDone(try bench.gram("export", "ferry.db", "--counts", "google", "--format", "google"))
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: bench.path("google")).sorted()
                == ["1gms", "1gms/vocab.gz", "2gms", "2gms/2gm-0001.gz", "3gms", "3gms/3gm-0001.gz"])
        expectDone(try bench.gram("import", "google.db", "--counts", "google"))
        let printed = try bench.gram("export", "google.db", "--counts", "-")
        #expect(try Data(printed.output.utf8) == bench.read("ferry.counts"))
        expectError(
            try bench.gram("export", "ferry.db", "--counts", "google", "--format", "google"), 73,
            naming: "exists already")
    }

    @Test(
        arguments: [
            "frequencies DB", "frequencies DB --order 2 --limit 5", "frequencies DB --order 3",
            "frequencies DB the river", "frequencies DB --order 1 --limit 0", "frequencies DB --order 1-3 --limit 0",
            "frequencies DB --order 2 --limit 0 --minimum 3",
            "frequencies DB --spectrum --order 2",
            "probability DB river --given the --model mle:2,laplace:2,mkn:3,katz:2",
            "probability DB quiet --given 'on the' --model witten-bell:3,kneser-ney:2 --explain",
            "next DB the --model mle:2,laplace:3,mkn:2 --limit 5", "next DB 'no-such-word' --model laplace:2 --limit 5",
            "zipf DB --order 1,2,3 --bootstraps 0",
        ])
    func countsAnswerAsTheTextDoes(command: String) throws {
        let bench = try Self.bench.get()
        let answers = try ["ferry.db", "counts.db"].map { database in
            try rows(bench.shell("\"$GRAM\" " + command.replacing("DB", with: database) + " --format json -q"))
        }
        #expect(answers[0] == answers[1])
    }

    @Test(
        arguments: [
            "concordance DB river", "growth DB", "perplexity DB --model mkn:2 --split train",
            "train DB m --ngram jelinek-mercer:2", "train DB m --ngram mkn:2 --reverse", "collocations DB river",
            "dispersion DB river",
            "surprisal DB --document x", "compare DB", "walk DB",
        ])
    func whatNeedsATextSaysSo(command: String) throws {
        let bench = try Self.bench.get()
        let run = try bench.shell("\"$GRAM\" " + command.replacing("DB", with: "counts.db"))
        #expect(run.status != 0 && run.status != 70, "\(run.errors)")
        #expect(run.errors.contains("without their text") || run.errors.contains("no document"), "\(run.errors)")
    }

    @Test func longerNgramsNeedTheText() throws {
        let bench = try Self.bench.get()
        let run = try bench.gram("export", "ferry.db", "--counts", "-", "--order", "5")
        expectDone(run)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.split(separator: " ").count == 5 })
        expectError(try bench.gram("export", "counts.db", "--counts", "-", "--order", "4"), 65, naming: "up to order 3")
        expectError(try bench.gram("probability", "counts.db", "the", "--model", "mkn:4"), 65, naming: "up to order 3")
        expectError(try bench.gram("train", "counts.db", "m", "--ngram", "mkn:4"), 65, naming: "up to order 3")
        expectError(try bench.gram("frequencies", "counts.db", "--order", "4"), 65, naming: "up to order 3")
        expectError(
            try bench.gram("frequencies", "counts.db", "--order", "4", "--limit", "0"), 65, naming: "up to order 3")
    }

    // All write to the same database, and would wait for each other.
    @Test(.serialized, arguments: ["mkn:3", "witten-bell:2 --memory 1G", "katz:3", "mkn:3 --prune 0,0,1"])
    func modelsAreMadeOfCounts(method: String) throws {
        let bench = try Self.bench.get()
        let name = "m" + method.filter { $0.isLetter || $0.isNumber }
        let answers = try ["ferry.db", "counts.db"].map { database in
            expectDone(try bench.shell("\"$GRAM\" train \(database) \(name) --ngram \(method)"))
            return try rows(
                bench.gram(
                    "probability", database, "river", "--given", "on the", "--model", name, "--format", "json", "-q"))
        }
        #expect(answers[0] == answers[1])
    }

    @Test func countsAreMerged() throws {
        let bench = try Self.bench.get()
        try FileManager.default.copyItem(atPath: bench.path("counts.db"), toPath: bench.path("more.db"))
        let run = try bench.gram("merge", "twice.db", "counts.db", "more.db")
        expectDone(run)
        #expect(run.output.contains("counts of 2 databases added"), "\(run.output)")
        let (once, twice) = try (bench.read("ferry.counts"), bench.gram("export", "twice.db", "--counts", "-"))
        let doubled = String(decoding: once, as: UTF8.self).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t")
            return "\(parts[0])\t\(2 * Int(parts[1])!)\n"
        }
        #expect(twice.output == doubled.joined())
        expectError(try bench.gram("merge", "twice.db", "counts.db"), 73, naming: "exists already")
        expectError(try bench.gram("merge", "new.db", "ferry.db", "counts.db"), 65, naming: "without their text")
    }
}
