internal import Foundation
internal import Gramarye
internal import Testing

/// The example of the library in README and in the documentation's overview compiles and runs.
@Suite struct LibraryExampleTests {
    @Test func runs() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = Self.package.appending(path: "Corpora/ferry-book.txt").path
        try example(text, folder.appending(path: "book.db").path)
    }

    func example(_ file: String, _ path: String) throws {
        let text = try TextCounts(of: "the cat sat on the mat")
        print(text.ngrams(order: 1)[0], text.count(of: ["sat", "on"]))

        let corpus = try Corpus.ingest([IngestInput(path: file)], into: path)
        for sentence in try corpus.zipf(order: 1).sentences { print(sentence) }

        let shelf = ModelShelf(corpus)
        let model = try shelf.model("mkn:3")
        let sentence = try corpus.events(of: "In the beginning was the word.", in: model.vocabulary)
        print(model.perplexity(of: sentence) ?? .infinity)

        let comparison = try shelf.comparison(of: ["laplace:2", "mkn:3", "mkn:3+cache"])
        print(comparison.table)
    }

    @Test(arguments: ["README.md", "Sources/Gramarye/Gramarye.docc/Gramarye.md"])
    func isWhatReadersSee(document: String) throws {
        let text = try String(contentsOf: Self.package.appending(path: document), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let body = try #require(source.firstMatch(of: #/func example.*\n((?:        .*\n|\n)+)    }/#)).output.1
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst(8) }
        let shown = lines.joined(separator: "\n")
            .replacing("path: file", with: "path: \"book.txt\"").replacing("into: path", with: "into: \"book.db\"")
        #expect(text.contains("```swift\nimport Gramarye\n\n\(shown)```"))
    }

    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
