internal import Foundation
internal import Testing

/// Frequencies of what queries match, over documents, and along a key.
@Suite struct FrequencyQueryTests {
    private func shelf() throws -> Workbench {
        let bench = try Workbench()
        try bench.write("love loves the mill\nthe love of it\n", to: "texts/a.txt")
        try bench.write("the mill is the mill\n", to: "texts/b.txt")
        try bench.write("he loved the sea\n", to: "texts/c.txt")
        try bench.write("the sea the sea\n", to: "texts/d.txt")
        try bench.write("name,year,kind\na,1900,x\nb,1900,y\nc,1910,x\nd,soon,y\n", to: "shelf.csv")
        expectDone(
            try bench.gram(
                "ingest", "s.db", "texts", "--metadata", "shelf.csv", "--segments", "lines", "--shares", "1,0,0"))
        return bench
    }

    private func rows(_ bench: Workbench, _ arguments: String...) throws -> [[String: Any]] {
        let run = try bench.start(Workbench.gram, ["frequencies", "s.db"] + arguments + ["--format", "json"]).result()
        expectDone(run)
        return try run.rows
    }

    private func words(_ rows: [[String: Any]]) -> [String] {
        rows.map { ($0["ngram"] as? [String])?.joined(separator: " ") ?? "(all)" }
    }

    @Test func queriesHaveARowForAllAndOneForEach() throws {
        let bench = try shelf()
        let found = try rows(bench, "lov*", "mill", "absent")
        #expect(words(found) == ["(all)", "love", "loved", "loves", "mill", "absent"])
        #expect(found.map { $0["count"] as? Int } == [4, 2, 1, 1, 3, 0])
        #expect(found[0]["query"] as? String == "lov*" && found[4]["query"] is NSNull)
        let gaps = try rows(bench, "--matching", "the []{0,1} mill|sea")
        // The shortest match at each beginning.
        #expect(words(gaps) == ["the mill", "the sea"])
        #expect(
            words(try rows(bench, "--matching", "lov* []{2}"))
                == ["love loves the", "love of it", "loved the sea", "loves the mill"])
    }

    @Test func severalLengthsStandInOneTable() throws {
        let bench = try shelf()
        let found = try rows(bench, "--order", "1-3", "--limit", "1")
        #expect(found.map { ($0["ngram"] as? [String])?.count } == [1, 2, 3])
        for (order, row) in found.enumerated() {
            let alone = try rows(bench, "--order", "\(order + 1)", "--limit", "1")
            #expect(words(alone) == words([row]) && alone[0]["count"] as? Int == row["count"] as? Int)
        }
    }

    @Test func documentsAreCounted() throws {
        let bench = try shelf()
        let found = try rows(bench, "--order", "2", "--minimum-documents", "2")
        #expect(words(found) == ["the mill", "the sea"])
        try bench.write("the\nMill\nof it\n", to: "stop.txt")
        let run = try bench.gram(
            "frequencies", "s.db", "--exclude", "stop.txt", "--columns", "documents,tf-idf,dispersion", "--format",
            "json")
        expectDone(run)
        #expect(run.errors.contains("1 line is no single token"))
        let kept = try run.rows
        #expect(!words(kept).contains("the") && !words(kept).contains("mill") && words(kept).contains("of"))
        let sea = try #require(kept.first { $0["ngram"] as? [String] == ["sea"] })
        #expect(sea["count"] as? Int == 3 && sea["documents"] as? Int == 2)
        // 3 · ln(4/2).
        #expect(abs((sea["tf_idf"] as? Double ?? 0) - 3 * log(2)) < 1e-12)
        // Shares 8, 5, 4, 4 of 21; counts 0, 0, 1, 2 of 3.
        let distance = (8 / 21.0 + 5 / 21.0 + abs(1 / 3.0 - 4 / 21.0) + abs(2 / 3.0 - 4 / 21.0)) / 2
        #expect(abs((sea["dispersion"] as? Double ?? 0) - distance) < 1e-12)
        // By document the documents are those of all.
        let one = try rows(bench, "sea", "--by", "document", "--columns", "tf-idf")
        for (row, wanted) in zip(one, [0, 0, M_LN2, 2 * M_LN2]) {
            #expect(abs((row["tf_idf"] as? Double ?? -1) - wanted) < 1e-12)
        }
        #expect(one.count == 4)
        let first = try rows(bench, "--by", "document", "--sort", "tf-idf", "--limit", "1")
        #expect(first.last?["ngram"] as? [String] == ["sea"])
    }

    @Test func aTrendGoesAlongNumbers() throws {
        let bench = try shelf()
        try bench.write("name,decade\na,1900\nb,1900\nc,1900\nd,1910\n", to: "decades.csv")
        expectDone(try bench.gram("metadata", "s.db", "decades.csv"))
        let years = try bench.gram("frequencies", "s.db", "mill", "--trend", "Year")
        expectDone(years)
        #expect(years.errors.contains("left out: 1 document without a number as year"))
        #expect(years.errors.contains("2 values of year with fewer than three documents"))
        #expect(years.output.contains("1900") && !years.output.contains("1,900"))
        let run = try bench.gram("frequencies", "s.db", "mill", "lov*", "--trend", "decade", "--format", "json")
        expectDone(run)
        let found = try run.rows
        #expect(words(found) == ["mill", "mill", "lov*", "lov*"])
        #expect(found.map { $0["key"] as? Int } == [1900, 1910, 1900, 1910])
        #expect(found.map { $0["count"] as? Int } == [3, 0, 4, 0])
        #expect(found.map { $0["tokens"] as? Int } == [17, 4, 17, 4])
        let low = try #require(found[0]["low"] as? Double)
        let high = try #require(found[0]["high"] as? Double)
        #expect(low <= 3e6 / 17 && 3e6 / 17 <= high && found[1]["low"] is NSNull)
        let outputs = try (0..<2).map { _ in
            try bench.gram("frequencies", "s.db", "mill", "lov*", "--trend", "decade", "--format", "csv").output
        }
        #expect(outputs[0] == outputs[1])
        expectError(try bench.gram("frequencies", "s.db", "mill", "--trend", "kind"), 64, naming: "number", "--by kind")
        expectError(try bench.gram("frequencies", "s.db", "mill", "--trend", "yeer"), 64, naming: "yeer")
        expectError(try bench.gram("frequencies", "s.db", "--trend", "year"), 64, naming: "words")
        #expect(try bench.gram("frequencies", "s.db", "mill", "--trend", "year", "--svg", "-").output.contains("<svg"))
    }

    @Test func formsAreThoseOfTheSource() throws {
        let bench = try Workbench()
        try bench.write("Love LOVE love\nlove,  Loved\n", to: "a.txt")
        try bench.write("'Love'\n", to: "b.txt")
        for (database, options) in [("s.db", []), ("n.db", ["--no-text"])] {
            let run = try bench.start(
                Workbench.gram, ["ingest", database, "a.txt", "b.txt", "--segments", "lines"] + options
            ).result()
            expectDone(run)
        }
        let found = try rows(bench, "love", "lov* lov*", "--forms")
        let forms = found.map { "\($0["form"] ?? "") \($0["count"] ?? 0)" }
        #expect(forms == ["Love 2", "love 2", "LOVE 1", "LOVE love 1", "Love LOVE 1", "love, Loved 1"])
        #expect(found[0]["share"] as? Double == 2 / 5.0 && found[3]["ngram"] as? [String] == ["lov* lov*"])
        expectError(try bench.gram("frequencies", "n.db", "love", "--forms"), 65, naming: "keeps no text", "--no-text")
        let none = try bench.gram("frequencies", "s.db", "absent", "--forms")
        expectDone(none)
        #expect(none.errors.contains("occurs nowhere"))
        expectError(try bench.gram("frequencies", "s.db", "--forms"), 64, naming: "words")
    }

    @Test func whatDoesNotGoTogetherIsSaid() throws {
        let bench = try shelf()
        for options in [
            ["mill", "--matching", "a"], ["mill", "--regex", "a"], ["--spectrum", "--columns", "documents"],
            ["--by", "year", "--wide", "--sort", "documents"], ["--seed", "2"], ["mill", "sea", "--order", "1,2"],
            ["lov*", "--by", "year", "--wide"], ["--minimum-documents", "-1"], ["mill!"], ["--matching", "[]{0,2}"],
        ] {
            let run = try bench.start(Workbench.gram, ["frequencies", "s.db"] + options).result()
            #expect(run.status == 64, "\(options): \(run.errors)")
        }
        let none = try bench.gram("frequencies", "s.db", "--matching", "zz*")
        expectDone(none)
        #expect(none.errors.contains("have no n-grams"))
    }
}
