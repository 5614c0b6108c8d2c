internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct ModelStoreTests {
    @Test func whatIsStoredIsRead() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("one two\nthree\n", to: "a.txt")
        let store = try folder.ingest([text]).store
        var generator = SeededGenerator(seed: 4)
        let long = (0..<600_001).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let record = ModelSummary(
            name: "net", kind: "test", vocabularyHash: "v", corpusHash: try store.fingerprint(of: .train),
            settings: "{\"a\":1}", metrics: "{}")
        let epochs = [1, 2].map {
            EpochRecord(
                epoch: $0, trainLoss: 2.5, validLoss: nil, seconds: 1, learningRate: 0.1, gradientNorm: 3,
                clippedShare: 0.25)
        }
        try store.save(record, parts: [("weights", long), ("empty", []), ("short", [1, 2, 3])], epochs: epochs)

        let reader = try #require(try store.reader(ofModel: "net"))
        #expect(try reader.byteCount(ofPart: "weights") == long.count)
        #expect(try reader.bytes(ofPart: "weights", range: 0..<long.count) == long)
        #expect(try reader.bytes(ofPart: "weights", range: 262_140..<524_300) == Array(long[262_140..<524_300]))
        #expect(try reader.bytes(ofPart: "short", range: 1..<3) == [2, 3])
        #expect(try reader.byteCount(ofPart: "nothing") == nil)
        #expect(throws: StorageError.self) { try reader.bytes(ofPart: "short", range: 0..<4) }
        #expect(try store.models() == [record])
        #expect(try store.epochs(ofModel: "net") == epochs)

        try store.save(record, parts: [("short", [9])])
        #expect(try #require(try store.reader(ofModel: "net")).byteCount(ofPart: "weights") == nil)
        #expect(try store.epochs(ofModel: "net") == [])
    }

    @Test func aTrainFingerprintChangesWithTrainAlone() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("one two\nthree\n", to: "a.txt")
        let b = try folder.write("four\n", to: "b.txt")
        let store = try folder.ingest([a]) { $0.shares = [1, 0, 0] }.store
        let (train, all) = (try store.fingerprint(of: .train), try store.fingerprint())
        try folder.ingest([]) { $0.inputs = [IngestInput(path: b, split: .test)] }
        #expect(try store.fingerprint(of: .train) == train)
        #expect(try store.fingerprint() != all)
        try store.remove(["a.txt"])
        #expect(try store.fingerprint(of: .train) != train)
    }

    @Test func aDatabaseWithoutAText() throws {
        let folder = try TemporaryFolder()
        try CorpusStore.create(path: folder.path("models.db"))
        let store = try CorpusStore(path: folder.path("models.db"))
        #expect(try store.types().count == 3)
        #expect(try store.tokenizerSettings() == nil)
        #expect(throws: StorageError.self) { try CorpusStore.create(path: folder.path("models.db")) }
        let text = try folder.write("one two\nthree\n", to: "a.txt")
        let filled = try folder.ingest([text], into: "models.db").store
        #expect(try spelledCounts(filled) == naiveCounts(filled))
    }
}
