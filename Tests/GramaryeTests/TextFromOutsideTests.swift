internal import Foundation
internal import Gramarye
internal import Testing

/// A program asks with strings: for a model by its name, for a text's events as it stands.
@Suite struct TextFromOutsideTests {
    private func withCorpus(of text: String, in split: Split? = nil, _ body: (Corpus) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "text.txt")
        try Data(text.utf8).write(to: file)
        try body(
            Corpus.ingest([IngestInput(path: file.path, split: split)], into: folder.appending(path: "text.db").path))
    }

    @Test func aStringHasTheEventsOfTheSameTextInTheCorpus() throws {
        let text = "It is, is it?\nThe Whale's way — naïve\n\nIt is.\n"
        try withCorpus(of: text, in: .test) { corpus in
            let vocabulary = ModelVocabulary(words: ["is", "it", "naïve"], rule: .minimumCount(1))
            let inside = try corpus.events(of: .test, in: vocabulary)
            let outside = try corpus.events(of: text, in: vocabulary)
            #expect(outside.words == inside.words)
            #expect(outside.characterCount == inside.characterCount)
            #expect(throws: CorpusError.self) { try corpus.events(of: " \n", in: vocabulary) }
        }
    }

    @Test func aModelHasOneNameHoweverItIsWritten() throws {
        let text = (0..<200).map { "a b \($0 % 7) c \($0 % 3)\n" }.joined()
        try withCorpus(of: text) { corpus in
            let shelf = ModelShelf(corpus)
            let model = try shelf.model("laplace:2")
            let test = try corpus.events(of: .test, in: model.vocabulary)
            #expect(try model.perplexity(of: test) == shelf.model(ModelName(parsing: "add-one:2")).perplexity(of: test))
            #expect(throws: ModelNameError.self) { try shelf.model("laplace:0") }
        }
    }

    @Test func aFitSaysItsVerdict() throws {
        try withCorpus(of: "one two two three three three\n") { corpus in
            var untested = ZipfAnalysis.Options()
            untested.samples = 0
            let result = try corpus.zipf(order: 1, untested)
            #expect(result.verdict == ZipfVerdict(result.analysis))
            #expect(result.sentences[0].hasPrefix("3 types are too few to say whether words follow a power law"))
        }
    }
}
