public import Counting
internal import Storage
public import Tokenization

/// The part of a corpus that a result is of: splits of it, of all documents or of some.
public struct CorpusPart: Sendable, Hashable {
    public var splits: Set<Split>
    /// All where `nil`.
    public var documents: Subcorpus?

    public init(splits: Set<Split> = Set(Split.allCases), documents: Subcorpus? = nil) {
        self.splits = splits
        self.documents = documents
    }

    public static let whole = CorpusPart()
    public static func splits(_ splits: Set<Split>) -> CorpusPart { CorpusPart(splits: splits) }
    /// The documents in all splits, read one after the other.
    public static func documents(_ documents: Subcorpus) -> CorpusPart { CorpusPart(documents: documents) }

    var hasAllSplits: Bool { splits == Set(Split.allCases) }

    /// Of errors: the names of the documents, or the split.
    func name(in database: String) -> String {
        if let documents { return documents.documents.count == 1 ? documents.documents[0].name : "\(documents)" }
        return splits.count == 1 ? "the \(splits.first?.name ?? "") split of \(database)" : database
    }
}

extension Corpus {
    /// The tokens of a part, segments ended by `</s>`.
    public func tokens(of part: CorpusPart) throws -> TokenStream {
        guard let documents = part.documents else { return try tokens(of: part.splits) }
        return try store.tokens(ofDocuments: documents.ids, splits: part.hasAllSplits ? nil : part.splits)
    }

    /// The same without the ends of segments.
    func words(of part: CorpusPart) throws -> [TokenID] {
        try tokens(of: part).ids.filter { $0 != Marker.segmentEnd }
    }

    /// The documents of a part.
    func documents(of part: CorpusPart) throws -> Subcorpus {
        try part.documents ?? subcorpus()
    }
}
