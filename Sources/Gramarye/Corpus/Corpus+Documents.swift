internal import Basics
internal import Counting
internal import Storage
public import Tokenization

extension Corpus {
    /// The tokens of documents in text order, without the ends of segments.
    /// - Parameter documents: all in the order of ingestion where `nil`; one named twice is read once.
    /// - Throws: `StorageError` if there is no document of a name.
    public func tokens(ofDocuments documents: [String]? = nil) throws -> [TokenID] {
        var tokens: [TokenID] = []
        try forEachDocument(documents) { tokens += $0.ids.lazy.filter { $0 != Marker.segmentEnd } }
        return tokens
    }

    /// Reads documents one after the other, all where `names` is `nil`, from one state of the database.
    func forEachDocument(_ names: [String]?, _ body: (TokenStream) throws -> Void) throws {
        try store.holding {
            for name in try documentNames(names) { try body(store.tokens(ofDocument: name)) }
        }
    }

    /// The names of documents as the database has them, each once; all in the order of ingestion where `nil`.
    func documentNames(_ names: [String]?) throws -> [String] {
        try names.map(store.documentNames) ?? store.documents().map(\.name)
    }
}
