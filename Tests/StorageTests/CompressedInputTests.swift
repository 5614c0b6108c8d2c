internal import Documents
internal import Foundation
internal import Storage
internal import Testing
internal import Tokenization

/// Compressed texts and archives are known by their bytes, whatever their names.
@Suite struct CompressedInputTests {
    static let text = String(repeating: "a line of text that comes again\nand another\n", count: 500)

    static func run(_ line: String, in folder: TemporaryFolder) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder.url
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(arguments: ["gzip -c", "xz -c", "zstd -q -c"]) func aCompressedFileIsOneDocument(command: String) throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write(Self.text, to: "text.txt")
        guard try Self.run("\(command) text.txt > packed", in: folder) else {
            try Test.cancel("\(command) is not at hand")
        }
        let direct = try folder.ingest([plain], into: "plain.db").store
        let packed = try folder.ingest([folder.path("packed")], into: "packed.db").store
        #expect(try spelledCounts(packed) == spelledCounts(direct))
        let (a, b) = (try packed.documents()[0], try direct.documents()[0])
        #expect(a.name == "packed")
        #expect(a.sha256 == b.sha256)
        #expect(a.bytes == Self.text.utf8.count)
    }

    @Test(arguments: ["tar -cf all b", "tar -czf all b", "python3 -m zipfile -c all b"])
    func anArchiveIsSeveralDocuments(command: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.text, to: "b/one.txt")
        try folder.write("something else\n", to: "b/c/two.txt")
        try folder.write("no text", to: "b/three.png")
        guard try Self.run(command, in: folder) else { try Test.cancel("\(command) is not at hand") }
        let store = try folder.ingest([folder.path("all")]).store
        #expect(try store.documents().map(\.name).sorted() == ["b/c/two.txt", "b/one.txt"])
        #expect(try spelledCounts(store) == naiveCounts(store))
    }

    /// Short documents go through the stages of reading together: that changes nothing.
    @Test func manyShortDocumentsAreThoseOfTheirFolder() throws {
        let folder = try TemporaryFolder()
        for number in 0..<700 {
            let words = (0..<(number % 90)).map { "w\((number * 31 + $0 * $0) % 211)" }
            try folder.write(words.joined(separator: number % 3 == 0 ? "\n" : " "), to: "b/\(1_000 + number).txt")
        }
        let files = try folder.ingest([folder.path("b")], into: "files.db") { $0.threads = 1 }
        #expect(try spelledCounts(files.store) == naiveCounts(files.store))
        #expect(files.report.added.count + files.report.empty.count == 700)
        try #require(try Self.run("cd b && tar -cf ../all *", in: folder))
        for threads in [1, 3] {
            let members = try folder.ingest([folder.path("all")], into: "members\(threads).db") {
                $0.threads = threads
            }
            #expect(members.report.empty == files.report.empty)
            #expect(try spelledBlocks(members.store) == spelledBlocks(files.store))
            #expect(try spelledCounts(members.store) == spelledCounts(files.store))
        }
    }

    @Test func whatIsCutShortIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.text, to: "text.txt")
        try #require(try Self.run("gzip -c text.txt | head -c 100 > cut.gz", in: folder))
        #expect(throws: InputError.self) { try folder.ingest([folder.path("cut.gz")]) }
        #expect(try !folder.files.contains("corpus.db"))
    }
}
