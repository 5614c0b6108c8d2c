internal import Foundation
internal import Testing

/// Several models made one.
@Suite struct MixCommandTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        let lines = tale.split(separator: "\n", omittingEmptySubsequences: false)
        for (name, part) in [("a", lines.prefix(lines.count / 2)), ("b", lines.dropFirst(lines.count / 2))] {
            try bench.write(part.joined(separator: "\n") + "\n", to: "\(name).txt")
            expectDone(
                try bench.gram(
                    "ingest", "\(name).db", "--train", "\(name).txt", "--segments", "lines", "--min-count", "1"))
        }
        // A blank line has a score of its own, and is no segment of a text.
        let tuning = lines.suffix(30).filter { !$0.isEmpty }
        try bench.write(tuning.joined(separator: "\n") + "\nunheard words here\n", to: "tune.txt")
        return bench
    }

    /// The text's perplexity by a file, all events together.
    private func perplexity(_ bench: Workbench, _ file: String) throws -> Double {
        let run = try bench.gram("score", file, "--file", "tune.txt", "--format", "json", "-q")
        expectDone(run)
        let rows = try run.rows
        let (sum, events) = rows.reduce((0.0, 0)) {
            ($0.0 + ($1["log10_likelihood"] as? Double ?? .nan), $0.1 + ($1["events"] as? Int ?? 0))
        }
        return pow(10, -sum / Double(events))
    }

    @Test func theTableIsWhatTheFileDoes() throws {
        let bench = try bench()
        var figures: [Double] = []
        for file in ["m.arpa", "m.arpa.gz", "m.gram"] {
            let run = try bench.gram("mix", file, "a.db:mkn:3", "b.db:mkn:3", "--tune", "tune.txt", "--format", "json")
            expectDone(run)
            let rows = try run.rows
            #expect(rows.map { $0["model"] as? String } == ["a.db:mkn:3", "b.db:mkn:3", "mixture", file])
            let weights = rows.prefix(2).compactMap { $0["weight"] as? Double }
            #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
            let perplexities = rows.map { $0["perplexity"] as? Double ?? .nan }
            // The mixture is no worse than a model alone, and the one model is near it.
            #expect(perplexities[2] <= min(perplexities[0], perplexities[1]))
            #expect(abs(perplexities[3] / perplexities[2] - 1) < 0.05)
            let own = try perplexity(bench, file)
            #expect(abs(own / perplexities[3] - 1) < 1e-4, "\(file)")
            figures.append(own)
        }
        #expect(figures.allSatisfy { abs($0 / figures[0] - 1) < 1e-4 })
        // A file is a model like another.
        expectDone(try bench.gram("mix", "again.gram", "m.arpa.gz", "a.db:mkn:3", "--weights", "1,0"))
        #expect(abs(try perplexity(bench, "again.gram") / figures[0] - 1) < 1e-3)
    }

    @Test(arguments: [
        (["a.db:mkn:2", "b.db:mkn:2", "--weights", "0.5,0.6"], "1.1", 64),
        (["a.db:mkn:2", "b.db:mkn:2", "--weights", "1"], "2 models and 1 weight", 64),
        (["a.db:mkn:2", "b.db:mkn:2"], "--tune FILE", 64),
        (["a.db:mkn:2", "--weights", "1"], "two models or more", 64),
        (["a.db:mkn:2", "b.db:laplace:2", "--weights", "0.5,0.5"], "laplace:2", 65),
        (["a.db:mkn:2", "mkn:2", "--weights", "0.5,0.5"], "names no database", 64),
        (["a.db:mkn:2", "b.db:mkn:2", "--tune", "empty.txt"], "empty.txt has no tokens", 65),
        (["a.db:mkn:2", "c.db:mkn:2", "--weights", "0.5,0.5"], "other tokens", 65),
    ])
    func errorsSayWhat(arguments: [String], said: String, status: Int32) throws {
        let bench = try bench()
        try bench.write("", to: "empty.txt")
        expectDone(try bench.gram("ingest", "c.db", "a.txt", "--tokens", "characters"))
        let run = try bench.start(Workbench.gram, ["mix", "out.arpa"] + arguments).result()
        #expect(run.status == status)
        #expect(run.errors.contains(said), "\(run.errors)")
        #expect(try !bench.files.contains("out.arpa"))
    }

    @Test func nothingIsWrittenOverUnasked() throws {
        let bench = try bench()
        try bench.write("kept", to: "m.arpa")
        let run = try bench.gram("mix", "m.arpa", "a.db:mkn:2", "b.db:mkn:2", "--weights", "0.5,0.5")
        #expect(run.status == 73)
        #expect(try bench.read("m.arpa") == Data("kept".utf8))
    }
}
