internal import Gramarye
internal import Synchronization

/// A number that several threads add to.
final class Counter: Sendable {
    private let count = Atomic(0)
    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}

/// Another program that writes to the database.
struct CorpusStoreHandle {
    private let corpus: Corpus

    init(_ path: String) throws { corpus = try Corpus(path: path, access: .readWrite) }

    func touch() throws {
        let id = try corpus.store.namedDocuments()[0].id
        try corpus.store.setMetadata([(id, [("year", "1900")])])
    }
}
