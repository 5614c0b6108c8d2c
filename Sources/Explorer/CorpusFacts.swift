internal import Gramarye
internal import Storage

/// What pages offer of a corpus for choice, of one state of its database.
struct CorpusFacts: Sendable {
    var tokens = 0
    var models: [String] = []
    /// The keys of the documents' metadata.
    var keys: [String] = []
    /// Those that have a number first, which time can be told by.
    var numericKeys: [String] = []

    init() {}

    init(of corpus: Corpus) throws {
        tokens = try corpus.store.splits().reduce(0) { $0 + $1.tokens }
        models = try corpus.store.models().map(\.name)
        let summary = try corpus.store.metadataSummary()
        keys = summary.map(\.key)
        numericKeys = summary.filter { $0.examples.first?.isNumber ?? false }.map(\.key)
    }
}
