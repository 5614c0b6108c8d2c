internal import Foundation
internal import Testing

/// Words near words, and n-grams whose words belong together.
@Suite struct CollocationsCommandTests {
    private func database(_ text: String) throws -> Workbench {
        let bench = try Workbench()
        try bench.write(text, to: "a.txt")
        expectDone(try bench.gram("ingest", "a.db", "a.txt", "--segments", "lines", "--shares", "1,0,0"))
        return bench
    }

    private func rows(_ bench: Workbench, _ arguments: String...) throws -> [String: [String: Any]] {
        let run = try bench.start(Workbench.gram, ["collocations", "a.db"] + arguments + ["--format", "json"]).result()
        expectDone(run)
        let rows = try run.rows
        return Dictionary(uniqueKeysWithValues: rows.map { (($0["word"] as? String) ?? "\($0["ngram"] ?? "")", $0) })
    }

    /// Of five xx three are within three tokens of `this`: one before it, one 1 and one 3 tokens after it.
    @Test func aTokenCountsOnce() throws {
        let bench = try database("xx this xx is xx a xx test xx\n")
        let near = try rows(bench, "this", "--span", "3,3", "--minimum", "1")
        let xx = try #require(near["xx"])
        #expect(xx["observed"] as? Int == 3 && xx["left"] as? Int == 1 && xx["right"] as? Int == 2)
        // 14 + log₂(2·3/(1 + 5)).
        #expect(xx["logdice"] as? Double == 14)
        // All others are in the span of an xx: what is expected is what is there.
        let others = try rows(bench, "xx", "--span", "3,3", "--minimum", "1")
        #expect(Set(others.keys) == ["this", "is", "a", "test"])
        for row in others.values {
            #expect(row["observed"] as? Int == 1 && row["expected"] as? Double == 1 && row["mi"] as? Double == 0)
            #expect(row["delta_p_given_node"] is NSNull && row["log_ratio"] is NSNull)
        }
    }

    @Test func spansThatMeetCountATokenOnce() throws {
        let bench = try database("a a b b\n")
        #expect(try rows(bench, "a", "--span", "1,1", "--minimum", "1")["b"]?["observed"] as? Int == 1)
    }

    @Test func nothingIsSaid() throws {
        let bench = try database("one one one one one\ntwo\n")
        for (query, words) in [("one", "no other word stands near it"), ("three", "has no hit"), ("two", "no other")] {
            let run = try bench.gram("collocations", "a.db", query)
            expectDone(run)
            #expect(run.errors.contains(words), "\(run.errors)")
        }
        let few = try bench.gram("collocations", "a.db", "--adjacent", "--minimum", "9")
        expectDone(few)
        #expect(few.errors.contains("9 times or more"))
    }

    /// Against all bigrams by hand: 3 begin with `the`, 2 end with `mill`, 6 in all, 2 are both.
    @Test func adjacentWordsAreRanked() throws {
        let bench = try database("the mill the mill\nof the sea of\n")
        let ngrams = try rows(bench, "--adjacent", "--minimum", "2")
        let mill = try #require(ngrams.values.first)
        #expect(ngrams.count == 1 && mill["ngram"] as? [String] == ["the", "mill"])
        #expect(mill["counts"] as? [Int] == [3, 2] && mill["expected"] as? Double == 1)
        #expect(mill["mi"] as? Double == 1)
        // 2/3 of what follows `the` is `mill`, and none of what follows others.
        #expect(abs((mill["delta_p_given_node"] as? Double ?? 0) - 2 / 3.0) < 1e-12)
        let part = try bench.gram("collocations", "a.db", "--adjacent", "--document", "a.txt", "--format", "csv")
        let whole = try bench.gram("collocations", "a.db", "--adjacent", "--format", "csv")
        #expect(part.output == whole.output)
    }

    /// The stored counts and those of chosen documents, which are counted anew, are the same.
    @Test func storedAndCountedAgree() throws {
        let bench = try Workbench()
        for name in ["a", "b"] { try bench.write(tale, to: "texts/\(name).txt") }
        expectDone(try bench.gram("ingest", "t.db", "texts"))
        for order in ["2", "3"] {
            for sort in ["logdice", "g2", "mi3", "log_ratio"] {
                let options = ["--adjacent", "--order", order, "--sort", sort, "--limit", "0", "--format", "csv", "-q"]
                let whole = try bench.start(Workbench.gram, ["collocations", "t.db"] + options).result()
                let part = try bench.start(
                    Workbench.gram, ["collocations", "t.db", "--document", "b.txt", "--document", "a.txt"] + options
                ).result()
                #expect(whole.lines.count > 10 && whole.output == part.output)
            }
        }
    }

    @Test func badOptionsAreToldApart() throws {
        let bench = try database("a b c\n")
        expectError(try bench.gram("collocations", "a.db", "a", "--span", "0,0"), 64, naming: "0,0", "5,5")
        expectError(try bench.gram("collocations", "a.db", "a", "--span", "5,x"), 64, naming: "5,x")
        expectError(try bench.gram("collocations", "a.db"), 64, naming: "--adjacent")
        expectError(try bench.gram("collocations", "a.db", "a", "--adjacent"), 64, naming: "leave 'a' out")
        expectError(
            try bench.gram("collocations", "a.db", "--adjacent", "--order", "4"), 64, naming: "gram frequencies")
        expectError(try bench.gram("collocations", "a.db", "a", "--order", "2"), 64, naming: "--adjacent")
        expectError(try bench.gram("collocations", "a.db", "a!"), 64, naming: "'!'")
        // As wide as can be, and everything a hit.
        expectDone(try bench.gram("collocations", "a.db", "a", "--span", "10000", "--minimum", "1"))
        expectDone(try bench.gram("collocations", "a.db", "[]", "--minimum", "1"))
    }
}
