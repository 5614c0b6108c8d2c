internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// P(word | context) in words: worked by hand on a corpus of three lines, and laws on random ones.
@Suite struct WordProbabilityModelTests {
    /// n(a) = 4, n(b) = 3, n(c) = 1, n(</s>) = 3; n(a b) = n(b a) = n(a </s>) = 2, n(b c) = n(c </s>) = 1.
    private static let lines = "a b a\na b c\nb a\n"

    private func answer(
        _ model: String, _ word: String, after context: [String], in corpus: Corpus
    ) throws -> WordProbability {
        try ModelShelf(corpus).wordProbabilityModel(ModelName(parsing: model)).answer(
            word, after: context, explained: true)
    }

    @Test(
        arguments: [
            ("mle:1", "a", [], 4, 11, 4.0 / 11), ("mle:2", "b", ["a"], 2, 4, 2.0 / 4),
            ("mle:2", "a", ["b"], 2, 3, 2.0 / 3),
            ("mle:2", "a", ["<s>"], 2, 3, 2.0 / 3), ("mle:2", "</s>", ["a"], 2, 4, 2.0 / 4),
            ("mle:2", "c", ["a"], 0, 4, 0), ("mle:3", "a", ["a", "b"], 1, 2, 1.0 / 2),
            // Beyond the counts that are stored, and with more of a context than the model looks at.
            ("mle:4", "</s>", ["a", "b", "a"], 1, 1, 1), ("mle:2", "b", ["b", "a"], 2, 4, 2.0 / 4),
            // V = 5: a, b, c, <unk> and </s>.
            ("laplace:1", "a", [], 4, 11, 5.0 / 16), ("laplace:2", "b", ["a"], 2, 4, 3.0 / 9),
            ("laplace:2", "c", ["a"], 0, 4, 1.0 / 9), ("laplace:2", "zebra", ["a"], 0, 4, 1.0 / 9),
            ("laplace:2", "b", ["zebra"], 0, 0, 1.0 / 5),
        ] as [(String, String, [String], Int, Int, Double)])
    func valuesWorkedByHand(
        model: String, word: String, context: [String], count: Int, contextCount: Int, probability: Double
    ) throws {
        let folder = try CorpusFolder()
        let answer = try answer(model, word, after: context, in: folder.corpus(train: Self.lines))
        #expect(answer.count == count && answer.contextCount == contextCount)
        expectClose(answer.logProbability.map { exp($0) }, probability, 1e-12)
        #expect(answer.formula?.isEmpty == false && answer.model == model && answer.split == "train")
    }

    /// Seen twice to be known: c is `<unk>`, and V = 4.
    @Test func rareWordsAreUnknownToAllButThoseOfWordsAsSpelled() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: Self.lines, minimumCount: 2)
        let smoothed = try answer("laplace:2", "c", after: ["b"], in: corpus)
        expectClose(smoothed.logProbability.map { exp($0) }, (1.0 + 1) / (3 + 4), 1e-12)
        #expect(!smoothed.inVocabulary && !smoothed.takesWordsAsSpelled && smoothed.count == 1)
        let after = try answer("laplace:2", "</s>", after: ["c"], in: corpus)
        expectClose(after.logProbability.map { exp($0) }, (1.0 + 1) / (1 + 4), 1e-12)
        #expect(after.unknownContext == ["c"])
        // The same of <unk> itself, and of a word that is nowhere.
        for word in ["<unk>", "zebra"] {
            #expect(try answer("laplace:2", word, after: ["b"], in: corpus).logProbability == smoothed.logProbability)
        }
        let spelled = try answer("mle:2", "c", after: ["b"], in: corpus)
        expectClose(spelled.logProbability.map { exp($0) }, 1.0 / 3, 1e-12)
        #expect(spelled.inVocabulary && spelled.takesWordsAsSpelled)
        let nowhere = try answer("mle:2", "zebra", after: ["b"], in: corpus)
        #expect(nowhere.logProbability == -.infinity && !nowhere.inVocabulary)
    }

    @Test func afterAnUnseenContextTheRelativeFrequencyIsUndefined() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: Self.lines)
        for context in [["zebra"], ["</s>"]] {
            let answer = try answer("mle:2", "a", after: context, in: corpus)
            #expect(answer.logProbability == nil && answer.contextCount == 0, "\(context)")
        }
    }

    private static let random = randomLines(300, seed: 11)

    private func randomCorpus(_ folder: CorpusFolder, minimumCount: Int = 1) throws -> Corpus {
        try folder.corpus(
            train: text(of: Self.random), valid: text(of: randomLines(60, seed: 12)), minimumCount: minimumCount)
    }

    @Test(arguments: [
        "mle:1", "mle:2", "laplace:2", "laplace:3", "lidstone:2:0.3", "dirichlet:2:4", "jelinek-mercer:3",
        "witten-bell:3",
        "absolute:2", "kneser-ney:3", "mkn:3", "katz:2", "laplace:2+mkn:3",
    ])
    func sumsToOne(name: String) throws {
        let folder = try CorpusFolder()
        let corpus = try randomCorpus(folder, minimumCount: name.hasPrefix("mle") ? 1 : 4)
        let model = try ModelShelf(corpus).wordProbabilityModel(ModelName(parsing: name))
        let vocabulary = try corpus.vocabulary()
        for context in [["<s>"], ["w0"], ["<s>", "w1"], ["w2", "w0"]] {
            let sum = try vocabulary.words.filter { $0 != "<s>" }.reduce(0.0) { sum, word in
                try sum + exp(model.answer(word, after: context).logProbability ?? .nan)
            }
            expectClose(sum, 1, 1e-6, "\(name) after \(context): \(sum)")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<Int>) func countsAreANaiveDictionarys(order: Int) throws {
        let folder = try CorpusFolder()
        let model = ModelShelf(try randomCorpus(folder)).unsmoothed(order: order)
        var counts: [[String]: Int] = [:]
        for line in Self.random {
            let padded = ["<s>"] + line + ["</s>"]
            // Of unigrams <s> is none; longer n-grams begin with one <s> at most.
            for end in padded.indices.dropFirst() where end + 1 >= order {
                counts[Array(padded[end + 1 - order...end]), default: 0] += 1
            }
        }
        var generator = SeededGenerator(seed: 13)
        for ngram in counts.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }).shuffled(using: &generator).prefix(20)
        {
            let context = Array(ngram.dropLast())
            let total = counts.filter { $0.key.dropLast().elementsEqual(context) }.reduce(0) { $0 + $1.value }
            let answer = try model.answer(ngram[order - 1], after: context)
            #expect(answer.count == counts[ngram] && answer.contextCount == total, "\(ngram)")
            expectClose(
                answer.logProbability.map { exp($0) }, Double(counts[ngram]!) / Double(total), 1e-12, "\(ngram)")
        }
    }

    @Test(arguments: ["mle:2", "laplace:2", "mkn:3"]) func theLikeliestAreThoseOfAllAnswers(name: String) throws {
        let folder = try CorpusFolder()
        let corpus = try randomCorpus(folder)
        let model = try ModelShelf(corpus).wordProbabilityModel(ModelName(parsing: name))
        let all = try corpus.vocabulary().words.filter { $0 != "<s>" && $0 != "<unk>" }
            .map { try model.answer($0, after: ["w1"]).logProbability! }.sorted(by: >)
        let likeliest = try model.likeliest(after: ["w1"], limit: 8, unknown: false)
        #expect(likeliest.count == 8)
        for (next, probability) in zip(likeliest, all) { expectClose(next.logProbability, probability, 1e-9) }
    }

    /// Of contexts with rare words, with `<s>` and with none, beyond the stored orders too.
    @Test(arguments: 1...4 as ClosedRange<Int>) func laplaceIsThatOfANaiveDictionary(order: Int) throws {
        let folder = try CorpusFolder()
        // Half of the words are known.
        let frequencies = Self.random.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.sorted()
        let corpus = try randomCorpus(folder, minimumCount: frequencies[frequencies.count / 2])
        let vocabulary = try corpus.vocabulary()
        func known(_ word: String) -> String { vocabulary.contains(word) ? word : "<unk>" }
        #expect(Self.random.joined().contains { !vocabulary.contains($0) })
        var counts: [[String]: [String: Int]] = [:]
        for line in Self.random {
            let padded = ["<s>"] + line.map(known) + ["</s>"]
            for end in padded.indices.dropFirst() where end + 1 >= order {
                counts[Array(padded[end + 1 - order..<end]), default: [:]][padded[end], default: 0] += 1
            }
        }
        let model = try ModelShelf(corpus).wordProbabilityModel(ModelName(parsing: "laplace:\(order)"))
        var generator = SeededGenerator(seed: 14)
        let contexts = counts.keys.sorted { $0.lexicographicallyPrecedes($1) }.shuffled(using: &generator).prefix(12)
        for context in contexts + (order > 1 ? [Array(repeating: "<unk>", count: order - 1)] : []) {
            let total = counts[context, default: [:]].values.reduce(0, +)
            let all = try model.likeliest(after: context, limit: 0, unknown: true)
            #expect(Set(all.map(\.word)) == Set(vocabulary.words.filter { $0 != "<s>" }))
            #expect(all.count == vocabulary.size)
            for (place, next) in all.enumerated() {
                let count = counts[context, default: [:]][next.word] ?? 0
                let expected = Double(count + 1) / Double(total + vocabulary.size)
                expectClose(next.logProbability.map { exp($0) }, expected, 1e-12, "\(next.word) after \(context)")
                if place > 0 { #expect(all[place - 1].logProbability! >= next.logProbability!) }
            }
            let few = try model.likeliest(after: context, limit: 3, unknown: true)
            #expect(few.map(\.word) == all.prefix(3).map(\.word))
        }
    }

    @Test func aProductIsTheChainOfItsWords() throws {
        let folder = try CorpusFolder()
        let model = ModelShelf(try folder.corpus(train: Self.lines)).unsmoothed(order: 2)
        let product = try model.product(of: [model.answer("b", after: ["a"]), model.answer("c", after: ["a", "b"])])
        expectClose(product.logProbability.map { exp($0) }, 2.0 / 4 * (1.0 / 3), 1e-12)
        #expect(product.word == "b c" && product.count == 1)
    }
}
