internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// A model stays what it is when it is packed, saved, read by blocks, or pruned.
@Suite struct StoredFormsTests {
    private struct Reader: SerializedModelReader {
        let saved: SerializedModel
        var kind: String { saved.kind }
        var settings: String { saved.settings }
        var metrics: String { saved.metrics }
        func byteCount(ofPart part: String) -> Int? {
            saved.longParts.first { $0.name == part }?.byteCount ?? saved.parts.first { $0.name == part }?.bytes.count
        }
        func bytes(ofPart part: String, range: Range<Int>) throws -> [UInt8] {
            try saved.longParts.first { $0.name == part }?.bytes(range)
                ?? Array(saved.parts.first { $0.name == part }!.bytes[range])
        }
    }

    @Test(arguments: SumToOneTests.methods + ["mle:N", "stupid-backoff:N"], Corpus.all)
    func savedAndReadByBlocks(method: String, corpus: Corpus) throws {
        for order in [1, 2, 4] {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
            let reader = Reader(saved: try #require(try SerializedModel(ngramModel: model)))
            let opened = try openNgramModel(named: "saved", from: reader)
            let stored = try BlockwiseNgramModel(named: "saved", from: reader)
            #expect(opened.vocabulary.hash == model.vocabulary.hash)
            #expect(opened.isNormalized == model.isNormalized && stored.isNormalized == model.isNormalized)
            for context in corpus.contexts(upTo: order).sorted(by: { $0.lexicographicallyPrecedes($1) }).prefix(40) {
                let estimated = model.probabilities(after: context)
                let saved = opened.probabilities(after: context)
                #expect(try stored.probabilities(after: context) == saved)
                #expect((saved == nil) == (estimated == nil))
                guard let saved, let estimated else { continue }
                if model.isNormalized { expectClose(saved.reduce(0, +), 1, 1e-5) }
                for (p, q) in zip(saved, estimated) { #expect(abs(p - q) <= 1e-5 * q) }
                for word in [WordID(0), 2, WordID(corpus.vocabulary.idCount - 1)] {
                    let single = try stored.logProbability(of: word, after: context).map { exp($0) }
                    expectClose(single, saved[Int(word)], 1e-12)
                }
            }
            for (id, word) in corpus.vocabulary.words.enumerated() {
                #expect(try stored.id(of: word) == WordID(id))
                #expect(try stored.text(of: WordID(id)) == word)
            }
            #expect(try stored.id(of: "no such word") == nil)
        }
    }

    /// As another version may have made it, or with a piece missing.
    @Test func anotherLengthIsNoModel() throws {
        let corpus = try #require(Corpus.all.first)
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: 2)
        let model = try NgramModelName(parsing: "mkn:2").estimate(from: counts, vocabulary: corpus.vocabulary)
        let whole = try #require(try SerializedModel(ngramModel: model))
        for change in [-4, 4] {
            let saved = SerializedModel(
                kind: whole.kind, settings: whole.settings, metrics: whole.metrics, parts: whole.parts,
                longParts: whole.longParts.map {
                    SerializedModel.LongPart(name: $0.name, byteCount: $0.byteCount + change, bytes: $0.bytes)
                })
            let reader = Reader(saved: saved)
            #expect { try openNgramModel(named: "saved", from: reader) } throws: { $0 is any ExplainedError }
            #expect { try BlockwiseNgramModel(named: "saved", from: reader) } throws: { $0 is any ExplainedError }
        }
    }

    /// Guides tell where a search begins, not what it finds: without them, as in models saved before there were any, and
    /// with wrong ones every event has the same probability.
    @Test(arguments: [1, 2, 3, 4]) func guidesChangeNoProbability(order: Int) throws {
        var random = SeededGenerator(seed: 5)
        let text = randomText(&random)
        let whole = try #require(try SerializedModel(ngramModel: try text.model(order: order)))
        func scores(_ parts: [SerializedModel.LongPart]) throws -> [Double] {
            let saved = SerializedModel(
                kind: whole.kind, settings: whole.settings, metrics: whole.metrics, parts: whole.parts, longParts: parts
            )
            return try openNgramModel(named: "saved", from: Reader(saved: saved)).logProbabilities(of: text.events)
        }
        let guided = try scores(whole.longParts)
        #expect(whole.longParts.contains { $0.name == NgramPart.guides } == (order > 1))
        #expect(try scores(whole.longParts.filter { $0.name != NgramPart.guides }) == guided)
        for byte: UInt8 in [0, 0x7F, 0x80] {
            let wrong = whole.longParts.map { part in
                part.name != NgramPart.guides
                    ? part
                    : SerializedModel.LongPart(name: part.name, byteCount: part.byteCount) {
                        [UInt8](repeating: byte, count: $0.count)
                    }
            }
            #expect(try scores(wrong) == guided)
        }
    }

    /// Each guide leads to the first child that has its guess: none before has it, and the child sought is not before.
    @Test func guidesLeadToTheFirstOfAGuess() throws {
        var random = SeededGenerator(seed: 6)
        let model = try #require(try randomText(&random).model(order: 3) as? BackoffModel)
        let saved = try #require(try SerializedModel(ngramModel: model))
        let part = try #require(saved.longParts.first { $0.name == NgramPart.guides })
        let guides: [Int16] = integers(fromLittleEndian: try part.bytes(0..<part.byteCount))
        // As they are read, some at a time.
        let middle = part.byteCount / 4 * 2
        let halves = try part.bytes(0..<middle) + part.bytes(middle..<part.byteCount)
        #expect(try halves == part.bytes(0..<part.byteCount))
        let (ngrams, shape) = (model.packed, model.shape)
        var longest = 0
        for context in 0..<shape.contextCount {
            let row = ngrams.children(of: context)
            longest = max(longest, row.count)
            func guess(_ node: Int) -> Int {
                row.lowerBound + (Int(ngrams.code(of: node)) * row.count) >> shape.code.bits
            }
            for child in row {
                let start = guess(child) + Int(guides[guess(child) - shape.idCount])
                #expect(row.contains(start) && start <= child && guess(start) == guess(child))
                #expect(start == row.lowerBound || guess(start - 1) < guess(child))
            }
        }
        #expect(longest > 300)
    }

    private struct RandomText {
        let vocabulary: ModelVocabulary
        let events: EncodedText

        func model(order: Int) throws -> any LanguageModel {
            let name = try NgramModelName(parsing: "mkn:\(order)")
            let counts = try NgramCounts(of: events.words, idCount: vocabulary.idCount, order: order)
            return try name.estimate(from: counts, vocabulary: vocabulary)
        }
    }

    /// Words of very different frequencies, so that there are contexts with many children and with few.
    private func randomText(_ random: inout SeededGenerator) -> RandomText {
        let vocabulary = ModelVocabulary(words: (0..<1_000).map { "w\($0)" }, rule: .minimumCount(1))
        var words: [WordID] = []
        for _ in 0..<30_000 {
            let word = WordID(2 + pow(1_000, Double.random(in: 0..<1, using: &random)))
            words.append(word)
        }
        return RandomText(
            vocabulary: vocabulary,
            events: EncodedText(words: words + [Marker.segmentEnd], characterCount: 1))
    }

    /// What is no logarithm of a probability or a weight is damage; counts can be any bits.
    @Test func numbersThatAreNoLogarithmsAreDamage() throws {
        let corpus = try #require(Corpus.all.first)
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: 3)
        func damaged(_ method: String, node: (TrieShape) -> Int, field: Int, _ bits: UInt32) throws -> Reader {
            let model = try NgramModelName(parsing: method).estimate(from: counts, vocabulary: corpus.vocabulary)
            let whole = try #require(try SerializedModel(ngramModel: model))
            let shape = try NgramModelSettings(json: whole.settings, of: "").shape
            let place = 4 * (NgramRecord.Layout(shape).place(of: node(shape)) + field)
            let long = whole.longParts.map { part in
                SerializedModel.LongPart(name: part.name, byteCount: part.byteCount) { range in
                    var bytes = try part.bytes(range)
                    for byte in 0..<4 where range.contains(place + byte) {
                        bytes[place + byte - range.lowerBound] = UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte))
                    }
                    return bytes
                }
            }
            return Reader(
                saved: SerializedModel(
                    kind: whole.kind, settings: whole.settings, metrics: whole.metrics, parts: whole.parts,
                    longParts: long))
        }
        let (nan, above, infinite) = (Float.nan.bitPattern, Float(0.9).bitPattern, Float.infinity.bitPattern)
        let (unigram, context) = (
            { (_: TrieShape) in 3 }, { (shape: TrieShape) in shape.contextCount - 1 },
        )
        for (node, field, bits) in [
            (unigram, 0, nan), (unigram, 0, above), (context, 0, infinite), (context, 0, nan),
            (unigram, 3, nan), (context, 3, infinite),
        ] {
            let reader = try damaged("mkn:3", node: node, field: field, bits)
            #expect { try openNgramModel(named: "saved", from: reader, threads: 2) } throws: {
                $0 is any ExplainedError
            }
        }
        // Read by blocks, it is damage where it is met.
        let number = try BlockwiseNgramModel(named: "saved", from: damaged("mkn:3", node: unigram, field: 0, nan))
        #expect { try number.logProbability(of: 3, after: []) } throws: { $0 is any ExplainedError }
        #expect(try number.logProbability(of: 2, after: [])?.isFinite == true)
        let weight = try BlockwiseNgramModel(named: "saved", from: damaged("mkn:3", node: unigram, field: 3, infinite))
        #expect { try weight.probabilities(after: [3]) } throws: { $0 is any ExplainedError }
        for bits in [nan, above, infinite] {
            #expect(throws: Never.self) {
                try openNgramModel(named: "saved", from: damaged("mle:3", node: context, field: 0, bits))
            }
        }
    }

    /// As it is made to be saved, in single precision straight from the counts, and as another tool would have it.
    @Test(arguments: SumToOneTests.methods, Corpus.all)
    func compactAndImported(method: String, corpus: Corpus) throws {
        for order in 1...6 {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
            let compact = try name.estimate(
                from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words, isCompact: true)
            var forms = [compact]
            if let model = model as? BackoffModel {
                var reader = ArpaReader(
                    plan: SpillPlan(memory: 1 << 20, folder: NSTemporaryDirectory(), threads: 2))
                try writeArpa(model, comment: "") { try reader.append($0) }
                forms.append(try reader.finish(named: "imported").opened())
            }
            for form in forms {
                // Words may have other numbers in a file.
                let ids = corpus.vocabulary.words.map { Int(form.vocabulary.id(of: $0)) }
                let numbers = corpus.vocabulary.words.indices.map { $0 == 1 ? 1 : ids[$0] }
                var worst = (sum: 0.0, difference: 0.0)
                for context in corpus.contexts(upTo: order) {
                    let wanted = try #require(model.probabilities(after: context))
                    let own = try #require(form.probabilities(after: context.map { WordID(numbers[Int($0)]) }))
                    worst.sum = max(worst.sum, abs(own.reduce(0, +) - 1))
                    for (word, p) in wanted.enumerated() where word != Int(Marker.segmentStart) {
                        let q = own[numbers[word]]
                        worst.difference = max(worst.difference, abs(q / p - 1))
                        if !(q > 0 && q <= 1 + 1e-6) { Issue.record("\(name) on \(corpus): P(\(word)) = \(q)") }
                    }
                }
                #expect(worst.sum < 1e-5 && worst.difference < 1e-5, "\(name) on \(corpus): \(worst)")
            }
        }
    }

    @Test(
        arguments: [
            Pruning.counts([0, 1]), .counts([0, 0, 2]), .relativeEntropy(1e-3), .relativeEntropy(0.05),
        ], 1...6)
    func prunedModelsSumToOne(pruning: Pruning, order: Int) throws {
        for corpus in Corpus.all {
            for method in SumToOneTests.methods.filter({ !$0.hasPrefix("l") }) {
                let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
                let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
                let whole = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
                let pruned = try name.estimate(
                    from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words, pruning: pruning)
                #expect(pruned.parameterCount <= whole.parameterCount)
                var worst = 0.0
                for context in corpus.contexts(upTo: order) {
                    let probabilities = try #require(pruned.probabilities(after: context))
                    worst = max(worst, abs(probabilities.reduce(0, +) - 1))
                    for (word, p) in probabilities.enumerated() where word != Int(Marker.segmentStart) {
                        if !(p > 0 && p <= 1 + 1e-12) { Issue.record("\(name) on \(corpus): P(\(word)) = \(p)") }
                    }
                }
                #expect(worst < 1e-9, "\(name) on \(corpus)")
                let stream = EncodedText(words: corpus.unseen, characterCount: 1)
                #expect(pruned.logProbabilities(of: stream).allSatisfy { $0 <= 1e-12 && $0 > -.infinity })
            }
        }
        let text = Corpus.all[0]
        let name = NgramModelName(.modifiedKneserNey, order: 3)
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 3)
        let whole = try name.estimate(from: counts, vocabulary: text.vocabulary)
        let pruned = try name.estimate(from: counts, vocabulary: text.vocabulary, pruning: .counts([0, 1, 1]))
        #expect(pruned.parameterCount < whole.parameterCount)
    }

    /// The walk in many places at once gives the numbers of a walk in one.
    @Test func longStretchesScoreAsShortOnes() throws {
        let corpus = Corpus.all[0]
        let stream = EncodedText(words: (0..<900).flatMap { _ in corpus.unseen + corpus.words }, characterCount: 1)
        for name in ["mkn:3", "katz:5", "witten-bell:1", "stupid-backoff:4"] {
            let name = try NgramModelName(parsing: name)
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: name.order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary)
            var scorer = model.makeScorer()
            var single: [Double] = []
            for word in stream.words.prefix(5000) {
                let event = [word]
                single += scorer.logProbabilities(of: event.span)
            }
            let once = model.logProbabilities(of: stream, threads: 1)
            #expect(Array(once.prefix(5000)) == single)
            #expect(model.logProbabilities(of: stream, threads: 3) == once)
        }
    }
}
