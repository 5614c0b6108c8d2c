internal import Statistics
internal import Testing

@Suite struct ListedCountsTests {
    private func words(_ list: String) throws -> [String] {
        try ListedCounts(list: list).words.map { "\($0.word)=\($0.count)" }
    }

    @Test func tablesAreRead() throws {
        #expect(try words("the 5\nof 2\n") == ["the=5", "of=2"])
        #expect(try words("5 the\n2 of\n") == ["the=5", "of=2"])
        #expect(try words("word,count\n\"a, b\",3\nc,1\n") == ["a, b=3", "c=1"])
        #expect(
            try words("rank\tngram\tcount\tper_million\n1\tof the\t7\t2.5\n2\tin a\t3\t1.5\n") == [
                "of the=7", "in a=3",
            ])
        // Ranks are no part of the words, and n-grams have spaces.
        #expect(try words("1 of the 7\n2 in a 3\n") == ["of the=7", "in a=3"])
        #expect(try words("of the 7\nin a 3\n") == ["of the=7", "in a=3"])
    }

    @Test func whatIsNoneIsRefused() {
        for list in [
            "5\n2\n", "2 2\n5 1\n", "", "the 5\nof x\n", "the -1\n", "a 9007199254740992\nb 9007199254740992\n",
        ] {
            #expect(throws: FrequencyListError.self, "\(list)") { try ListedCounts(list: list) }
        }
    }
}
