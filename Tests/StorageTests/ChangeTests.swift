internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Documents come, change and go in random order; the counts are always those of a corpus made at once of what is left.
@Suite struct ChangeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let tokens: TokenizerSettings.Tokens
        let segments: TokenizerSettings.Segments
        let splitBy: SplitBy
        let shares: [Int]

        var testDescription: String { "\(seed) \(tokens) \(segments) \(splitBy) \(shares)" }
    }

    static let cases = [
        Case(seed: 1, tokens: .words, segments: .lines, splitBy: .segments, shares: [8, 1, 1]),
        Case(seed: 2, tokens: .words, segments: .document, splitBy: .segments, shares: [8, 1, 1]),
        Case(seed: 3, tokens: .whitespace, segments: .lines, splitBy: .documents, shares: [1, 1, 1]),
        Case(seed: 4, tokens: .whitespace, segments: .paragraphs, splitBy: .segments, shares: [1, 2, 3]),
        Case(seed: 5, tokens: .characters, segments: .lines, splitBy: .segments, shares: [0, 1, 1]),
        Case(seed: 6, tokens: .characters, segments: .document, splitBy: .segments, shares: [1, 0, 1]),
        Case(seed: 7, tokens: .words, segments: .sentences, splitBy: .documents, shares: [2, 1, 1]),
        Case(seed: 8, tokens: .whitespace, segments: .document, splitBy: .segments, shares: [1, 1, 1]),
    ]

    @Test(arguments: cases) func anySequenceEqualsAFreshCorpus(of given: Case) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: given.seed)
        let ask: (inout IngestOptions) -> Void = {
            $0.tokens = given.tokens
            $0.segments = given.segments
            $0.splitBy = given.splitBy
            $0.shares = given.shares
        }
        try folder.write("a first text that stays\n", to: "stays.txt")
        var contents = ["stays.txt": "a first text that stays\n"]
        var store = try folder.ingest([folder.path("stays.txt")], ask).store
        for step in 0..<14 {
            let names = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                "\(Int.random(in: 0..<5, using: &generator)).txt"
            }
            let known = Set(names).intersection(contents.keys)
            if !known.isEmpty, Bool.random(using: &generator) {
                for name in known { contents[name] = nil }
                try store.remove(
                    known.sorted(), threads: Int.random(in: 1...2, using: &generator),
                    memory: Bool.random(using: &generator) ? 2 << 30 : 1)
            } else {
                for name in Set(names).sorted() {
                    let text =
                        "step\(step) "
                        + randomText(lines: Int.random(in: 1...60, using: &generator), seed: generator.next())
                    contents[name] = text
                    try folder.write(text, to: name)
                }
                store = try folder.ingest(Set(names).map { folder.path($0) }) {
                    ask(&$0)
                    $0.replaces = true
                    $0.threads = Int.random(in: 1...2, using: &generator)
                    $0.memory = Bool.random(using: &generator) ? 2 << 30 : 1
                }.store
            }
            let fresh = try folder.ingest(
                contents.keys.sorted().map { folder.path($0) }, into: "fresh-\(step).db", ask
            ).store
            let counts = try spelledCounts(store)
            #expect(counts == (try spelledCounts(fresh)))
            #expect(counts == (try naiveCounts(store)))
            #expect(try spelledBlocks(store) == spelledBlocks(fresh))
            #expect(try store.typeCount() == fresh.typeCount())
            #expect(try store.splits() == fresh.splits())
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

    /// Whole files moved from split to split: the corpus is that of the last places.
    @Test(arguments: [1, 2, 3] as [UInt64]) func aTextIsMovedToTheSplitAskedFor(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        var places: [String: Split?] = [:]
        var store: CorpusStore?
        func ask(_ places: [String: Split?]) -> (inout IngestOptions) -> Void {
            { options in
                options.inputs = places.sorted { $0.key < $1.key }.map {
                    IngestInput(path: folder.path($0.key), split: $0.value)
                }
            }
        }
        for number in 0..<3 {
            try folder.write(randomText(lines: 20, seed: seed + UInt64(number)), to: "\(number).txt")
            places["\(number).txt"] = .some([nil, .train, .test].randomElement(using: &generator)!)
        }
        store = try folder.ingest([], ask(places)).store
        for step in 0..<6 {
            let name = "\(Int.random(in: 0..<3, using: &generator)).txt"
            let asked = Split.allCases.randomElement(using: &generator)!
            let before = try spelledCounts(store!)
            let stays = try folder.ingest([], ask([name: asked])).report
            let isThere = places[name]! == asked
            #expect(stays.skipped == [name] && stays.elsewhere.map(\.asked) == (isThere ? [] : [asked]))
            #expect(stays.elsewhere.allSatisfy { $0.split == places[name]! && $0.name == name })
            #expect(try spelledCounts(store!) == before)
            let result = try folder.ingest([]) {
                ask([name: asked])(&$0)
                $0.replaces = true
            }
            store = result.store
            #expect(result.report.elsewhere.isEmpty)
            places[name] = .some(asked)
            let fresh = try folder.ingest([], into: "fresh-\(step).db", ask(places)).store
            #expect(try spelledCounts(store!) == spelledCounts(fresh))
            #expect(try spelledCounts(store!) == naiveCounts(store!))
            #expect(try spelledBlocks(store!) == spelledBlocks(fresh))
            #expect(try store!.fingerprint() == fresh.fingerprint())
            #expect(try store!.text(ofDocument: name) == String(contentsOfFile: folder.path(name), encoding: .utf8))
        }
    }

    /// A text that was not kept comes with `replaces`, and stays in its split.
    @Test func aTextThatWasNotKeptCanBeKept() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("one two\nthree\n", to: "a.txt")
        let before = try folder.ingest([a]) {
            $0.inputs = [IngestInput(path: a, split: .test)]
            $0.keepsText = false
        }.store.fingerprint()
        #expect(
            try folder.ingest([a]) {
                $0.replaces = true
                $0.keepsText = false
            }.report.skipped == ["a.txt"])
        let store = try folder.ingest([a]) { $0.replaces = true }.store
        #expect(try store.text(ofDocument: "a.txt") == "one two\nthree\n" && store.fingerprint() == before)
        #expect(try spelledCounts(store) == naiveCounts(store))
    }

    /// A name asked for twice, and by two spellings, is one document.
    @Test func aDocumentNamedTwiceIsOne() throws {
        let folder = try TemporaryFolder()
        let texts = try ["one two\nthree\n", "two two\n"].enumerated().map {
            try folder.write($1, to: "\($0).txt")
        }
        let store = try folder.ingest(texts).store
        #expect(
            try store.documents(named: ["1.txt", "./0.txt", "0.txt", "../1.txt"]).map(\.name) == ["1.txt", "0.txt"])
        #expect(try store.remove(["0.txt", "./0.txt", "../0.txt", "0.txt"]) == 1)
        #expect(try spelledCounts(store) == spelledCounts(folder.ingest([texts[1]], into: "fresh.db").store))
    }

    /// Lists of other words have one description where they are equally long.
    @Test func anotherVocabularyIsRefused() throws {
        let folder = try TemporaryFolder()
        let texts = try ["a b\n", "b c\n"].enumerated().map { try folder.write($1, to: "\($0).txt") }
        func ask(_ rule: String) -> (inout IngestOptions) -> Void {
            {
                $0.vocabularyRule = { _ in rule }
                $0.nameOfVocabularyRule = { _ in "list of 2" }
            }
        }
        let store = try folder.ingest([texts[0]], ask(#"["a","b"]"#)).store
        #expect(throws: StorageError.self) { try folder.ingest([texts[1]], ask(#"["a","c"]"#)) }
        #expect(try store.documents().count == 1)
        _ = try folder.ingest([texts[1]], ask(#"["a","b"]"#))
        #expect(try store.documents().count == 2)
    }

    /// A copy is one of a text that the corpus has afterwards, not of one that is replaced.
    @Test func whatIsReplacedHasNoCopy() throws {
        let folder = try TemporaryFolder()
        try folder.write("old text\n", to: "p.txt")
        _ = try folder.ingest([folder.path("p.txt")])
        try folder.write("old text\n", to: "r.txt")
        try folder.write("new text\n", to: "p.txt")
        try folder.write("old text\n", to: "s.txt")
        let result = try folder.ingest(["r.txt", "p.txt", "s.txt"].map { folder.path($0) }) { $0.replaces = true }
            .report
        let copies = result.notes.filter { $0.contains("same text") }
        #expect(copies.count == 1 && copies.allSatisfy { $0.contains("s.txt") && !$0.contains("p.txt") }, "\(copies)")
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
