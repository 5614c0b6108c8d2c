package import Gramarye
internal import Synchronization

/// The connections to the databases that are shown: each request has one to itself, in one state of its database. Saved
/// models that were opened are there for the next request, whatever its connection.
package final class CorpusPool: Sendable {
    /// The corpus that the request at hand has; commands that it runs take this one.
    @TaskLocal package static var current: Corpus?

    /// How many connections to one database wait for the next request.
    private static let most = 4
    private let opened = OpenedModels(bound: 256 << 20)
    private let waiting = Mutex<[String: [Corpus]]>([:])

    package init() {}

    /// Runs `body` with a corpus that is its own, and nobody can change meanwhile.
    func with<Result>(_ path: String, _ body: (Corpus) throws -> Result) throws -> Result {
        let corpus = try take(path)
        defer { give(corpus, path) }
        return try corpus.holding { try Self.$current.withValue(corpus) { try body(corpus) } }
    }

    private func take(_ path: String) throws -> Corpus {
        while let corpus = waiting.withLock({ $0[path]?.popLast() }) {
            if !corpus.isReplaced { return corpus }
        }
        var corpus = try Corpus(path: path, access: .readOnly, needsText: false)
        corpus.opened = opened
        return corpus
    }

    private func give(_ corpus: Corpus, _ path: String) {
        waiting.withLock { if $0[path, default: []].count < Self.most { $0[path, default: []].append(corpus) } }
    }
}
