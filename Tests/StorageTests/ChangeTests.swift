internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Documents come, change and go in random order; the counts are always those of a corpus made at once of what is left.
@Suite struct ChangeTests {
    @Test(arguments: [1, 2, 3] as [UInt64], [TokenizerSettings.Segments.lines, .document])
    func anySequenceEqualsAFreshCorpus(seed: UInt64, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        try folder.write("a first text that stays\n", to: "stays.txt")
        var contents = ["stays.txt": "a first text that stays\n"]
        var store = try folder.ingest([folder.path("stays.txt")]) { $0.segments = segments }.store
        for step in 0..<14 {
            let name = "\(Int.random(in: 0..<5, using: &generator)).txt"
            if contents[name] != nil, Bool.random(using: &generator) {
                contents[name] = nil
                try store.remove([name], threads: 2)
            } else {
                let text =
                    "step\(step) "
                    + randomText(lines: Int.random(in: 1...60, using: &generator), seed: generator.next())
                contents[name] = text
                try folder.write(text, to: name)
                store = try folder.ingest([folder.path(name)]) {
                    $0.replaces = true
                    $0.threads = Int.random(in: 1...2, using: &generator)
                    $0.memory = Bool.random(using: &generator) ? 2 << 30 : 1
                }.store
            }
            let fresh = try folder.ingest(contents.keys.sorted().map { folder.path($0) }, into: "fresh-\(step).db") {
                $0.segments = segments
            }.store
            let counts = try spelledCounts(store)
            #expect(counts == (try spelledCounts(fresh)))
            #expect(counts == (try naiveCounts(store)))
            #expect(try store.typeCount() == fresh.typeCount())
        }
    }

    @Test func theSameIsSkippedAndOtherContentRefused() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("one two\nthree\n", to: "a.txt")
        let store = try folder.ingest([text]).store
        let before = try spelledCounts(store)
        #expect(try folder.ingest([text]).report.skipped == ["a.txt"])
        #expect(try folder.ingest([text]) { $0.replaces = true }.report.skipped == ["a.txt"])
        try folder.write("other\n", to: "a.txt")
        #expect(throws: StorageError.self) { try folder.ingest([text]) }
        #expect(try spelledCounts(store) == before)
        #expect(throws: StorageError.self) { try store.remove(["nowhere.txt"]) }
    }

    @Test func anErrorChangesNothing() throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("one two\nthree\n", to: "good.txt")
        let more = try folder.write("four five\n", to: "more.txt")
        let bad = folder.path("bad.txt")
        try Data([0x61, 0xFF, 0x62]).write(to: URL(filePath: bad))
        let store = try folder.ingest([good]).store
        let before = try spelledCounts(store)
        #expect(throws: StorageError.self) { try folder.ingest([more, bad]) }
        #expect(try spelledCounts(store) == before)
        #expect(throws: StorageError.self) { try folder.ingest([more, bad], into: "new.db") }
        #expect(try folder.files == ["bad.txt", "corpus.db", "good.txt", "more.txt"])
    }
}
