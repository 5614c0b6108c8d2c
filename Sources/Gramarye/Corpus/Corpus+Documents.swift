internal import Basics
internal import Counting
internal import Storage
public import Tokenization

extension Corpus {
    /// The tokens of documents in text order, without the ends of segments.
    /// - Parameter documents: all in the order of ingestion where `nil`.
    public func tokens(ofDocuments documents: [String]? = nil) throws -> [TokenID] {
        let names = try documents ?? store.documents().map(\.name)
        var tokens: [TokenID] = []
        for name in names {
            tokens += try store.tokens(ofDocument: name).ids.lazy.filter { $0 != Marker.segmentEnd }
        }
        return tokens
    }
}
