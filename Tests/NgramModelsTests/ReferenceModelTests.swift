internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// Models beside those that KenLM's lmplz made of the same text; figures.md of the reference data tells how.
@Suite(.enabled(if: ReferenceData.isAvailable)) struct ReferenceModelTests {
    /// Every log-probability and back-off weight of lmplz's model of The Time Machine.
    @Test func timeMachine() throws {
        let lines = try TimeMachine.lines()
        let train = Text(segments: Array(lines[..<2500]))
        let counts = try NgramCounts(of: train.words, idCount: train.vocabulary.idCount, order: 3)
        let ours = counts.interpolated(by: ModifiedKneserNey(counts))
        let theirs = try reference()
        let packed = (theirs as! BackoffModel).packed
        let words = theirs.vocabulary.words
        var compared = 0
        var farthest = 0.0
        var farthestWeight = 0.0
        func compare(_ node: Int, _ ngram: [WordID]) throws {
            let own = try #require(ours.node(of: ngram.map { train.vocabulary.id(of: words[Int($0)]) }))
            if ngram != [Marker.segmentStart] {
                compared += 1
                farthest = max(farthest, abs(packed.logProbability(of: node) - ours.logProbability(of: own)))
            }
            guard ngram.count < 3 else { return }
            // lmplz writes a weight of 0 where an n-gram has no continuation.
            farthestWeight = max(farthestWeight, abs(packed.logBackoff(of: node) - ours.logBackoff(of: own)))
            for child in packed.children(of: node) {
                try compare(child, ngram + [packed.shape.code.word(of: packed.code(of: child))])
            }
        }
        for word in 0..<packed.shape.idCount { try compare(word, [WordID(word)]) }
        // 4,268 + 18,716 + 26,234 n-grams are 49,218, <s> one of them.
        #expect(compared == 49_217)
        #expect(farthest / log(10) < 1e-5 && farthestWeight / log(10) < 1e-5)
    }

    /// The model as KenLM's file has it, imported.
    private func reference() throws -> any LanguageModel {
        let path = ReferenceData.folder!.appending(path: "reference/time-machine.train.order3.kenlm.arpa.xz").path()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["xz", "-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return try readArpa(bytes)
    }

    /// Perplexities of WikiText-2 by order, valid and test.
    ///
    /// lmplz had an `<unk>` of its own beside the literal one, here an ordinary word.
    @Test(arguments: [
        (2, 291.27658, 269.85724), (3, 247.65620, 230.88630), (4, 241.30607, 226.05012), (5, 239.98394, 224.81154),
    ])
    func wikiText2(order: Int, valid: Double, test: Double) throws {
        let train = try Self.wikiText.get()
        let counts = try NgramCounts(of: train.words, idCount: train.vocabulary.idCount, order: order)
        if order == 5 {
            let wanted = [
                [0.182087, 1.01364, 2.53778], [0.729716, 1.15964, 1.49569], [0.866965, 1.27126, 1.47995],
                [0.942337, 1.41604, 1.53705], [0.959168, 1.52824, 1.50737],
            ]
            for (n, wanted) in zip(1..., wanted) {
                let estimated = try ModifiedKneserNey.discounts(CountsOfCounts(counts.adjustedCounts(order: n))).get()
                for (d, w) in zip([estimated.one, estimated.two, estimated.threeOrMore], wanted) {
                    expectClose(d, w, 1e-4, "order \(n)")
                }
            }
            #expect(counts.distinctCounts.last == 1_914_265)
        }
        let model = try NgramModelName(.modifiedKneserNey, order: order).estimate(
            from: counts, vocabulary: train.vocabulary)
        for (name, wanted, events) in [("valid", valid, 216_347), ("test", test, 244_102)] {
            let words = train.mapped(try Self.lines("wikitext2.\(name).txt"))
            let stream = EncodedText(words: words, characterCount: 1)
            #expect(stream.count == events)
            let scores = model.logProbabilities(of: stream, threads: 2)
            let perplexity = try #require(Evaluation(of: stream, logProbabilities: scores).perplexity)
            expectClose(perplexity / wanted, 1, 1e-7, "order \(order), \(name): \(perplexity)")
        }
    }

    /// With the literal `<unk>` the unknown word itself V is 33,278, one less than lmplz has, and that is all the difference:
    /// less than 1e-6 of the perplexity, where agreement at the same V is within 1e-7.
    @Test func theClosedVocabularyIsOneWordSmaller() throws {
        let train = try Self.wikiText.get()
        let unknown = train.vocabulary.id(of: "<literal-unk>")
        let words = Array(train.vocabulary.words.dropFirst(Marker.texts.count)).filter { $0 != "<literal-unk>" }
        let vocabulary = ModelVocabulary(words: words, rule: .minimumCount(1))
        let map = train.vocabulary.words.indices.map { id in
            id < Marker.texts.count || id == Int(unknown)
                ? Marker.unknown : vocabulary.id(of: train.vocabulary.words[id])
        }
        func mapped(_ words: [WordID]) -> [WordID] { words.map { $0 == Marker.segmentEnd ? $0 : map[Int($0)] } }
        let counts = try NgramCounts(of: mapped(train.words), idCount: vocabulary.idCount, order: 3)
        let model = try NgramModelName(.modifiedKneserNey, order: 3).estimate(from: counts, vocabulary: vocabulary)
        let test = mapped(train.mapped(try Self.lines("wikitext2.test.txt")))
        let stream = EncodedText(words: test, characterCount: 1)
        let evaluation = Evaluation(of: stream, logProbabilities: model.logProbabilities(of: stream, threads: 2))
        #expect((vocabulary.size, train.vocabulary.size) == (33_278, 33_279))
        let difference = abs(try #require(evaluation.perplexity) / 230.88630 - 1)
        #expect(difference < 1e-6 && difference > 2e-7)
    }

    private static let wikiText = Result { try wikiTextTrain() }

    private static func wikiTextTrain() throws -> Text {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let path = ReferenceData.folder!.appending(path: "corpora/wikitext2.train.txt.xz").path()
        process.arguments = ["xz", "-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return Text(segments: split(text))
    }

    private static func lines(_ name: String) throws -> [[String]] { split(try ReferenceData.text("corpora/\(name)")) }

    /// The literal `<unk>` under another spelling, as lmplz was given it.
    private static func split(_ text: String) -> [[String]] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            // By bytes: a space and a combining mark are one Character.
            let words = line.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
            return words.isEmpty ? nil : words.map { $0 == "<unk>" ? "<literal-unk>" : $0 }
        }
    }
}
