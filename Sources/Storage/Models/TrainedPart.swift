internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

/// Of which documents' train split a model was made that was not made of all.
///
/// It stands in the settings of the model, whatever its kind, under the key `subcorpus`.
package struct TrainedPart: Codable, Sendable, Hashable {
    /// The expression that chose them.
    package var condition: String?
    /// The names that chose them.
    package var names: [String]?
    /// The numbers of the documents, in the order in which they were read.
    package var ids: [Int]
    /// How many documents the corpus had.
    package var total: Int

    package init(condition: String?, names: [String]?, ids: [Int], total: Int) {
        self.condition = condition
        self.names = names
        self.ids = ids
        self.total = total
    }

    private enum CodingKeys: String, CodingKey {
        case condition = "where"
        case names = "document"
        case ids = "documents"
        case total = "of"
    }

    /// Settings that say so, too.
    package func added(to settings: String) -> String {
        let fields = settings.drop { $0 != "{" }.dropFirst()
        let comma = fields.first { !$0.isWhitespace } == "}" ? "" : ","
        return "{\"subcorpus\":\(sortedJSON(self))\(comma)\(fields)"
    }
}

extension ModelSummary {
    private struct PartOfSettings: Decodable { var subcorpus: TrainedPart? }

    /// Of which documents it was made; `nil` for all, or where that cannot be read.
    package var trainedPart: TrainedPart? {
        guard settings.contains("\"subcorpus\"") else { return nil }
        return (try? JSONDecoder().decode(PartOfSettings.self, from: Data(settings.utf8)))?.subcorpus
    }
}

extension CorpusStore {
    /// Whether what a model was made of has changed since: the train split, or the part of it that the model was made of.
    /// Imported models are made of another text.
    package func isStale(_ model: ModelSummary) throws -> Bool {
        if model.corpusHash.isEmpty { return false }
        if model.trainedPart == nil { return try fingerprint(of: .train) != model.corpusHash }
        return try read { try Self.trainFingerprint(of: model, in: $0, path: path) } != model.corpusHash
    }

    /// The fingerprint that the train split has now, or the part of it that a model was made of.
    static func trainFingerprint(of model: ModelSummary, in db: Database, path: String) throws -> String {
        try fingerprint(of: .train, documents: model.trainedPart.map { Set($0.ids) }, in: db, path: path)
    }
}
