internal import Foundation
internal import Testing

/// Mean surprisal of a split's words by document, metadata and position.
@Suite struct SurprisalByGroupTests {
    private func shelf(documents: Int = 3, minimum: String = "1") throws -> Workbench {
        let bench = try Workbench()
        var table = "name,year\n"
        let lines = tale.split(separator: "\n")
        for number in 0..<documents {
            let text = lines.dropFirst(number % 20).prefix(40).joined(separator: "\n") + "\n"
            try bench.write(text, to: "texts/d\(number).txt")
            table += "d\(number),\(1900 + number / 2)\n"
        }
        try bench.write(table, to: "shelf.csv")
        expectDone(
            try bench.gram(
                "ingest", "s.db", "texts", "--metadata", "shelf.csv", "--segments", "lines", "--min-count", minimum,
                "--shares", "6,2,2"))
        return bench
    }

    /// Every known event of the test split by one model: document, position, token, bits.
    private func events(
        _ bench: Workbench
    ) throws -> [(document: String, position: Int, token: String, bits: Double)] {
        let run = try bench.gram(
            "perplexity", "s.db", "--model", "laplace:2", "--split", "test", "--tokens-out", "-", "-q")
        expectDone(run)
        var events: [(document: String, position: Int, token: String, bits: Double)] = []
        for line in run.lines.dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells[4] == "true" else { continue }
            events.append((cells[0], Int(cells[2]) ?? 0, cells[3], Double(cells[7]) ?? .nan))
        }
        return events
    }

    private func expectMeans(
        _ bench: Workbench, by key: String, _ options: [String] = [], ends: Bool = false,
        _ group: ((document: String, position: Int, token: String, bits: Double)) -> String
    ) throws {
        let arguments = [
            "surprisal", "s.db", "--split", "test", "--by", key, "--model", "laplace:2", "--unknown", "null",
            "--format", "json",
        ]
        let run = try bench.start(Workbench.gram, arguments + options).result()
        expectDone(run)
        let expected = Dictionary(
            grouping: try events(bench).filter { ends || $0.token != "</s>" }, by: group
        ).mapValues { events in (events.count, events.map(\.bits).reduce(0, +) / Double(events.count)) }
        let rows = try run.rows
        #expect(rows.count == expected.count)
        for row in rows {
            let (count, mean) = try #require(expected["\(row[key] ?? "")"])
            #expect(row["words"] as? Int == count)
            #expect(abs((row["mean_bits"] as? Double ?? 0) - mean) < 1e-9)
        }
    }

    @Test func meansAreThoseOfTheEvents() throws {
        let bench = try shelf()
        try expectMeans(bench, by: "document") { $0.document }
        try expectMeans(bench, by: "document", ["--segment-ends"], ends: true) { $0.document }
        try expectMeans(bench, by: "year") { $0.document == "d2.txt" ? "1901" : "1900" }
        try expectMeans(bench, by: "position") { "\($0.position)" }
    }

    @Test func intervalsAreOverDocuments() throws {
        let bench = try shelf(documents: 24)
        let run = try bench.gram(
            "surprisal", "s.db", "--split", "test", "--by", "position", "--model", "laplace:1,mkn:2", "--format", "json"
        )
        expectDone(run)
        let first = try #require(try run.rows.first)
        #expect(first["interval_unit"] as? String == "document" && first["interval_units"] as? Int == 24)
        let mean = try #require(first["mean_bits"] as? Double)
        #expect((first["low"] as? Double ?? 99) <= mean && mean <= (first["high"] as? Double ?? 0))
        #expect(run.errors.contains("with documents as a sample"))
        let page = try bench.gram(
            "surprisal", "s.db", "--split", "test", "--by", "year", "--model", "laplace:1", "--svg", "-")
        #expect(page.output.contains("<svg"))
    }

    @Test func unknownWordsAreLeftOutOrSpelled() throws {
        let bench = try shelf(minimum: "30")
        let options = ["--split", "test", "--by", "document", "--model", "laplace:1", "--format", "json"]
        let spelled = try bench.start(Workbench.gram, ["surprisal", "s.db"] + options).result()
        let left = try bench.start(Workbench.gram, ["surprisal", "s.db", "--unknown", "null"] + options).result()
        expectDone(spelled)
        expectDone(left)
        let counts = try [spelled, left].map { try $0.rows.compactMap { $0["words"] as? Int }.reduce(0, +) }
        #expect(counts[0] > counts[1])
        #expect(left.errors.contains("outside its vocabulary left out"))
    }

    @Test func badOptionsAreTold() throws {
        let bench = try shelf()
        expectError(try bench.gram("surprisal", "s.db", "--split", "test"), 64, naming: "--by")
        expectError(
            try bench.gram("surprisal", "s.db", "a text", "--by", "year"), 64, naming: "--by", "leave the text out")
        expectError(
            try bench.gram("surprisal", "s.db", "--by", "yeer", "--model", "laplace:1"), 64, naming: "yeer", "year")
        expectError(try bench.gram("surprisal", "s.db", "--by", "year", "--each-line"), 64, naming: "--file")
        expectError(
            try bench.gram("surprisal", "s.db", "--by", "year", "--document", "x*"), 66, naming: "x*")
    }
}
