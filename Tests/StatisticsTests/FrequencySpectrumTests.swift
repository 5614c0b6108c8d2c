internal import Foundation
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
            "\u{FEFF}5\n# of two\n2\n2", "5\r2\r2\r", "m,Vm\r2,2\r5,1", "5\r\n2\r2",
            "frequency,types\n2,2\n5,1\n", "m;V_m\n2;2\n5;1",
        ] {
            #expect(try FrequencySpectrum(list: list) == wanted, "\(list)")
        }
    }

    /// With and without a header, whatever stands between the columns and in the words.
    @Test(arguments: [
        "the 5\nof 2\nand 2\n", "the\t5\nof the\t2\n1984\t2\n", "the,5\nof,2\nand,2", "the;5\nof;2\nand;2",
        "  5 the\n  2 of\n  2 and\n", "word count\nthe 5\nof 2\nand 2", "frequency\tword\n5\tthe\n2\t7\n2\t8",
        "rank,ngram,count,per_million\n1,the,5,5.5\n2,\"of,\",2,2.2\n3,\"a \"\"b\"\"\nc\",2,2.2",
        "id\ttoken\tcount\n3\tthe\t5\n4\t\"\t2\n5\t\\n\t2", "# of a corpus\nthe 5\n# 2\nof 2\n# total 9 in all 9\n",
        "1 the 5\n2 of 2\n3 and 2", "of the 5\nthe 2\na b c 2", ", 5\n. 2\n\" 2",
        "k\tf\ttype\n1\t5\tthe\n2\t2\tof\n3\t2\t1",
        "\"word\",\"freq\"\r\n\"the\",5\r\n\"of\",2\r\n\"and\",2\r\n", "nombre mot\n5 le\n2 de\n2 à",
        "the\t5\rof\t2\rand\t2\r", "word,freq\rthe,5\r\"o,f\",2\rand,2", "the 5\rof 2\r\rand 2",
    ]) func readsTablesOfWords(list: String) throws {
        #expect(try FrequencySpectrum(list: list) == FrequencySpectrum(counts: [5, 2, 2]))
    }

    /// Laid out in any way, a table of words gives the counts it was made of.
    @Test func readsWhatIsWritten() throws {
        var generator = SeededGenerator(seed: 11)
        for round in 0..<200 {
            let counts = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                Int.random(in: 1...3000, using: &generator)
            }
            let separator = ["\t", ",", ";", " "][round % 4]
            let isFirst = Bool.random(using: &generator)
            let words = ["of", "#", "it's", "naïve", "7", "\"", "#tag", "3rd", "中文", ".", "1,234", "x;y"]
            var lines = counts.enumerated().map { index, count in
                var word = index == 0 ? "the" : words.randomElement(using: &generator)!
                if separator == "," || separator == ";" { word = "\"\(word.replacing("\"", with: "\"\""))\"" }
                return isFirst ? "\(count)\(separator)\(word)" : "\(word)\(separator)\(count)"
            }
            if Bool.random(using: &generator) { lines.insert(isFirst ? "n\(separator)w" : "w\(separator)n", at: 0) }
            let list = lines.joined(separator: ["\n", "\r\n", "\r"][round % 3])
            #expect(try FrequencySpectrum(list: list) == FrequencySpectrum(counts: counts), "\(list)")
        }
    }

    @Test(
        arguments: [
            ("5\nsix\n", 2, "“six” is no whole number"), ("5\n0\n", 2, "0 is no count of something seen"),
            ("5\n-3", 2, "-3 is no count of something seen"), ("1 2\n3\n", 2, "1 value where the lines before have 2"),
            ("1 2 3", 1, "3 columns, and nothing says which is the count"),
            ("2 1\n2 4", 2, "the frequency 2 is there a second time"), ("2.5", 1, "“2.5” is no whole number"),
            ("", nil, "there is no count in it"), ("count", nil, "there is no count in it"),
            ("9007199254740992\n1", 2, "the frequencies add up to more than 2⁵³, about 9·10¹⁵ tokens"),
            ("1 9223372036854775807", 1, "the frequencies add up to more than 2⁵³, about 9·10¹⁵ tokens"),
            ("99999999999999999999", 1, "99999999999999999999 is too large a number"),
            ("9223372036854775808", 1, "9223372036854775808 is too large a number"),
            ("9223372036854775807", 1, "the frequencies add up to more than 2⁵³, about 9·10¹⁵ tokens"),
            ("5 2\n9223372036854775808 1", 2, "9223372036854775808 is too large a number"),
            ("the 5\nof 9223372036854775808", 2, "9223372036854775808 is too large a number"),
            ("the\t5\n#\t9223372036854775808", 2, "9223372036854775808 is too large a number"),
            ("5\r\rsix\r", 3, "“six” is no whole number"),
            ("1,234", 1, "a number with a thousands separator, or two numbers"),
            ("1,234\n5", 1, "a number with a thousands separator, or two numbers"),
            ("5\n12,345,678", 2, "a number with a thousands separator, or two numbers"),
            ("the\t5\nof\t1,234", 2, "a number with a thousands separator, or two numbers"),
            ("word,count\nthe,\"1,234\"", 2, "a number with a thousands separator, or two numbers"),
            ("the 5\nof x\nand 2", 2, "“x” is no whole number"),
            ("the 5\n7\nof 2", 2, "1 value where the lines before have 2"),
            ("word\tcount\nthe\t5\nof\n", 3, "1 value where the lines before have 2"),
            ("the 1.234\nof 5", 1, "“1.234” is no whole number"),
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

/// Counts that are larger than anything that could be visited one by one.
@Suite struct LargeFrequencyTests {
    @Test func theLargestListIsAnalysed() throws {
        for list in [
            "9007199254740992", "1 9007199254740992", "94906265 94906265", "1 4503599627370496\n4503599627370495 1",
        ] {
            let spectrum = try FrequencySpectrum(list: list)
            for halves in [false, true] {
                var options = ZipfAnalysis.Options()
                options.independentHalves = halves
                options.samples = 20
                let analysis = ZipfAnalysis(of: spectrum, options)
                #expect(analysis.spectrum.tokens <= FrequencySpectrum.largestListedTokens)
                #expect(analysis.curve.types <= spectrum.types)
                #expect(analysis.residuals.allSatisfy { $0.frequency > 0 })
            }
        }
    }

    /// Each token falls into either half by the toss of a coin, whatever the size of the class it is in.
    @Test(arguments: [(4, 5_000_000_000), (3_000_000_000, 2), (1_000_000, 1_000_000_000), (2000, 1990), (40, 3)])
    func halvesAreHalves(frequency: Int, types: Int) {
        let spectrum = FrequencySpectrum(entries: [.init(frequency: frequency, types: types)])
        let curve = RankFrequency(independentHalvesOf: spectrum, seed: 5)
        let tokens = curve.runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        let (m, v) = (Double(frequency), Double(types))
        // Types without a token in the first half, 2⁻ᵐ of them, take m tokens each along.
        let missing = v * pow(0.5, m)
        #expect(abs(Double(curve.types) - (v - missing)) <= 6 * sqrt(missing) + 1e-9)
        #expect(abs(tokens - (v * m / 2 - missing * m)) <= 6 * (sqrt(v * m) / 2 + m * sqrt(missing)))
    }

    @Test func bootstrapsHaveALimit() {
        func isTested(_ types: Int, samples: Int) -> Bool {
            // V_m = V/(m (m + 1)): Zipf's law.
            let entries = (1...).lazy.map { m in FrequencySpectrum.Entry(frequency: m, types: types / (m * (m + 1))) }
                .prefix { $0.types > 0 }
            var options = ZipfAnalysis.Options()
            options.samples = samples
            let analysis = ZipfAnalysis(of: FrequencySpectrum(entries: Array(entries)), options)
            #expect(analysis.isTooLargeToTest == (analysis.tailTest == nil))
            return analysis.tailTest != nil && analysis.wholeRangeTest != nil
        }
        #expect(isTested(20_000, samples: 300))
        #expect(isTested(1_000_000, samples: 20))
        #expect(!isTested(10_000_000, samples: 1_000_000))
        // Few frequencies, but samples of millions.
        let steep = FrequencySpectrum(entries: [
            .init(frequency: 1_000_000, types: 4_000_000_000), .init(frequency: 2_000_000, types: 300_000_000),
        ])
        #expect(ZipfAnalysis(of: steep).isTooLargeToTest)
    }
}
