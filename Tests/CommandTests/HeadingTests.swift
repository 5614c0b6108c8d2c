internal import Foundation
internal import Testing

/// What a page says first claims no more than its rows.
@Suite struct HeadingTests {
    private func heading(_ bench: Workbench, _ arguments: String...) throws -> String {
        let run = try bench.start(Workbench.gram, arguments + ["--html", "-"]).result()
        expectDone(run)
        return String(try #require(run.output.firstMatch(of: /(?s)<h1[^>]*>(.*?)<\/h1>/)).output.1)
    }

    /// Perplexities are compared where the models predict the same events.
    @Test func aBestModelIsOneOfTheSameWords() throws {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        expectDone(try bench.gram("train", "DB", "few", "--ngram", "laplace:1", "--min-count", "20"))
        expectDone(try bench.gram("export", "DB", "witten-bell:1", "other.arpa"))
        try bench.write(
            String(decoding: try bench.read("other.arpa"), as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false
            ).filter { !$0.hasPrefix("# gram tokenizer") }.joined(separator: "\n"), to: "other.arpa")
        expectDone(try bench.gram("import", "DB", "spaced", "other.arpa"))
        #expect(
            try heading(bench, "perplexity", "DB", "--model", "laplace:1,laplace:2").contains("lowest perplexity"))
        // Another vocabulary; the same words, but other tokens.
        for model in ["few", "spaced"] {
            let heading = try heading(
                bench, "perplexity", "DB", "--model", "laplace:1,\(model)", "--text", "the fox ran")
            #expect(!heading.contains("lowest") && heading.contains("differ"), "\(heading)")
        }
    }

    @Test func frequenciesAreThoseThatAreShown() throws {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        #expect(
            try heading(bench, "frequencies", "DB", "--regex", "^mil").contains(
                "the most frequent of 2 words matching ^mil, with"))
        #expect(
            try heading(bench, "frequencies", "DB", "--regex", "^fox$").contains("of 1 word matching ^fox$, with"))
        #expect(
            try heading(bench, "frequencies", "DB", "--minimum", "25").contains("words seen 25 times or more, with"))
    }

    @Test func documentsThatWereNotMeasuredAreCounted() throws {
        let bench = try Workbench()
        for number in 1...4 { try bench.write("\(tale)word \(number)\n", to: "texts/\(number).txt") }
        expectDone(try bench.gram("ingest", "DB", "texts"))
        let all = try bench.gram("diversity", "DB", "--window", "20", "--html", "-")
        #expect(all.output.contains("The most diverse of 4 documents is"))
        let three = try bench.gram("diversity", "DB", "--window", "20", "--limit", "3", "--html", "-")
        #expect(three.output.contains("The most diverse of 3 measured of 4 documents is"))
    }
}
