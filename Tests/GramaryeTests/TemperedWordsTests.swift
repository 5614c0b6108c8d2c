internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

@Suite struct TemperedWordsTests {
    private func corpus(_ folder: CorpusFolder) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(300, seed: 5)), valid: text(of: randomLines(40, seed: 6)), minimumCount: 4)
    }

    /// Whatever the temperature, the words listed share what they had, and the whole vocabulary has 1.
    @Test(arguments: ["mle:2", "laplace:2", "mkn:3", "mkn:2+cache"], [0, 0.3, 1, 1.0001, 2.5])
    func sharesStay(name: String, temperature: Double) throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(corpus(folder)).wordProbabilityModel(ModelName(parsing: name))
        for context in [["w1"], ["w0", "w2"]] {
            func sum(_ temperature: Double, unknown: Bool) throws -> Double {
                try model.likeliest(after: context, limit: 0, unknown: unknown, temperature: temperature)
                    .reduce(0) { $0 + exp($1.logProbability!) }
            }
            expectClose(try sum(temperature, unknown: true), 1, 1e-6, "\(name), T = \(temperature)")
            expectClose(
                try sum(temperature, unknown: false), try sum(1, unknown: false), 1e-6, "\(name), T = \(temperature)")
        }
    }

    @Test(arguments: ["mle:2", "laplace:2", "mkn:3"]) func orderStaysAndOneIsUnchanged(name: String) throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(corpus(folder)).wordProbabilityModel(ModelName(parsing: name))
        func likeliest(_ temperature: Double, _ limit: Int = 12) throws -> [WordProbability] {
            try model.likeliest(after: ["w1"], limit: limit, unknown: false, temperature: temperature)
        }
        let plain = try likeliest(1)
        #expect(try likeliest(3).map(\.word) == plain.map(\.word))
        let near = try likeliest(1 + 1e-9)
        for (a, b) in zip(plain, near) {
            #expect(a.word == b.word && a.count == b.count)
            expectClose(b.logProbability, a.logProbability!, 1e-6)
        }
        let alone = try likeliest(0, 0)
        #expect(alone.count == 1 && alone.first?.word == plain.first?.word)
        // Flatter above 1, steeper below.
        let top = try [0.5, 1, 2].map { exp(try likeliest($0, 1)[0].logProbability!) }
        #expect(top[0] > top[1] && top[1] > top[2])
    }

    /// What is not listed keeps its share, and that is said with its size.
    @Test func theShareOfTheUnknownIsTold() throws {
        let folder = try CorpusFolder()
        let shelf = try ModelShelf(corpus(folder))
        func notes(_ temperature: Double, unknown: Bool) throws -> [String] {
            try shelf.nextReport(after: "w1", models: ["mkn:2"], unknown: unknown, temperature: temperature).notes
                .filter { $0.contains("keeps its") }
        }
        let model = try shelf.wordProbabilityModel("mkn:2")
        let share = try exp(#require(model.answer("<unk>", after: ["w1"]).logProbability))
        #expect(try notes(0, unknown: false).count == 1)
        let told = try notes(0, unknown: false)[0].split(separator: " ").last.flatMap { Double($0) }
        expectClose(told, share, 0.01 * share)
        #expect(try notes(0, unknown: true).isEmpty && notes(1, unknown: false).isEmpty)
    }
}
