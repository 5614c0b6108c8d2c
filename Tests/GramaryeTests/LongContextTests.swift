internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// What follows contexts that no table of counts has, against a naive dictionary.
@Suite struct LongContextTests {
    /// How often each token follows each context of a length, `</s>` after the last of a line.
    private func naive(_ lines: [[String]], length: Int) -> [[String]: [String: Int]] {
        var counts: [[String]: [String: Int]] = [:]
        for line in lines {
            let segment = ["<s>"] + line + ["</s>"]
            for end in segment.indices where end >= length {
                counts[Array(segment[end - length..<end]), default: [:]][segment[end], default: 0] += 1
            }
        }
        return counts
    }

    @Test(arguments: 3...5 as ClosedRange<Int>, [1, 5] as [UInt64])
    func continuationsAreANaiveDictionarys(length: Int, seed: UInt64) throws {
        let folder = try CorpusFolder()
        let train = randomLines(400, words: 4, upTo: 12, seed: seed)
        let test = randomLines(100, words: 4, upTo: 12, seed: seed + 1)
        let corpus = try folder.corpus(train: text(of: train), test: text(of: test))
        let parts: [(splits: Set<Split>, lines: [[String]])] = [
            ([.train], train), ([.test], test), (Set(Split.allCases), train + test),
        ]
        for (splits, lines) in parts {
            let model = try ModelShelf(corpus).wordProbabilityModel(
                ModelName(parsing: "mle:\(length + 1)"), splits: splits)
            let expected = naive(lines, length: length)
            #expect(expected.keys.contains { $0[0] == "<s>" })
            let contexts = expected.keys.sorted { $0.lexicographicallyPrecedes($1) }
            for place in stride(from: 0, to: contexts.count, by: max(1, contexts.count / 12)) {
                let context = contexts[place]
                let following = expected[context] ?? [:]
                #expect(
                    try Set(model.likeliest(after: context, limit: 0, unknown: true).map(\.word)) == Set(following.keys)
                )
                let all = try model.likeliest(after: context, limit: 0, unknown: true)
                for limit in 1...4 {
                    #expect(
                        try model.likeliest(after: context, limit: limit, unknown: true) == Array(all.prefix(limit)))
                }
                for (word, count) in following {
                    let answer = try model.answer(word, after: context)
                    #expect(answer.count == count, "\(context) \(word)")
                    #expect(answer.contextCount == following.values.reduce(0, +), "\(context)")
                }
                #expect(try model.answer("w0", after: context).count == following["w0"] ?? 0)
            }
        }
    }

    /// Types of train that occur so often, a literal `<unk>` and the bounds of segments being none.
    @Test(arguments: [2, 9] as [UInt64]) func typesOfTrainAreANaiveCount(seed: UInt64) throws {
        let folder = try CorpusFolder()
        var lines = randomLines(60, words: 20, upTo: 9, seed: seed)
        for place in stride(from: 0, to: lines.count, by: 7) { lines[place].append("<unk>") }
        let corpus = try folder.corpus(
            train: text(of: lines), test: text(of: randomLines(20, words: 40, upTo: 9, seed: 1)))
        var counts: [String: Int] = [:]
        for word in lines.joined() where word != "<unk>" { counts[word, default: 0] += 1 }
        for minimum in 0...12 {
            #expect(
                try corpus.store.typeCount(of: .train, minimum: minimum) == counts.values.count { $0 >= minimum },
                "\(minimum)")
        }
    }

    /// Every word that is seen less than `least` times is `<unk>`, alone or with known words beside it.
    @Test(arguments: [15, 60]) func rareWordsCountAsUnknown(least: Int) throws {
        let folder = try CorpusFolder()
        let lines = randomLines(120, words: 30, upTo: 9, seed: 3)
        let corpus = try folder.corpus(train: text(of: lines), minimumCount: least)
        var frequencies: [String: Int] = [:]
        for word in lines.joined() { frequencies[word, default: 0] += 1 }
        let known = lines.map { line in line.map { frequencies[$0]! >= least ? $0 : "<unk>" } }
        let size = Double(frequencies.count { $0.value >= least } + 2)
        let model = try ModelShelf(corpus).wordProbabilityModel(ModelName(parsing: "laplace:4"))
        var asked = 0
        for (context, following) in naive(known, length: 3) where context.contains("<unk>") && asked < 40 {
            asked += 1
            let total = Double(following.values.reduce(0, +))
            for (word, count) in following {
                let answer = try model.answer(word, after: context, explained: false)
                expectClose(answer.logProbability.map { exp($0) }, Double(count + 1) / (total + size), 1e-12)
            }
        }
        #expect(asked > 5)
    }
}
