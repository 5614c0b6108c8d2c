internal import Foundation
internal import Gramarye
internal import LanguageModeling
internal import TestSupport
internal import Testing

/// Texts scored as they come.
@Suite struct LineScoringTests {
    private func scored(
        _ bytes: [UInt8], by models: [LineModel], of kind: ScoringUnit.Kind = .line, field: String? = nil,
        cuts: [Int] = [], threads: Int = 1, keepsEvents: Bool = false
    ) throws -> [ScoredUnit] {
        let scoring = try LineScoring(
            models, of: kind, field: field, keepsEvents: keepsEvents, threads: threads)
        var units: [ScoredUnit] = []
        var start = 0
        for end in cuts.sorted() + [bytes.count] {
            units += try scoring.append(Array(bytes[start..<end])) { $0 }
            start = end
        }
        return units + (try scoring.finish { $0 })
    }

    private func corpus(_ folder: CorpusFolder) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(300, seed: 31)), valid: text(of: randomLines(60, seed: 32)), minimumCount: 2)
    }

    /// What each unit comes to.
    private func figures(_ units: [ScoredUnit]) -> [String] {
        units.map { unit in
            let scores = unit.scores.map {
                "\($0.evaluation.events) \($0.evaluation.logLikelihood) \($0.bitsPerCharacter ?? -1)"
            }
            return "\(unit.line): \(scores) \(unit.error?.fact ?? "")"
        }
    }

    /// A text of random lines, some of them blank, damaged or of another line end.
    private func randomText(seed: UInt64, isDamaged: Bool) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = Bool.random(using: &generator) ? [0xEF, 0xBB, 0xBF] : []
        for line in randomLines(40, seed: seed) {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: break
            case 1: bytes += "  \t".utf8
            case 2 where isDamaged: bytes += [0x61, 0xC3, 0x28]
            case 3 where isDamaged: bytes += "a </s> b".utf8
            case 4 where isDamaged: bytes += [0x61, 0, 0x62]
            case 5: bytes += [0xEF, 0xBB, 0xBF] + Array("é ́ naïve 😀".utf8)
            default: bytes += line.joined(separator: " ").utf8
            }
            bytes += Bool.random(using: &generator) ? [0x0A] : [0x0D, 0x0A]
        }
        if Bool.random(using: &generator) { bytes += "the end".utf8 }
        return bytes
    }

    @Test(arguments: 0..<40) func resultsDependNeitherOnCutsNorOnThreads(seed: UInt64) throws {
        let folder = try CorpusFolder()
        let shelf = ModelShelf(try corpus(folder))
        let models = try ["mkn:3", "laplace:2"].map { try shelf.lineModel(ModelName(parsing: $0), called: $0) }
        let bytes = randomText(seed: seed, isDamaged: seed.isMultiple(of: 2))
        var generator = SeededGenerator(seed: seed)
        let cuts = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
            Int.random(in: 0...bytes.count, using: &generator)
        }
        for kind in ScoringUnit.Kind.allCases {
            let whole = figures(try scored(bytes, by: models, of: kind))
            #expect(figures(try scored(bytes, by: models, of: kind, cuts: cuts)) == whole)
            #expect(figures(try scored(bytes, by: models, of: kind, cuts: cuts, threads: 3)) == whole)
        }
    }

    /// A line for a line, and each has what it has alone.
    @Test(arguments: ["mkn:3", "katz:2", "laplace:2", "mkn:2+cache", "stupid-backoff:3"])
    func aLineHasWhatItHasAlone(name: String) throws {
        let folder = try CorpusFolder()
        let shelf = ModelShelf(try corpus(folder))
        let model = try shelf.lineModel(ModelName(parsing: name), called: name)
        let lines = randomLines(50, words: 40, seed: 5)
        let units = try scored(Array(text(of: lines).utf8), by: [model], keepsEvents: true)
        #expect(units.map(\.line) == Array(1...50))
        for (line, unit) in zip(lines, units) {
            let words = line.map { model.model.vocabulary.id(of: $0) } + [Marker.segmentEnd]
            let expected = model.model.logProbabilities(of: EncodedText(words: words, characterCount: 1))
            #expect(unit.scores[0].events.map(\.logProbability) == expected)
            #expect(unit.scores[0].events.map(\.token) == line + ["</s>"])
            let evaluation = unit.scores[0].evaluation
            #expect(evaluation.events == words.count)
            #expect(evaluation.outOfVocabulary == words.count { $0 == Marker.unknown })
            let sum = expected.reduce(0, +)
            if sum.isFinite { expectClose(evaluation.logLikelihood, sum, 1e-9) }
            #expect(evaluation.zeroProbabilityEvents == expected.count { $0 == -.infinity })
            #expect(evaluation.characters == line.joined(separator: " ").unicodeScalars.count + 1)
        }
    }

    /// All lines together are what the text is as a whole.
    @Test(arguments: [TokenizerSettings.Tokens.words, .whitespace, .characters])
    func linesAddUpToTheText(tokens: TokenizerSettings.Tokens) throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(text(of: randomLines(300, seed: 8)), tokens)
        let shelf = ModelShelf(corpus)
        let model = try shelf.lineModel("witten-bell:3", called: "w")
        let bytes = Array(text(of: randomLines(120, words: 60, seed: 9)).utf8)
        let units = try scored(bytes, by: [model], threads: 2)
        let whole = try corpus.evaluationText(bytes.span, named: "text")
        let evaluation = model.model.evaluation(of: whole.events(in: model.model.vocabulary))
        #expect(units.count == 120)
        #expect(units.map(\.scores[0].evaluation.events).reduce(0, +) == evaluation.events)
        #expect(units.map(\.scores[0].evaluation.characters).reduce(0, +) == evaluation.characters)
        expectClose(
            units.map(\.scores[0].evaluation.logLikelihood).reduce(0, +), evaluation.logLikelihood,
            1e-9)
    }

    @Test func whatHasNoTokenIsTheEndOfASegment() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(text(of: randomLines(300, seed: 8)), .words)
        let model = try ModelShelf(corpus).lineModel("mkn:2", called: "m")
        let units = try scored(Array("\n***\na\n".utf8), by: [model])
        let end = try #require(model.model.probabilities(after: [Marker.segmentStart]))[Int(Marker.segmentEnd)]
        #expect(units.map(\.line) == [1, 2, 3])
        for unit in units.prefix(2) {
            #expect(unit.scores[0].evaluation.events == 1)
            expectClose(unit.scores[0].evaluation.logLikelihood, log(end), 1e-5)
        }
    }

    @Test func aLineThatCannotBeReadSaysWhyAndTheOthersStand() throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(try corpus(folder)).lineModel("mkn:2", called: "m")
        let units = try scored([0x61, 0x0A, 0xFF, 0x0A] + Array("<s> b\nc\n".utf8), by: [model])
        #expect(units.map { $0.error == nil } == [true, false, false, true])
        #expect(units[1].error?.fact.contains("byte 2, line 2") == true)
        #expect(units[2].error?.fact.contains("line 3") == true)
    }

    @Test func textsOfJSONAreScoredWhole() throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(try corpus(folder)).lineModel("mkn:2", called: "m")
        let lines = #"{"t": "a b\nc"}"# + "\n{\"t\": 1}\n[]\n" + #"{"t": ""}"#
        let units = try scored(Array(lines.utf8), by: [model], field: "t")
        #expect(units.map { $0.scores.first?.evaluation.events ?? 0 } == [5, 0, 0, 1])
        #expect(units[1].error?.cause?.contains("keys are t") == true)
        #expect(units[2].error?.fact == "line 3 is no JSON object")
    }

    @Test func documentsAreLinesUpToABlankOne() throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(try corpus(folder)).lineModel("mkn:2", called: "m")
        let units = try scored(Array("a b\nc\n\n  \nd\n\n\n".utf8), by: [model], of: .document)
        #expect(units.map(\.line) == [1, 5])
        #expect(units.map(\.scores[0].evaluation.events) == [5, 2])
        #expect(units.map(\.scores[0].evaluation.segments) == [2, 1])
    }
}
