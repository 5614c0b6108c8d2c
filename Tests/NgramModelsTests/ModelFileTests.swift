internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// Models as files that are mapped.
@Suite struct ModelFileTests {
    private final class File {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".gram").path
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }
    }

    private func bytes(
        _ model: any LanguageModel, spelling: SpellingCounts? = nil, bits: Int? = nil
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        #expect(
            try writeModelFile(
                model, tokenizer: TokenizerSettings(tokens: .whitespace), spelling: spelling, quantizedTo: bits
            ) { bytes += $0 })
        return bytes
    }

    private func stream(_ model: any LanguageModel, seed: UInt64) -> EncodedText {
        var generator = SeededGenerator(seed: seed)
        let ids = [Marker.unknown] + (2..<WordID(model.vocabulary.idCount))
        let words = (0..<500).map { _ in ids.randomElement(using: &generator)! }
        return EncodedText(words: words + [Marker.segmentEnd], characterCount: 1)
    }

    private func model(_ name: String, seed: UInt64) throws -> any LanguageModel {
        try Text.random(seed: seed + 70, segments: 60, types: 40, longest: 8, minimumCount: 2).model(name)
    }

    /// Store and load are the identity: settings, words and numbers.
    @Test(
        arguments: ["mkn:3", "katz:2", "laplace:3", "witten-bell:4", "stupid-backoff:3", "mle:2", "mkn:1"],
        0..<3 as Range<UInt64>)
    func aModelComesBackAsItWas(name: String, seed: UInt64) throws {
        let model = try model(name, seed: seed)
        let spelling = SpellingCounts(of: ["kite", "κιτ"])
        let file = File()
        try file.write(bytes(model, spelling: spelling))
        let opened = try openModelFile(file.path)
        #expect(opened.model.name == model.name)
        #expect(opened.model.vocabulary.hash == model.vocabulary.hash)
        #expect(opened.model.vocabulary.rule == model.vocabulary.rule)
        #expect(Array(opened.model.vocabulary.words) == Array(model.vocabulary.words))
        for word in model.vocabulary.words {
            #expect(opened.model.vocabulary.id(of: word) == model.vocabulary.id(of: word))
        }
        #expect(opened.model.vocabulary.id(of: "no such word") == Marker.unknown)
        #expect(opened.tokenizer == TokenizerSettings(tokens: .whitespace))
        #expect(opened.spelling?.bits(of: "kit") == SpellingModel(spelling).bits(of: "kit"))
        let text = stream(model, seed: seed)
        let (own, theirs) = (model.logProbabilities(of: text), opened.model.logProbabilities(of: text))
        for (a, b) in zip(own, theirs) {
            // Probabilities are in single precision, counts exact.
            #expect(a == b || abs(a - b) <= 1e-5 * max(1, abs(a)))
        }
    }

    /// What is damaged is an error, or wrong numbers; it never ends the process.
    @Test(arguments: 0..<150 as Range<UInt64>) func aDamagedFileEndsNothing(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let model = try model(seed.isMultiple(of: 3) ? "laplace:2" : "mkn:3", seed: seed % 4)
        var bytes = try bytes(model, bits: seed % 3 == 1 ? 6 : nil)
        for _ in 0..<Int.random(in: 1...40, using: &generator) {
            // The header, which says where all stands, is met as often as the rest.
            let place = Int.random(in: 0..<(Bool.random(using: &generator) ? 900 : bytes.count), using: &generator)
            bytes[place] = [0, 0xFF, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator)!
        }
        if seed % 5 == 0 { bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator)) }
        let file = File()
        try file.write(bytes)
        guard let opened = try? openModelFile(file.path) else { return }
        let text = stream(opened.model, seed: seed)
        _ = opened.model.logProbabilities(of: text)
        _ = opened.model.probabilities(after: Array(text.words.prefix(4)))
        _ = opened.model.vocabulary.map(of: TypeTable())
        for word in opened.model.vocabulary.words.prefix(50) { _ = opened.model.vocabulary.id(of: word) }
    }

    /// The n-grams and words are all there, and what stands for a number is near it: exact where there are as many codes
    /// as numbers.
    @Test(arguments: ["mkn:3", "katz:2", "witten-bell:4", "mkn:1", "stupid-backoff:3"], [4, 8, 14])
    func aQuantizedModelIsNear(name: String, bits: Int) throws {
        let model = try model(name, seed: 3)
        let file = File()
        try file.write(bytes(model, bits: bits))
        let opened = try openModelFile(file.path).model
        #expect(Array(opened.vocabulary.words) == Array(model.vocabulary.words))
        for word in model.vocabulary.words { #expect(opened.vocabulary.id(of: word) == model.vocabulary.id(of: word)) }
        #expect(opened.vocabulary.id(of: "no such word") == Marker.unknown)
        let text = stream(model, seed: 4)
        let (own, theirs) = (model.logProbabilities(of: text), opened.logProbabilities(of: text))
        let tolerance = [4: 1.0, 8: 0.05, 14: 1e-5][bits]!
        for (a, b) in zip(own, theirs) { #expect(a == b || abs(a - b) <= tolerance * max(1, abs(a))) }
        let means = [own, theirs].map { $0.reduce(0, +) / Double($0.count) }
        #expect(abs(means[0] - means[1]) <= (bits == 4 ? 0.1 : 0.005))
        // Exported, it is the model that it is.
        #expect(opened.parameterCount == model.parameterCount)
        let again = File()
        try again.write(bytes(opened))
        let plain = try openModelFile(again.path).model
        for (a, b) in zip(theirs, plain.logProbabilities(of: text)) { #expect(abs(a - b) <= 1e-5 * max(1, abs(a))) }
    }

    @Test(arguments: 1...64) func recordsOfAnyWidthComeBack(width: Int) {
        var generator = SeededGenerator(seed: UInt64(width))
        let mask = width == 64 ? UInt64.max : 1 << UInt64(width) - 1
        let values = (0..<200).map { _ in UInt64.random(in: 0...UInt64.max, using: &generator) & mask }
        var writer = BitFieldWriter()
        for value in values { writer.append(value, bits: width) }
        writer.align()
        #expect(writer.numbers.count == BitFields.numberCount(values.count, width: width))
        let fields = BitFields(FixedNumbers(writer.numbers), width: width, from: 0)
        #expect(values.indices.map { fields[$0] & mask } == values)
    }

    @Test func whatIsNoModelFileIsSaid() throws {
        let file = File()
        #expect(throws: ModelFileError.self) { try openModelFile(file.path) }
        for content in ["", "gramo", "a text that is no model"] {
            try file.write(Array(content.utf8))
            let error = #expect(throws: ModelFileError.self) { try openModelFile(file.path) }
            #expect(error?.reason == .notModelFile || error?.reason == .damaged)
        }
        var newer = try bytes(model("mkn:2", seed: 1))
        newer[8] = 9
        try file.write(newer)
        let error = #expect(throws: ModelFileError.self) { try openModelFile(file.path) }
        #expect(error?.reason == .newer(version: 9))
    }
}
