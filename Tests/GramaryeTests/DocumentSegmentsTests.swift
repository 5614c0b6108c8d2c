internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Running text of the corpus itself: its words are those that were counted, and cost models what they cost as events.
@Suite struct DocumentSegmentsTests {
    private static let prose = """
        The ferry crossed the river, and “nobody” spoke.
        Wren – who had a book – looked up; the well-known
        tower stood there.

        A second paragraph, isn't it?

        And a third one, with the river in it.
        The ferry came back.
        """

    /// The tokens of segments, from the report's rows by a model that gives each token of its own a row.
    private func words(_ report: Report) -> [(segment: Int, word: String)] {
        report.rows.rows.compactMap { row in
            guard case .integer(let segment) = row[2], case .text(let word) = row[4] else { return nil }
            return (segment, word)
        }
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .paragraphs, .sentences, .document])
    func anyStretchIsThatOfTheWhole(_ rule: TokenizerSettings.Segments) throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(Self.prose, .words, segments: rule)
        let shelf = ModelShelf(corpus)
        let document = try corpus.subcorpus()
        let total = try corpus.segments(of: document).total
        let whole = words(try shelf.surprisalReport(of: ["laplace:2"], on: corpus.segments(of: document, 1...total)))
        #expect(whole.map(\.word).contains("“nobody”") && Set(whole.map(\.segment)) == Set(1...total))
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let first = Int.random(in: 1...total, using: &generator)
            let last = Int.random(in: first...total + 2, using: &generator)
            let segments = try corpus.segments(of: document, first...last)
            #expect(segments.numbers == first...min(last, total))
            let read = words(try shelf.surprisalReport(of: ["laplace:2"], on: segments))
            #expect(read.map(\.word) == whole.filter { segments.numbers.contains($0.segment) }.map(\.word))
            #expect(read.map(\.segment) == whole.filter { segments.numbers.contains($0.segment) }.map(\.segment))
        }
    }

    /// A model costs a split what it costs the segments that the split is.
    @Test(arguments: [true, false]) func costsAreThoseOfTheSplit(keepsText: Bool) throws {
        let folder = try CorpusFolder()
        let lines = randomLines(60, seed: 8)
        let file = folder.url.appending(path: "text.txt")
        try Data(text(of: lines).utf8).write(to: file)
        var options = IngestOptions([IngestInput(path: file.path)])
        (options.tokens, options.segments, options.keepsText) = (.whitespace, .lines, keepsText)
        options.vocabularyRule = { _ in VocabularyRule.minimumCount(1).json }
        let path = folder.url.appending(path: "x.db").path
        _ = try CorpusStore.ingest(into: path, options)
        let corpus = try Corpus(path: path)
        let shelf = ModelShelf(corpus)
        let report = try shelf.surprisalReport(
            of: ["mkn:3"], on: corpus.segments(of: corpus.subcorpus(), 1...60), showsSegmentEnds: true)
        let bits = report.rows.rows.compactMap { if case .number(let bits) = $0[8] { bits } else { nil } }
        let spelling = report.rows.rows.compactMap { if case .number(let bits) = $0[9] { bits } else { nil } }
        let model = try shelf.model("mkn:3")
        let expected = try Split.allCases.reduce(0) { sum, split in
            let events = try corpus.events(of: split, in: model.vocabulary)
            return sum - model.logProbabilities(of: events).reduce(0, +) / M_LN2
        }
        expectClose(bits.reduce(0, +) - spelling.reduce(0, +), expected, 1e-6)
        #expect(report.notes.contains { $0.contains("no text is kept") } == !keepsText)
        #expect(report.notes.contains { $0.contains("made of this very text") })
    }

    @Test func errorsSayWhatThereIs() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(Self.prose, .words, segments: .paragraphs)
        let name = try corpus.subcorpus().documents[0].name
        #expect(throws: CorpusError.noSegments(document: name, first: 9, total: 3)) {
            try corpus.segments(of: corpus.subcorpus(), 9...12)
        }
        let library = try folder.library(3, seed: 2)
        let all = try library.subcorpus()
        #expect(throws: CorpusError.severalDocuments(all)) { try library.segments(of: all) }
    }

    /// What a word says was asked gives, asked so, what the word says it costs.
    @Test(arguments: ["mkn:3", "laplace:2", "mkn:1"]) func wordsSayWhatTheModelIsAsked(name: String) throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: text(of: randomLines(200, seed: 9)), valid: "w1 w2\n")
        let shelf = ModelShelf(corpus)
        let document = try corpus.subcorpus(named: [corpus.subcorpus().documents[0].name])
        let report = try shelf.surprisalReport(
            of: [ModelName(parsing: name)], on: corpus.segments(of: document), showsWords: true)
        let model = try shelf.wordProbabilityModel(ModelName(parsing: name))
        let words = report.blocks.flatMap { block -> [Report.Word] in
            if case .words(let paragraphs, _) = block.content { paragraphs.flatMap(\.self) } else { [] }
        }
        #expect(words.count > 40)
        for word in words {
            let asked = Dictionary(uniqueKeysWithValues: word.question.map { ($0.name, $0.value) })
            #expect(asked["model"] == name)
            let context = (asked["given"] ?? "").split(separator: " ").map(String.init)
            let answer = try model.answer(#require(asked["q"]), after: context)
            expectClose(-answer.logProbability! / M_LN2, word.value!, 1e-6, "\(word.remark)")
            let rank = try #require(word.remark.firstMatch(of: /rank ([\d,]+)/)).output.1.replacing(",", with: "")
            let likelier = try model.likeliest(after: context, limit: 0, unknown: true).count {
                $0.logProbability! > answer.logProbability! + 1e-9
            }
            #expect(Int(rank) == likelier + 1, "\(word.remark)")
        }
    }
}
