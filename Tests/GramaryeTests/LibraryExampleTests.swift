internal import Foundation
internal import Gramarye
internal import Testing

/// README's example of the library compiles and runs.
@Suite struct LibraryExampleTests {
    @Test func runs() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = Self.package.appending(path: "Corpora/ferry-book.txt").path
        try example(text, folder.appending(path: "book.db").path)
    }

    func example(_ text: String, _ path: String) throws {
        let corpus = try Corpus.ingest([IngestInput(path: text)], into: path)
        let shelf = ModelShelf(corpus)
        for name in ["laplace:2", "mkn:3"] {
            let model = try shelf.model(name)
            let test = try shelf.events(of: .test, in: model.vocabulary)
            print(name, model.perplexity(of: test) ?? .infinity)
        }
    }

    @Test func isWhatReadmeShows() throws {
        let readme = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let body = try #require(source.firstMatch(of: #/func example.*\n((?:        .*\n)+)    }/#)).output.1
        let lines = body.split(separator: "\n").map { $0.dropFirst(8) }
        let shown = lines.joined(separator: "\n")
            .replacing("path: text", with: "path: \"book.txt\"").replacing("into: path", with: "into: \"book.db\"")
        #expect(readme.contains("```swift\nimport Gramarye\n\n\(shown)\n```"))
    }

    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
