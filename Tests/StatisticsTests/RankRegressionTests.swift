internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct RankRegressionTests {
    @Test func equalsTheSumOverEveryRank() throws {
        var generator = SeededGenerator(seed: 5)
        for size in [2, 3, 10, 70, 100, 1_000, 20_000] {
            let counts = (0..<size).map { _ in 1 + Int(pow(Double.random(in: 0.0001..<1, using: &generator), -1.1)) }
            let spectrum = FrequencySpectrum(counts: counts)
            let sorted = counts.sorted(by: >)
            let low = Int.random(in: 1...(size / 2), using: &generator)
            for range in [1...size, low...size, 1...(low + 1)] {
                let points = range.map { (x: log(Double($0)), y: log(Double(sorted[$0 - 1]))) }
                let naive = try #require(LineFit(points))
                let fit = try #require(RankRegression(RankFrequency(spectrum), ranks: range))
                expectClose(fit.exponent, -naive.slope, 1e-9)
                expectClose(fit.intercept, naive.intercept, 1e-9)
                #expect((fit.rSquared == nil) == (naive.rSquared == nil))
                if let wanted = naive.rSquared { expectClose(fit.rSquared, wanted, 1e-8) }
                if let wanted = naive.standardError { expectClose(fit.standardError, wanted, 1e-8) }
            }
        }
    }

    @Test func exactLineHasNoError() throws {
        // n_r = 2^k at r = 2^(10 − k): α = 1, c = ln 1024.
        let points = (0...10).map { (x: Double($0) * log(2), y: Double(10 - $0) * log(2)) }
        let line = try #require(LineFit(points))
        expectClose(line.slope, -1, 1e-14)
        expectClose(line.intercept, log(1024), 1e-14)
        expectClose(line.rSquared, 1, 1e-14)
        expectClose(line.standardError, 0, 1e-7)
    }

    /// Frequencies 8, 5, 3, 2, 2, 2, 2: bins of ranks 1, 2–3 and 4–7 with means 8, 4, 2 at the geometric mean ranks.
    @Test func logarithmicBins() throws {
        let curve = RankFrequency(FrequencySpectrum(counts: [8, 5, 3, 2, 2, 2, 2]))
        let points = [(1.0, 8.0), (sqrt(6), 4), (pow(840, 0.25), 2)].map { (x: log($0.0), y: log($0.1)) }
        let wanted = try #require(LineFit(points))
        let fit = try #require(LineFit.logBinned(curve))
        #expect(fit.points == 3)
        expectClose(fit.slope, wanted.slope, 1e-14)
        expectClose(fit.standardError, try #require(wanted.standardError), 1e-12)
        // Ranks 2–6 are cut at 4.
        expectClose(
            LineFit.logBinned(curve, ranks: 2...6)?.slope, (log(2) - log(4)) / (log(120) / 3 - log(6) / 2), 1e-13)
    }

    /// One point a frequency: 8 at rank 1, 5 at 2, 3 at 3, 2 at 5½.
    @Test func onePointAFrequency() throws {
        let curve = RankFrequency(FrequencySpectrum(counts: [8, 5, 3, 2, 2, 2, 2]))
        let wanted = LineFit([(1.0, 8.0), (2, 5), (3, 3), (5.5, 2)].map { (x: log($0.0), y: log($0.1)) })
        expectClose(LineFit.perFrequency(curve)?.slope, try #require(wanted).slope, 1e-14)
    }

    /// Gabaix and Ibragimov’s regression over ranks 1–3 of 6, 3, 2: ln(r − ½) on ln f, standard error b √(2/3).
    @Test func shiftedRanks() throws {
        let fit = try #require(ShiftedRankRegression(RankFrequency(FrequencySpectrum(counts: [6, 3, 2]))))
        let wanted = try #require(LineFit([(6.0, 0.5), (3, 1.5), (2, 2.5)].map { (x: log($0.0), y: log($0.1)) }))
        expectClose(fit.exponent, -wanted.slope, 1e-13)
        expectClose(fit.standardError, -wanted.slope * sqrt(2.0 / 3), 1e-13)
        expectClose(fit.zipfExponent, -1 / wanted.slope, 1e-13)
    }

    @Test func undefinedWhereThereIsNoLine() throws {
        #expect(RankRegression(RankFrequency(FrequencySpectrum(counts: [4]))) == nil)
        #expect(RankRegression(RankFrequency(FrequencySpectrum(counts: [Int]()))) == nil)
        #expect(RankRegression(RankFrequency(FrequencySpectrum(counts: [4, 2, 1])), ranks: 3...9) == nil)
        #expect(RankRegression(RankFrequency(FrequencySpectrum(counts: [4, 2, 1])), ranks: 7...9) == nil)
        let two = try #require(RankRegression(RankFrequency(FrequencySpectrum(counts: [4, 2]))))
        expectClose(two.exponent, 1, 1e-12)  // ln 2 / ln 2
        #expect(two.standardError == nil)
        let flat = try #require(RankRegression(RankFrequency(FrequencySpectrum(counts: [3, 3, 3]))))
        #expect(flat.exponent == 0 && flat.exponent.sign == .plus)
        #expect(flat.rSquared == nil)
        #expect(
            try #require(RankRegression(RankFrequency(FrequencySpectrum(counts: [4, 2, 1])), ranks: 2...900)).ranks
                == 2...3)
    }

    /// figures.md, Moby Dick.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDick() throws {
        let spectrum = try mobyDickSpectrum()
        #expect(spectrum.types == 18_855)
        #expect(spectrum.tokens == 209_994)
        #expect(spectrum.maximum == 14_086)
        #expect(spectrum.hapaxLegomena == 9_161)
        #expect(spectrum.disLegomena == 3_085)
        #expect(spectrum.entries.count == 272)
        let all = try #require(RankRegression(RankFrequency(spectrum)))
        expectClose(all.exponent, 1.113275, 1e-6)
        expectClose(all.intercept, 10.680005, 1e-7)
        expectClose(all.rSquared, 0.977288, 1e-6)
        expectClose(all.standardError, 0.0012, 5e-5)
        expectClose(RankRegression(RankFrequency(spectrum), ranks: 1...100)?.exponent, 0.886840, 1e-6)
        expectClose(RankRegression(RankFrequency(spectrum), ranks: 1...1000)?.exponent, 1.071221, 1e-6)
        expectClose(RankRegression(RankFrequency(spectrum), ranks: 1...5000)?.exponent, 1.064769, 1e-6)
    }

    /// figures.md, The Time Machine: letters only, lower case, the text as one sequence.
    @Test(
        .enabled(if: ReferenceData.isAvailable),
        arguments: [
            (1, 4_579, 2_397, 1.0353, 0.972, 1.0315, 1.0332), (2, 20_234, 16_625, 0.4637, 0.810, 0.6763, 0.6506),
            (3, 29_882, 28_251, 0.1642, 0.529, 0.4604, 0.3845),
        ])
    func timeMachine(
        order: Int, types: Int, hapaxes: Int, all: Double, rSquared: Double, first1000: Double, twice: Double
    ) throws {
        let text = try ReferenceData.text("corpora/time-machine.txt").lowercased()
        let words = text.unicodeScalars.split { !("a"..."z").contains($0) }.map(String.init)
        var counts: [[String]: Int] = [:]
        for start in 0...(words.count - order) { counts[Array(words[start..<start + order]), default: 0] += 1 }
        let spectrum = FrequencySpectrum(counts: counts.values)
        #expect(spectrum.tokens == 32_776 - order)
        #expect(spectrum.types == types)
        #expect(spectrum.hapaxLegomena == hapaxes)
        let fit = try #require(RankRegression(RankFrequency(spectrum)))
        expectClose(fit.exponent, all, 0.5e-4)
        expectClose(fit.rSquared, rSquared, 0.6e-3)
        expectClose(RankRegression(RankFrequency(spectrum), ranks: 1...1000)?.exponent, first1000, 0.5e-4)
        expectClose(RankRegression(RankFrequency(spectrum), ranks: 1...(types - hapaxes))?.exponent, twice, 0.5e-4)
    }
}

func mobyDickSpectrum() throws -> FrequencySpectrum {
    try FrequencySpectrum(list: ReferenceData.text("reference/moby-dick.word-frequencies.txt"))
}
