internal import Storage
public import Tokenization

extension Corpus {
    /// The tokens of documents in text order, without the ends of segments.
    /// - Parameter documents: names; all in the order of ingestion where `nil`; one named twice is read once.
    /// - Throws: `StorageError` if there is no document of a name.
    public func tokens(ofDocuments documents: [String]? = nil) throws -> [TokenID] {
        try words(of: documents.map { try .documents(subcorpus(named: $0)) } ?? .whole)
    }
}
