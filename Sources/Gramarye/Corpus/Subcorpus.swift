internal import Basics
public import Storage

/// Some of the documents of a corpus, in the order in which they are read.
///
/// ```swift
/// let early = try corpus.subcorpus(where: "author = 'Woolf' and year < 1930")
/// print(early)  // 3 of 40 documents, where author = 'Woolf' and year < 1930
/// ```
public struct Subcorpus: Sendable, Hashable {
    public let documents: [NamedDocument]
    /// How many documents the corpus has.
    public let total: Int
    /// The names that chose them, as they were asked for; none where an expression did.
    public let names: [String]
    /// The expression that chose them.
    public let condition: String?

    /// Whether these are all documents in the order of ingestion.
    var isWhole: Bool {
        documents.count == total && zip(documents, documents.dropFirst()).allSatisfy { $0.id < $1.id }
    }

    var ids: [Int] { documents.map(\.id) }

    /// As the settings of a model record it.
    package var trainedPart: TrainedPart {
        TrainedPart(condition: condition, names: names.isEmpty ? nil : names, ids: ids, total: total)
    }
}

extension Subcorpus: CustomStringConvertible {
    /// `12 of 40 documents, where author = 'Woolf'`.
    public var description: String { Self.told(documents.count, of: total, names: names, condition: condition) }

    fileprivate static func told(_ count: Int, of total: Int, names: [String], condition: String?) -> String {
        let named = names.isEmpty ? "" : " (\(shortened(names)))"
        return "\(NumberText.grouped(count)) of \(NumberText.counted(total, "document"))\(named)"
            + (condition.map { ", where \($0)" } ?? "")
    }
}

extension TrainedPart {
    /// `12 of 40 documents, where author = 'Woolf'`; of those that the corpus had when the model was made.
    package var told: String { Subcorpus.told(ids.count, of: total, names: names ?? [], condition: condition) }
}

extension Corpus {
    /// The documents that names and an SQL expression over their metadata choose; both must hold where both are given.
    ///
    /// - Parameters:
    ///   - names: of documents, in the order in which they are to be read; `*` and `?` stand for any characters. None chooses
    ///     all in the order of ingestion.
    ///   - condition: over the columns of the view `documents`.
    /// - Throws: `StorageError` if there is no document of a name, or the expression is none; `CorpusError.noDocument` where
    ///   no document is left.
    public func subcorpus(named names: [String] = [], where condition: String? = nil) throws -> Subcorpus {
        try store.holding {
            let all = try store.namedDocuments()
            var documents = try names.isEmpty ? all : store.documents(named: names)
            if let condition {
                let chosen = try Set(store.documents(where: condition).map(\.id))
                documents = documents.filter { chosen.contains($0.id) }
            }
            guard !documents.isEmpty else {
                throw CorpusError.noDocument(database: store.path, names: names, condition: condition)
            }
            return Subcorpus(documents: documents, total: all.count, names: names, condition: condition)
        }
    }
}
