internal import Basics
internal import Foundation
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing
internal import Tokenization

/// Readers and writers of one file: a reader sees one state, and a model is stored as what it is.
@Suite struct OneStateTests {
    /// All that a store tells of its text, by questions of its own each.
    private struct Seen: Equatable {
        var fingerprint = ""
        var trainFingerprint = ""
        var counts: [[String]: Int] = [:]
        var naive: [[String]: Int] = [:]
        var documents: [String] = []
        var types = 0

        /// - Parameter order: in which the questions are asked.
        init(_ store: CorpusStore, in order: [Int] = Array(0..<6), between: () -> Void = {}) throws {
            for question in order {
                between()
                switch question {
                case 0: fingerprint = try store.fingerprint()
                case 1: trainFingerprint = try store.fingerprint(of: .train)
                case 2: counts = try spelledCounts(store)
                case 3: naive = try naiveCounts(store)
                case 4: documents = try store.documents().map { "\($0.name) \($0.sha256)" }
                default: types = try store.typeCount()
                }
            }
        }
    }

    /// Texts that a writer puts in place of one another.
    private static func texts(in folder: TemporaryFolder) throws -> [String] {
        try ["one two three\nfour five\n", "two two one\nsix\nseven one two\n", "one\n"].enumerated().map {
            try folder.write(String(repeating: $0.element, count: 40), to: "\($0.offset)/a.txt")
        }
    }

    @Test func aSnapshotIsOfOneState() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.texts(in: folder)
        var states: [String: Seen] = [:]
        for text in texts {
            let store = try folder.ingest([text], into: "\(states.count).db").store
            let seen = try Seen(store)
            #expect(seen.counts == seen.naive)
            states[seen.fingerprint] = seen
        }
        try folder.ingest([texts[0]])
        let isOver = Mutex(false)
        let path = folder.path("corpus.db")
        let writing = Thread {
            var next = 0
            while !isOver.withLock({ $0 }) {
                next = (next + 1) % texts.count
                var options = IngestOptions(inputs: [IngestInput(path: texts[next])]) { _, _ in "default" }
                options.replaces = true
                options.wait = 20
                do { _ = try CorpusStore.ingest(into: path, options) } catch { Issue.record(error) }
            }
        }
        writing.start()
        var generator = SeededGenerator(seed: 11)
        var found: Set<String> = []
        for _ in 0..<150 {
            let store = try CorpusStore(path: path, access: .snapshot, wait: 20)
            let pauses = (0..<6).map { _ in UInt32.random(in: 0..<3_000, using: &generator) }
            var question = 0
            let seen = try Seen(store, in: Array(0..<6).shuffled(using: &generator)) {
                usleep(pauses[question])
                question += 1
            }
            #expect(seen == states[seen.fingerprint])
            found.insert(seen.fingerprint)
        }
        isOver.withLock { $0 = true }
        while !writing.isFinished { usleep(1_000) }
        #expect(found.count > 1, "the writer came to write")
    }

    @Test func afterItsEndASnapshotIsStillOfThatStateOrAnError() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.texts(in: folder)
        try folder.ingest([texts[0]])
        let store = try CorpusStore(path: folder.path("corpus.db"), access: .snapshot)
        let before = try Seen(store)
        store.endSnapshot()
        store.endSnapshot()
        #expect(try Seen(store) == before)
        // A file that takes the old one's place leaves that to its readers,
        let writer = try folder.ingest([texts[1]]) { $0.replaces = true }.store
        #expect(try Seen(store) == before && store.holding { try Seen(store) } == before)
        // one that changes does not.
        let other = try CorpusStore(path: folder.path("corpus.db"), access: .snapshot)
        let after = try Seen(other)
        other.endSnapshot()
        try writer.remove(["a.txt"])
        let error = #expect(throws: StorageError.self) { try other.types() }
        #expect(error?.kind == .tryAgain)
        #expect(throws: StorageError.self) { try other.holding { try other.types() } }
        #expect(try Seen(CorpusStore(path: folder.path("corpus.db"))) != after && Seen(store) == before)
    }

    @Test func aWriterWaitsForAReaderAndSaysSo() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.texts(in: folder)
        let writer = try folder.ingest([texts[0]]).store
        let reader = try CorpusStore(path: folder.path("corpus.db"), access: .snapshot)
        let before = try Seen(reader)
        let ending = Thread {
            usleep(300_000)
            reader.endSnapshot()
        }
        ending.start()
        try writer.remove(["a.txt"])
        #expect(ending.isFinished || ending.isExecuting)
        #expect(throws: StorageError.self) { try reader.types() }
        #expect(try Seen(CorpusStore(path: folder.path("corpus.db"))) != before)
    }

    @Test func typesAreReadOnceInAState() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.texts(in: folder)
        let store = try folder.ingest([texts[0]]).store
        func reads() -> Int { store.typeTableReads.load(ordering: .relaxed) }
        let (types, fingerprint) = (try store.types().count, try store.fingerprint(of: .train))
        #expect(try store.holding { try store.types().count } == types && reads() == 1)
        // Another connection changes the text,
        try folder.ingest([texts[1]]) { $0.replaces = true }
        let changed = try Seen(store)
        #expect(try store.types().count != types && store.fingerprint(of: .train) != fingerprint)
        #expect(changed.counts == changed.naive && reads() == 2)
        // and this one: SQLite's number of the state is that of before.
        try store.remove(["a.txt"])
        let empty = try Seen(store)
        #expect(empty.counts == empty.naive && empty.documents.isEmpty && reads() == 3)
        #expect(empty.trainFingerprint != changed.trainFingerprint && empty.fingerprint != changed.fingerprint)
    }

    @Test func aModelOfATextThatChangedIsNotStored() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.texts(in: folder)
        let store = try folder.ingest([texts[0]]).store
        let (_, fingerprint) = try store.fingerprintedTokens(of: .train)
        func record(_ metrics: String) -> ModelSummary {
            ModelSummary(
                name: "net", kind: "test", vocabularyHash: "v", corpusHash: fingerprint, settings: "{}",
                metrics: metrics)
        }
        try store.save(record("first"), parts: [("weights", [1, 2, 3])])
        try folder.ingest([texts[1]]) { $0.replaces = true }
        let error = #expect(throws: StorageError.self) {
            try store.save(record("second"), parts: [("weights", [4])])
        }
        #expect(error?.kind == .tryAgain)
        let kept = try #require(try store.reader(ofModel: "net"))
        #expect(kept.record.metrics == "first")
        #expect(try kept.bytes(ofPart: "weights", range: 0..<3) == [1, 2, 3])
        // The text as it was is that which the model was made of.
        try folder.ingest([texts[0]]) { $0.replaces = true }
        try store.save(record("third"), parts: [])
        #expect(try store.model(named: "net")?.metrics == "third")
    }

    @Test func ofTwoThatSaveOneNameOneIsTold() throws {
        let folder = try TemporaryFolder()
        let store = try folder.ingest([Self.texts(in: folder)[0]]).store
        let other = try CorpusStore(path: store.path, access: .readWrite)
        func record(_ maker: String) -> ModelSummary {
            ModelSummary(
                name: "net", kind: "test", vocabularyHash: "v", corpusHash: "", settings: "{}", metrics: maker)
        }
        var generator = SeededGenerator(seed: 5)
        for round in 0..<20 {
            let start = try store.predecessor(ofModel: "net")
            #expect((start == .none) == (round == 0))
            var (mine, yours): (ModelPredecessor?, ModelPredecessor?) = (start, start)
            for epoch in 1...4 {
                let isMine = Bool.random(using: &generator)
                let maker = "\(isMine ? "mine" : "yours") \(epoch)"
                guard let predecessor = isMine ? mine : yours else { continue }
                let saved = try? (isMine ? store : other).save(
                    record(maker), parts: [("weights", Array(maker.utf8))],
                    epochs: [
                        EpochRecord(
                            epoch: epoch, trainLoss: 1, validLoss: nil, seconds: nil, learningRate: nil,
                            gradientNorm: nil, clippedShare: nil)
                    ], over: predecessor)
                if isMine { mine = saved } else { yours = saved }
                if saved != nil { #expect(try store.model(named: "net")?.metrics == maker) }
                // Whole, whoever saved it last.
                let reader = try #require(try store.reader(ofModel: "net"))
                let length = try #require(try reader.byteCount(ofPart: "weights"))
                #expect(
                    try reader.bytes(ofPart: "weights", range: 0..<length) == Array(reader.record.metrics.utf8))
                #expect(try store.epochs(ofModel: "net").count == 1)
            }
            // One of them alone went on.
            #expect((mine == start || mine == nil) || (yours == start || yours == nil))
        }
    }

    @Test func aModelThatWasReplacedIsNotReadAsAnother() throws {
        let folder = try TemporaryFolder()
        let store = try folder.ingest([Self.texts(in: folder)[0]]).store
        func save(_ byte: UInt8) throws {
            try store.save(
                ModelSummary(
                    name: "net", kind: "test", vocabularyHash: "v", corpusHash: "", settings: "{}", metrics: "{}"),
                parts: [("weights", [UInt8](repeating: byte, count: 600_000))])
        }
        try save(1)
        let reader = try #require(try CorpusStore(path: store.path).reader(ofModel: "net"))
        #expect(try reader.bytes(ofPart: "weights", range: 0..<4) == [1, 1, 1, 1])
        try save(2)
        let error = #expect(throws: StorageError.self) { try reader.bytes(ofPart: "weights", range: 0..<4) }
        #expect(error?.kind == .tryAgain)
    }

    @Test func aDatabaseIsMadeWholeOrNotAtAll() throws {
        struct Stop: Error {}
        let folder = try TemporaryFolder()
        let path = folder.path("models.db")
        let record = ModelSummary(
            name: "net", kind: "test", vocabularyHash: "v", corpusHash: "", settings: "{}", metrics: "{}")
        #expect(throws: Stop.self) {
            try CorpusStore.create(path: path) { new in
                try new.save(record, parts: [("weights", [1])])
                #expect(try folder.files == [".models.db.gram-new"])
                throw Stop()
            }
        }
        #expect(try folder.files == [])
        try CorpusStore.put(into: path, wait: 1) { try $0.save(record, parts: [("weights", [1])]) }
        #expect(try folder.files == ["models.db"])
        #expect(try CorpusStore(path: path).models() == [record])
        try CorpusStore.put(into: path, wait: 1) {
            try $0.save(
                ModelSummary(
                    name: "b", kind: "test", vocabularyHash: "v", corpusHash: "", settings: "{}", metrics: "{}"),
                parts: [])
        }
        #expect(try CorpusStore(path: path).models().map(\.name) == ["net", "b"])
    }
}
