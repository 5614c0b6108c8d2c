internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// The library's models beside computations that share nothing with them.
@Suite struct IndependentModelTests {
    private static let texts = [
        Text.random(seed: 21, segments: 40, types: 9, longest: 9),
        Text.random(seed: 22, segments: 60, types: 30, longest: 7, minimumCount: 2),
        Text("a b a\nb\na b b c"),
    ]

    private func expectAgreement(
        _ name: String, _ text: Text, order: Int, with wanted: ([WordID]) -> [WordID: Double]
    ) throws {
        let model = try text.model(name)
        var contexts: Set<[WordID]> = [[], [Marker.unknown], [3, 3, 3]]
        for segment in text.words.split(separator: Marker.segmentEnd) {
            let padded = [Marker.segmentStart] + segment
            for end in padded.indices { contexts.insert(Array(padded[max(0, end - order + 1)...end])) }
        }
        for context in contexts {
            let ours = try #require(model.probabilities(after: context))
            for (word, p) in wanted(context) {
                expectClose(ours[Int(word)], p, 1e-12, "\(name) after \(context): \(word)")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func byTheirDefinitions(order: Int) throws {
        for text in Self.texts {
            let naive = DictionaryModels(text, upTo: order + 1)
            try expectAgreement("witten-bell:\(order)", text, order: order, with: naive.wittenBell(order))
            try expectAgreement("dirichlet:\(order):1.5", text, order: order, with: naive.dirichlet(order, 1.5))
            try expectAgreement("absolute:\(order)", text, order: order, with: naive.absolute(order, adjusted: false))
            try expectAgreement("kneser-ney:\(order)", text, order: order, with: naive.absolute(order, adjusted: true))
            try expectAgreement("mkn:\(order)", text, order: order, with: naive.modifiedKneserNey(order))
        }
    }

    /// Scores of nltk.lm 3.10.4 fitted to the same segments with one `<s>` and one `</s>`, its vocabulary {a, b, c, </s>,
    /// <UNK>}; it is right where no unigram is asked for, for it counts `<s>` among those.
    @Test func asNLTK() throws {
        let text = Self.texts[2]
        for line in Self.scores.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            let model = try text.model(fields[0])
            let context = fields[3...].map { $0 == "<s>" ? Marker.segmentStart : text.vocabulary.id(of: $0) }
            let probability = model.probabilities(after: context)?[Int(text.vocabulary.id(of: fields[1]))]
            expectClose(probability, try #require(Double(fields[2])), 1e-11, "\(line)")
        }
    }

    /// Model, word, score, context.
    private static let scores = """
        mle:2 b 0.666666666667 a
        mle:2 a 0.666666666667 <s>
        mle:3 a 0.5 a b
        mle:3 c 1 b b
        laplace:2 b 0.375 a
        laplace:2 c 0.125 a
        laplace:2 <unk> 0.111111111111 b
        laplace:3 a 0.285714285714 a b
        laplace:3 c 0.333333333333 b b
        laplace:3 b 0.428571428571 <s> a
        laplace:3 a 0.2 c b
        lidstone:2:0.5 b 0.454545454545 a
        lidstone:2:0.5 <unk> 0.076923076923 b
        lidstone:3:0.5 c 0.428571428571 b b
        lidstone:3:0.5 b 0.555555555556 <s> a
        stupid-backoff:3 b 1 <s> a
        stupid-backoff:2 b 0.666666666667 a
        """

    /// Good and Turing by hand: unigrams with t₁ … t₆ = 12, 5, 3, 2, 1, 1, so that
    /// q = 6·1/12 = 1/2 and d(r) = ((r+1) t_{r+1}/(r t_r) − q)/(1 − q).
    @Test func katzDiscountsByHand() throws {
        let t = [0, 12, 5, 3, 2, 1, 1]
        var numbers: [UInt32] = []
        for (r, types) in t.enumerated() { numbers += [UInt32](repeating: UInt32(r), count: types) }
        let counts = CountsOfCounts(numbers, upTo: 6)
        // d(1) = (2·5/12 − 1/2)/(1/2) = 2/3; d(2) = (3·3/(2·5) − 1/2)·2 = 4/5; d(3) = (4·2/(3·3) − 1/2)·2 = 7/9;
        // d(4) = (5·1/(4·2) − 1/2)·2 = 1/4; d(5) = (6·1/(5·1) − 1/2)·2 = 7/5 > 1: five counts cannot be discounted so.
        #expect(Katz.factors(counts, upTo: 5) == nil)
        // Up to 4, q = 5·1/12: d(1) = (10/12 − 5/12)/(7/12) = 5/7, d(2) = (9/10 − 5/12)·12/7 = 29/35,
        // d(3) = (8/9 − 5/12)·12/7 = 17/21, d(4) = (5/8 − 5/12)·12/7 = 5/14.
        let factors = try #require(Katz.factors(counts, upTo: 4))
        let byHand: [Double] = [1, 5.0 / 7, 29.0 / 35, 17.0 / 21, 5.0 / 14]
        for (factor, wanted) in zip(factors, byHand) {
            expectClose(factor, wanted, 1e-12)
        }
    }

    /// λ by hand: held out are 3 events predicted by bigrams alone and 1 by unigrams alone, so EM comes to 3/4.
    @Test func jelinekMercerWeightsByHand() throws {
        // After each of a, b, c one word was seen, all in the same bucket of n(h) = 4.
        let text = Text(Array(repeating: "a b c", count: 4).joined(separator: "\n"))
        let model = try text.model("jelinek-mercer:2", heldOut: text.mapped([["a", "b", "b", "c"]]))
        // Events <s>a, ab, bc, c</s> have f = 1, bb has f = 0: λ = 4 p/(p + …) solved below.
        let a = model.probabilities(after: [Marker.segmentStart])!, unigram = model.probabilities(after: [])!
        let u = unigram[3]
        // P(a | <s>) = λ + (1 − λ) u; the same λ after a, b, c and <s>.
        let weight = (a[3] - u) / (1 - u)
        for (context, word) in [(3, 4), (4, 5), (5, 2)] as [(WordID, Int)] {
            let p = model.probabilities(after: [context])!
            expectClose(p[word], weight + (1 - weight) * unigram[word], 1e-9)
        }
        // The maximum: d/dλ [4 ln(λ + (1 − λ) u) + ln((1 − λ) u)] = 0, u = 1/4 of each word but <unk>.
        expectClose(4 * (1 - u) / (weight + (1 - weight) * u), 1 / (1 - weight), 1e-3)
    }
}
