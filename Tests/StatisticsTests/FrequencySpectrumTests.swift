internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct FrequencySpectrumTests {
    @Test func countsTypesOfEachFrequency() {
        let spectrum = FrequencySpectrum(counts: [3, 1, 0, 1, 70_000, 2, 70_000, 3])
        #expect(spectrum.entries.map(\.frequency) == [1, 2, 3, 70_000])
        #expect(spectrum.entries.map(\.types) == [2, 1, 2, 2])
        #expect(spectrum.types == 7)
        #expect(spectrum.tokens == 1 + 1 + 2 + 3 + 3 + 70_000 + 70_000)
        #expect(spectrum.hapaxLegomena == 2)
        #expect(spectrum.disLegomena == 1)
        #expect(spectrum.types(ofFrequency: 4) == 0)
        #expect(spectrum.maximum == 70_000)
        #expect(FrequencySpectrum(counts: [Int]()).isEmpty)
    }

    @Test func ranksFollowFrequenciesDownward() {
        let spectrum = FrequencySpectrum(counts: [5, 2, 2, 1, 1, 1])
        #expect(RankFrequency(spectrum).runs.map(\.frequency) == [5, 2, 1])
        #expect(RankFrequency(spectrum).runs.map(\.ranks) == [1...1, 2...3, 4...6])
        #expect(RankFrequency(spectrum).runs(in: 3...4).map(\.ranks) == [3...3, 4...4])
    }

    @Test func equalsASortedDictionary() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let counts = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
                Int.random(in: 1...Int.random(in: 1...100_000, using: &generator), using: &generator)
            }
            let spectrum = FrequencySpectrum(counts: counts)
            let flattened = RankFrequency(spectrum).runs.flatMap {
                Array(repeating: Int($0.frequency), count: $0.count)
            }
            #expect(flattened == counts.sorted(by: >))
            #expect(spectrum.tokens == counts.reduce(0, +))
        }
    }
}

@Suite struct FrequencyListTests {
    @Test func readsCountsAndSpectra() throws {
        let wanted = FrequencySpectrum(counts: [5, 2, 2])
        for list in [
            "5\n2\n2\n", "2\r\n5\r\n2", "count\n5\n\n2\n2", "2 2\n5 1", "m\tVm\n5\t1\n2\t2\n", "# a\n2,2\n5,1",
        ] {
            #expect(try FrequencySpectrum(list: list) == wanted)
        }
    }

    @Test(
        arguments: [
            ("5\nsix\n", 2, "“six” is no whole number"), ("5\n0\n", 2, "0 is no count of something seen"),
            ("5\n-3", 2, "-3 is no count of something seen"), ("1 2\n3\n", 2, "1 value where 2 belong"),
            ("1 2 3", 1, "3 values where 1 or 2 belong"), ("2 1\n2 4", 2, "the frequency 2 is there a second time"),
            ("2.5", 1, "“2.5” is no whole number"), ("", nil, "there is no count in it"),
            ("9223372036854775807\n1", 2, "the frequencies add up to more than a 64-bit integer holds"),
            ("99999999999999999999", 1, "“99999999999999999999” is no whole number"),
        ] as [(String, Int?, String)])
    func namesTheLineAtFault(list: String, line: Int?, fact: String) {
        do {
            _ = try FrequencySpectrum(list: list)
            Issue.record("read")
        } catch {
            #expect(error.line == line)
            #expect(error.fact == fact)
        }
    }
}
