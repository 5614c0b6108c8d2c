internal import Documents
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing

/// Which files texts are written to: whatever documents are called, each gets one.
@Suite struct TextFileNameTests {
    private func documents(_ names: [String], _ format: TextFormat = .text) -> [TextFileNames.Document] {
        names.enumerated().map { .init(id: $0 + 1, name: $1, format: format) }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func allAreDifferentAndNoneIsAFolder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let parts = [
            "a", "a.txt", "b", "b.txt", ".", "..", "", "a-2.txt", "é.txt", String(repeating: "é", count: 200),
            String(repeating: "x", count: 300) + ".txt", String(repeating: "x", count: 255), "c.csv", "d.CONLLU",
        ]
        let names = Set(
            (0..<60).map { _ in
                (0..<[1, 2, 3, 30].randomElement(using: &generator)!).map { _ in parts.randomElement(using: &generator)!
                }
                .joined(separator: "/")
            }
        ).sorted()
        let all = documents(names, [.text, .conllu, .vertical, .html].randomElement(using: &generator)!)
        let files = TextFileNames(all)
        #expect(files.paths.count == names.count && Set(files.paths).count == names.count)
        for path in files.paths {
            let steps = path.split(separator: "/", omittingEmptySubsequences: false)
            #expect(steps.allSatisfy { !["", ".", ".."].contains($0) && $0.utf8.count <= 255 }, "\(path)")
            #expect(path.utf8.count < 4_000 && isNamedAsText(path), "\(path)")
            #expect(!files.paths.contains { $0.hasPrefix(path + "/") }, "\(path)")
        }
        // What a user is not told is what the name says, but for its ending.
        let renamed = Set(files.renamed.map(\.document))
        for (name, path) in zip(names, files.paths) {
            let isSame = path == name || path.hasPrefix(name + ".") && !path.dropFirst(name.count + 1).contains(".")
            #expect(renamed.contains(name) == !isSame, "\(name): \(path)")
        }
    }

    @Test func namesThatFilesCanHaveStay() {
        #expect(TextFileNames(documents(["a.txt", "b/a.txt", "b/c.html"])).paths == ["a.txt", "b/a.txt", "b/c.html"])
        #expect(TextFileNames(documents(["row 1", "t.csv"])).paths == ["row 1.txt", "t.csv.txt"])
        #expect(TextFileNames(documents(["s1"], .conllu)).paths == ["s1.conllu"])
        #expect(TextFileNames(documents(["s1", "s1.vert"], .vertical)).paths == ["s1-2.vert", "s1.vert"])
        let files = TextFileNames(documents(["a.txt", "a.txt/b.txt", "a", "a/b", ".", ".."]))
        #expect(
            files.paths == ["a-2.txt", "a.txt/b.txt", "a-3.txt", "a/b.txt", "document-5.txt", "document-6.txt"])
        #expect(files.renamed.map(\.document) == ["a.txt", "a", ".", ".."])
        let long = TextFileNames(documents([String(repeating: "x", count: 256) + ".txt"])).paths[0]
        #expect(long == String(repeating: "x", count: 249) + "-1.txt")
    }

    /// A folder of texts and of names that no file has comes back whole, and is read in again.
    @Test func allTextsAreWrittenAndReadAgain() throws {
        let folder = try TemporaryFolder()
        let names = ["a.txt", "a.txt/b.txt", "a", "a/b", ".", "..", String(repeating: "y", count: 400)]
        let inputs = try names.indices.map { try folder.write("text \($0) of all\n", to: "in/\($0).txt") }
        let store = try folder.ingest(inputs).store
        let queue = try DatabaseQueue(path: store.path)
        try queue.write { db in
            for (index, name) in names.enumerated() {
                try db.execute(
                    sql: "UPDATE document SET name = ? WHERE name = ?", arguments: [name, "\(index).txt"])
            }
        }
        try queue.close()
        let result = try CorpusStore(path: store.path).writeTexts(of: nil, to: folder.path("out"), replacing: false)
        #expect(result.written == names.count && result.missing.isEmpty && result.renamed.count == 5)
        let again = try folder.ingest([folder.path("out")], into: "again.db")
        #expect(again.report.added.count == names.count && !again.report.notes.joined().contains("left out"))
        let texts = try again.store.namedDocuments().map { try again.store.text(ofDocument: $0.name) ?? "" }
        #expect(texts.sorted() == names.indices.map { "text \($0) of all\n" })
    }

    /// What stands in the way is found before anything is written.
    @Test func whatIsInTheWayIsFoundFirst() throws {
        let folder = try TemporaryFolder()
        try folder.write("one\n", to: "in/a.txt")
        try folder.write("two\n", to: "in/d/b.txt")
        try folder.write("three\n", to: "in/z.txt")
        let store = try folder.ingest([folder.path("in")]).store
        for (number, (blocking, replacing)) in [("z.txt/x", true), ("d", true), ("z.txt", false)].enumerated() {
            try folder.write("mine", to: "out\(number)/\(blocking)")
            #expect(throws: StorageError.self) {
                try store.writeTexts(of: nil, to: folder.path("out\(number)"), replacing: replacing)
            }
            #expect(!FileManager.default.fileExists(atPath: folder.path("out\(number)/a.txt")))
        }
        #expect(try store.writeTexts(of: nil, to: folder.path("out2"), replacing: true).written == 3)
    }
}
