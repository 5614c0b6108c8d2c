internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Subwords are trained at the first ingest, kept with the database, and are those of every later text.
@Suite struct SubwordIngestTests {
    private static let size = 320

    /// Words of train as they are in a database whose subwords are trained, counted without it.
    private func trainedApart(_ store: CorpusStore) throws -> SubwordModel {
        let types = try store.types()
        var counts: [[UInt8]: Int] = [:]
        for segment in try store.tokens(of: .train).ids.split(separator: Marker.segmentEnd) {
            let text = segment.flatMap { SubwordText.bytes(of: types.utf8(of: $0)) }
            var piece = TokenizedPiece()
            try Tokenizer(TokenizerSettings(segments: .document, subwords: .words)).tokenize(text.span, into: &piece)
            for token in piece.tokens { counts[SubwordText.bytes(of: piece.types.utf8(of: token)), default: 0] += 1 }
        }
        let words = Array(counts)
        var training = BytePairTraining(words: words.lazy.map { $0.key[...] }, counts: words.map(\.value))
        return training.model(size: Self.size, named: "apart")
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .paragraphs, .sentences, .document], [[8, 1, 1], [1, 1, 1]])
    func theyAreTrainedOnTrainAlone(segments: TokenizerSettings.Segments, shares: [Int]) throws {
        let folder = try TemporaryFolder()
        let texts = try [1, 2, 3].map { try folder.write(randomText(lines: 150, seed: $0), to: "\($0).txt") }
        var contents: [String: [String]]?
        for (threads, memory) in [(1, 2 << 30), (2, 2 << 30), (2, 1)] {
            let store = try folder.ingest(texts, into: "\(threads)-\(memory).db") {
                $0.subwords = .trained(size: Self.size)
                ($0.segments, $0.shares, $0.threads, $0.memory) = (segments, shares, threads, memory)
            }.store
            let own = try databaseContents(store.path)
            #expect(own == contents ?? own, "threads \(threads), memory \(memory)")
            contents = own
            let settings = try #require(try store.tokenizerSettings())
            #expect(settings.subwords == (try trainedApart(store)))
            #expect(settings.subwords?.name == "bpe:\(Self.size)")
            #expect(try spelledCounts(store) == naiveCounts(store))
        }
    }

    /// What is trained in an ingest, and what is given to one, make one database.
    @Test(arguments: [TokenizerSettings.Segments.lines, .document], [SplitBy.segments, .documents])
    func trainedAndGivenAreOne(segments: TokenizerSettings.Segments, splitBy: SplitBy) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 3)
        let texts = try (0..<6).map {
            try folder.write(oddText(words: [1, 30, 700][$0 % 3], using: &generator) + "x", to: "\($0).txt")
        }
        let settled: @Sendable (inout IngestOptions) -> Void = { ($0.segments, $0.splitBy) = (segments, splitBy) }
        let trained = try folder.ingest(texts, into: "trained.db") {
            settled(&$0)
            $0.subwords = .trained(size: Self.size)
        }.store
        let model = try #require(try trained.tokenizerSettings()?.subwords)
        let given = try folder.ingest(texts, into: "given.db") {
            settled(&$0)
            $0.subwords = .model(model)
        }.store
        #expect(try databaseContents(given.path) == databaseContents(trained.path))
        // One text after the other, and shards that are merged, come to the same.
        for (index, text) in texts.enumerated() {
            _ = try folder.ingest([text], into: "turns.db") {
                settled(&$0)
                if index == 0 { $0.subwords = .model(model) }
            }
            _ = try folder.ingest([text], into: "shard\(index).db") {
                settled(&$0)
                $0.subwords = .model(model)
            }
        }
        let merged = folder.path("merged.db")
        _ = try CorpusStore.merge(
            texts.indices.map { folder.path("shard\($0).db") }, into: merged, MergeOptions { _, _ in "default" })
        let wanted = try databaseContents(given.path, without: ["setting"])
        #expect(try databaseContents(folder.path("turns.db"), without: ["setting"]) == wanted)
        #expect(try databaseContents(merged, without: ["setting"]) == wanted)
    }

    @Test(arguments: TokenizerSettings.Segments.allCases) func keptTextsBecomeTheirTokens(
        segments: TokenizerSettings.Segments
    ) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 19)
        for round in 0..<6 {
            var sources: [String: String] = [:]
            for name in ["a.txt", "b.txt", "c.txt"] {
                let text = oddText(words: [4, 60, 900].randomElement(using: &generator)!, using: &generator)
                sources[name] = "x" + text + "<0xC3> <s>"
                try folder.write(sources[name]!, to: "\(round)/\(name)")
            }
            let store = try folder.ingest([folder.path("\(round)")], into: "\(round).db") {
                $0.subwords = .trained(size: 300)
                $0.segments = segments
                $0.shares = [[8, 1, 1], [1, 1, 1], [0, 2, 1]].randomElement(using: &generator)!
            }.store
            try expectRoundTrip(store, sources: sources)
            // What each document's tokens spell is the document, but for the line ends that close its segments.
            let types = try store.types()
            for document in try store.documents() {
                let stream = try store.tokens(ofDocuments: [document.id], splits: nil)
                let bytes = stream.ids.filter { $0 != Marker.segmentEnd }
                    .flatMap { SubwordText.bytes(of: types.utf8(of: $0)) }
                func bare(_ bytes: some Sequence<UInt8>) -> [UInt8] {
                    String(decoding: Array(bytes), as: UTF8.self).unicodeScalars
                        .filter { !$0.properties.isWhitespace }.flatMap { Array(String($0).utf8) }
                }
                #expect(bare(bytes) == bare(sources[document.name]!.utf8))
                if segments == .document { #expect(bytes == Array(sources[document.name]!.utf8)) }
            }
        }
    }

    @Test func otherSubwordsAreRefused() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 60, seed: 1), to: "a.txt")
        let other = try folder.write(randomText(lines: 60, seed: 2), to: "b.txt")
        let store = try folder.ingest([text], into: "a.db") { $0.subwords = .trained(size: 300) }.store
        let path = store.path
        #expect(
            throws: StorageError.fixed(.tokens, in: path, stored: "bpe:300", asked: "bpe:400")
        ) {
            try folder.ingest([other], into: "a.db") { $0.subwords = .trained(size: 400) }
        }
        #expect(throws: StorageError.fixed(.tokens, in: path, stored: "bpe:300", asked: "words")) {
            try folder.ingest([other], into: "a.db") { $0.tokens = .words }
        }
        // Of further texts nothing is learned.
        let before = try store.tokenizerSettings()
        _ = try folder.ingest([other], into: "a.db") { $0.subwords = .trained(size: 300) }
        #expect(try store.tokenizerSettings() == before)
        // Two that were trained apart have one name, and are not merged.
        _ = try folder.ingest([other], into: "b.db") { $0.subwords = .trained(size: 300) }
        let error = #expect(throws: StorageError.self) {
            try CorpusStore.merge(
                [path, folder.path("b.db")], into: folder.path("m.db"), MergeOptions { _, _ in "default" })
        }
        #expect(error?.fact.contains("bpe:300 (") == true, "\(error?.fact ?? "")")
    }
}
