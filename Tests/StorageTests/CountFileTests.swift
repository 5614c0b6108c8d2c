internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// n-gram counts as text, out of a database and into a new one.
@Suite struct CountFileTests {
    /// Lines as SRILM writes them.
    private static func lines(
        _ store: CorpusStore, _ order: Int, _ splits: Set<Split> = Set(Split.allCases), memory: Int = 2 << 30
    ) throws -> [String] {
        let types = try store.types()
        var lines: [String] = []
        try store.forEachNgramByText(order: order, splits: splits, types: types, memory: memory) { words, count in
            lines.append(words.map { types[$0] }.joined(separator: " ") + "\t\(count)")
        }
        return lines
    }

    /// The same counted with a dictionary.
    private static func naive(_ store: CorpusStore, _ order: Int, _ splits: Set<Split>) throws -> [String] {
        let types = try store.types()
        var counts: [[String]: Int] = [:]
        for split in splits {
            let ids = try store.tokens(of: split).ids
            for segment in ids.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false).dropLast() {
                let words = ["<s>"] + segment.map { types[$0] } + ["</s>"]
                for start in 0..<max(0, words.count + 1 - order) {
                    counts[Array(words[start..<start + order]), default: 0] += 1
                }
            }
        }
        let sorted = counts.sorted { a, b in
            zip(a.key, b.key).first { $0 != $1 }.map { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? false
        }
        return sorted.map { $0.key.joined(separator: " ") + "\t\($0.value)" }
    }

    @discardableResult
    private static func load(
        _ files: [String], in folder: TemporaryFolder, into database: String = "counts.db", memory: Int = 2 << 30
    ) throws -> CountImportResult {
        try CorpusStore.importCounts(
            files, into: folder.path(database), tokenizer: TokenizerSettings(tokens: .whitespace, segments: .lines),
            vocabularyRule: "rule", memory: memory)
    }

    private static func load(_ text: String, in folder: TemporaryFolder) throws -> CountImportResult {
        try load([folder.write(text, to: "counts.txt")], in: folder)
    }

    @Test(arguments: 1...5, [2 << 30, 1]) func ngramsStandInTheOrderOfTheirTexts(order: Int, memory: Int) throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 3_000, seed: 6), to: "0.txt")
        let one = try folder.write(randomText(lines: 1, seed: 8), to: "1.txt")
        let store = try folder.ingest([text, one]) { $0.tokens = .whitespace }.store
        for splits in [Set(Split.allCases), [.train], [.valid, .test]] as [Set<Split>] {
            #expect(
                try Self.lines(store, order, splits, memory: memory) == Self.naive(store, order, splits))
        }
    }

    /// Orders mixed, in any order, in one file or several, in runs of few n-grams.
    @Test(arguments: [1, 2, 3] as [UInt64], [2 << 30, 1]) func whatIsExportedIsImported(seed: UInt64, memory: Int)
        throws
    {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        let text = try folder.write(randomText(lines: 2_000, seed: seed), to: "0.txt")
        let store = try folder.ingest([text]) {
            $0.tokens = .whitespace
            $0.shares = [1, 0, 0]
        }.store
        let all = try (1...3).flatMap { try Self.lines(store, $0) }
        var shuffled = all
        shuffled.shuffle(using: &generator)
        let half = shuffled.count / 2
        let files = try [shuffled[..<half], shuffled[half...]].enumerated().map { index, lines in
            try folder.write(lines.joined(separator: index == 0 ? "\n" : "\r\n\n") + "\n", to: "\(index).counts")
        }
        let result = try Self.load(files, in: folder, memory: memory)
        let counts = try CorpusStore(path: folder.path("counts.db"))
        #expect(try (1...3).flatMap { try Self.lines(counts, $0) } == all)
        #expect(try spelledCounts(counts) == spelledCounts(store))
        try FrequencyTableTests.expectExact(counts.path)
        #expect(try databaseContents(counts.path)["document"] == [])
        #expect(result.addsUp && result.longer == 0 && result.orders.map(\.order) == [1, 2, 3])
        let (of, own) = try (store.splits(), counts.splits())
        #expect(of.map(\.tokens) == own.map(\.tokens) && of.map(\.segments) == own.map(\.segments))
        #expect(try counts.countsWithoutText()?.order == 3)
        #expect(try folder.files.filter { $0.hasPrefix(".") } == [])
    }

    @Test func whatNeedsATextSaysSo() throws {
        let folder = try TemporaryFolder()
        _ = try Self.load("a\t2\nb\t1\na b\t1\n", in: folder)
        let store = try CorpusStore(path: folder.path("counts.db"))
        let expected = StorageError.countsWithoutText(store.path)
        #expect(throws: expected) { try store.allTokens() }
        #expect(throws: expected) { try store.tokens(of: .train) }
        #expect(throws: expected) { try store.scan(from: ()) { _, _ in } }
        #expect(throws: expected) { try store.tokens(ofDocuments: []) }
        let text = try folder.write("a b", to: "0.txt")
        #expect(throws: expected) { try folder.ingest([text], into: "counts.db") }
        let options = MergeOptions { _, _ in "" }
        try folder.ingest([text], into: "a.db")
        #expect(throws: expected) {
            try CorpusStore.merge([folder.path("a.db"), store.path], into: folder.path("new.db"), options)
        }
        #expect(throws: expected) { try CorpusStore.merge([folder.path("a.db")], into: store.path, options) }
        #expect(throws: StorageError.existsAlready(store.path)) { try Self.load("a\t1\n", in: folder) }
    }

    /// Counts of texts apart, merged, are those of all texts together.
    @Test(arguments: [1, 2, 3] as [UInt64]) func mergedCountsAreSums(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var texts: [String] = []
        var shards: [String] = []
        for part in 0..<3 {
            let text = try folder.write(randomText(lines: 300, seed: 10 * seed + UInt64(part)), to: "\(part).txt")
            texts.append(text)
            let store = try folder.ingest([text], into: "\(part).db") {
                $0.tokens = .whitespace
                $0.shares = [1, 0, 0]
            }.store
            let lines = try (1...3).flatMap { try Self.lines(store, $0) }
            let counts = try folder.write(lines.joined(separator: "\n"), to: "\(part).counts")
            shards.append(folder.path("\(part)c.db"))
            _ = try Self.load([counts], in: folder, into: "\(part)c.db")
        }
        let whole = try folder.ingest(texts, into: "whole.db") {
            $0.tokens = .whitespace
            $0.shares = [1, 0, 0]
        }.store
        let path = folder.path("merged.db")
        let result = try CorpusStore.merge(shards, into: path, MergeOptions { _, _ in "" })
        let merged = try CorpusStore(path: path)
        #expect(try spelledCounts(merged) == spelledCounts(whole))
        try FrequencyTableTests.expectExact(path)
        #expect(result.countsAddUp)
        #expect(try merged.countsWithoutText()?.order == 3)
        #expect(throws: StorageError.existsAlready(path)) {
            try CorpusStore.merge(shards, into: path, MergeOptions { _, _ in "" })
        }
        let few = try folder.write("a\t1\n", to: "few.counts")
        _ = try Self.load([few], in: folder, into: "few.db")
        #expect(throws: CountFileError.differentOrders(shards[0], 3, folder.path("few.db"), 1)) {
            try CorpusStore.merge(
                [shards[0], folder.path("few.db")], into: folder.path("x.db"), MergeOptions { _, _ in "" })
        }
    }

    /// The sorted text of the Spark job: a folder for each order, in it parts in the order of the words' bytes.
    @Test(arguments: ["txt", "txt.gz", "txt.zst"]) func theSparkJobsTextIsRead(ending: String) throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 200, seed: 4), to: "0.txt")
        let store = try folder.ingest([text]) {
            $0.tokens = .whitespace
            $0.shares = [1, 0, 0]
        }.store
        for order in 1...3 {
            let lines = try Self.lines(store, order)
            let place = folder.path("counts/text/order=\(order)")
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let half = lines.count / 2
            for (part, some) in [lines[..<half], lines[half...]].enumerated() {
                let bytes = Data(some.map { $0 + "\n" }.joined().utf8)
                let file = "\(place)/part-00000\(part).txt"
                try bytes.write(to: URL(filePath: file))
                if ending != "txt" {
                    let tool = Process()
                    tool.executableURL = URL(filePath: "/usr/bin/env")
                    tool.arguments = ending == "txt.gz" ? ["gzip", file] : ["zstd", "-q", "--rm", file]
                    try tool.run()
                    tool.waitUntilExit()
                    try #require(tool.terminationStatus == 0)
                }
            }
        }
        for (name, place) in [("a.db", "counts"), ("b.db", "counts/text")] {
            let result = try Self.load([folder.path(place)], in: folder, into: name)
            let counts = try CorpusStore(path: folder.path(name))
            #expect(try spelledCounts(counts) == spelledCounts(store))
            #expect(result.addsUp && result.orders.map(\.order) == [1, 2, 3] && result.longer == 0)
        }
    }

    /// Counts of which rare ones were left out, as Google's; and n-grams too long for a table.
    @Test func whatDoesNotAddUpIsKnown() throws {
        for (text, addsUp) in [
            ("a\t3\nb\t2\n", true), ("a\t3\na a\t2\n", false), ("<s>\t1\na\t1\n</s>\t1\n<s> a\t1\na </s>\t1\n", true),
            ("<s>\t1\na\t1\n</s>\t1\n<s> a\t1\na </s>\t1\n<s> a </s>\t1\n", true),
            ("<s>\t2\na\t2\n</s>\t2\n<s> a\t2\na </s>\t2\n<s> a </s>\t1\n", false),
        ] {
            let folder = try TemporaryFolder()
            let result = try Self.load(text + "a a a a\t9\n", in: folder)
            #expect(result.addsUp == addsUp && result.longer == 1, "\(text)")
        }
    }

    private static func badLine(_ line: Int, _ fault: CountFileError.Fault) -> @Sendable (String) -> CountFileError {
        { .badLine(CountFilePlace(file: $0, line: line), fault) }
    }

    @Test(
        arguments: [
            ("a\t1\nb 1\n", badLine(2, .noCount)), ("\n\na\t-1\n", badLine(3, .badCount("-1"))),
            ("a\t0\n", badLine(1, .badCount("0"))), ("a\t\n", badLine(1, .badCount(""))),
            ("a\t1.5\n", badLine(1, .badCount("1.5"))), ("a\t1e3", badLine(1, .badCount("1e3"))),
            ("a\t99999999999999999999999\n", badLine(1, .badCount("99999999999999999999999"))),
            ("a\t1125899906842624\nb\t1\n", badLine(2, .badCount("1"))), ("a\t1\n \t4\n", badLine(2, .noWord)),
            ("a\t1\n<s>\t1\na <s>\t1\n", badLine(3, .misplaced("<s>"))),
            ("</s> a\t1\n", badLine(1, .misplaced("</s>"))), ("", { _ in .noCounts }),
            ("a b c d\t1\n", { _ in .noCounts }),
            (
                "a\t1\nb\t1\na\t2\n",
                { .twice(["a"], CountFilePlace(file: $0, line: 1), CountFilePlace(file: $0, line: 3)) }
            ),
            (
                "a\t2\na a\t1\na a\t1\n",
                { .twice(["a", "a"], CountFilePlace(file: $0, line: 2), CountFilePlace(file: $0, line: 3)) }
            ),
            ("a\t1\na b\t1\n", { .withoutShorter(["b"], CountFilePlace(file: $0, line: 2)) }),
            ("a\t3\na a\t2\nb\t1\na b a\t1\n", { .withoutShorter(["a", "b"], CountFilePlace(file: $0, line: 4)) }),
            ("a\t3\na a\t4\n", { _ in .moreThanShorter(["a"], count: 3, longer: 4) }),
            ("a\t9\na a\t1\na a a\t2\n", { _ in .moreThanShorter(["a", "a"], count: 1, longer: 2) }),
        ] as [(String, @Sendable (String) -> CountFileError)])
    func aBadLineIsNamed(text: String, error: @Sendable (String) -> CountFileError) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "counts.txt")
        #expect(throws: error(path)) { try Self.load([path], in: folder) }
        #expect(try folder.files == ["counts.txt"])
    }

    @Test func bytesThatAreNoTextAreNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("counts.txt")
        try Data([0x61, 0x09, 0x31, 0x0A, 0xFF, 0x09, 0x31, 0x0A]).write(to: URL(filePath: path))
        #expect(throws: CountFileError.badLine(CountFilePlace(file: path, line: 2), .notUTF8)) {
            try Self.load([path], in: folder)
        }
    }

    /// As the Web 1T corpus is laid out, with what says the same otherwise.
    @Test func googlesFoldersAreRead() throws {
        let folder = try TemporaryFolder()
        for (name, text) in [
            ("1gms/vocab", "<S>\t2\n</S>\t2\n<UNK>\t3\na\t5\n"), ("1gms/vocab_cs", "a\t5\n<UNK>\t3\n"),
            ("1gms/total", "12\n"), ("2gms/2gm-0001", "<S> a\t2\n"), ("2gms/2gm-0002", "a a\t1\n"),
            ("2gms/2gm.idx", "2gm-0001.gz\t<S> a\n"), ("4gms/4gm-0001", "a a a a\t1\n"),
        ] { try folder.write(text, to: "google/\(name)") }
        let result = try Self.load([folder.path("google")], in: folder)
        #expect(result.orders.map(\.ngrams) == [4, 2] && !result.addsUp)
        let store = try CorpusStore(path: folder.path("counts.db"))
        #expect(try Self.lines(store, 1) == ["</s>\t2", "<s>\t2", "<unk>\t3", "a\t5"])
        #expect(try Self.lines(store, 2) == ["<s> a\t2", "a a\t1"])
        #expect(throws: CountFileError.noCountsInFolder(folder.path("google/4gms"))) {
            try Self.load([folder.path("google/4gms")], in: folder, into: "other.db")
        }
    }
}
