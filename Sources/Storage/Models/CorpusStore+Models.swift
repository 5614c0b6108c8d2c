internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Tokenization

/// Which model of its name a saved one may replace. If two programs train a model of the same name at the same time,
/// one of them gets an error.
public enum ModelPredecessor: Sendable, Hashable {
    case any
    /// There must be no model of that name.
    case none
    /// The one that was read, or saved before.
    case version(Int64)
}

extension CorpusStore {
    /// Parts of models are stored in blocks of this many bytes, the last one shorter.
    package static let modelBlockSize = 262_144

    /// The models in the order they were made.
    public func models() throws -> [ModelSummary] {
        try read { db in
            var models: [ModelSummary] = []
            try db.forEachRow("SELECT \(ModelSummary.columns) FROM model ORDER BY id") {
                try models.append(ModelSummary(row: $0))
            }
            return models
        }
    }

    package func model(named name: String) throws -> ModelSummary? {
        try read {
            try $0.firstRow(
                "SELECT \(ModelSummary.columns) FROM model WHERE name = ?", [name], ModelSummary.init(row:))
        }
    }

    /// The model of a name as it is now, for a later `save`.
    package func predecessor(ofModel name: String) throws -> ModelPredecessor {
        try read { db in try Self.version(ofModel: name, in: db).map(ModelPredecessor.version) ?? .none }
    }

    private static func version(ofModel name: String, in db: Database) throws -> Int64? {
        try db.firstRow("SELECT id FROM model WHERE name = ?", [name]) { try Int64($0.integer(0)) }
    }

    /// Stores a model, replacing one of the same name; in one transaction, with the learning curve if there is one.
    ///
    /// - Parameters:
    ///   - longParts: whose bytes are asked for block by block.
    ///   - predecessor: what it may replace.
    /// - Returns: what its next version replaces.
    /// - Throws: `StorageError`, if the train split is no longer what the model was made of, or the model of that name
    ///   is no longer the predecessor. What was there is then kept.
    @discardableResult
    package func save(
        _ model: ModelSummary, parts: [(name: String, bytes: [UInt8])],
        longParts: [(name: String, byteCount: Int, bytes: @Sendable (Range<Int>) throws -> [UInt8])] = [],
        epochs: [EpochRecord] = [],
        over predecessor: ModelPredecessor = .any
    ) throws -> ModelPredecessor {
        let id: Int64 = try write { db, id in
            try Self.version(ofModel: model.name, in: db) == id
        } _: { db in
            try requireUnchanged(for: model, over: predecessor, in: db)
            // An id is never used again, so that a reader that still has the old one finds nothing, and no mixture.
            let last = try db.firstRow("SELECT id FROM model ORDER BY id DESC LIMIT 1") { try $0.integer(0) } ?? 0
            guard last < Int.max else { throw StorageError.changed(path) }
            let id = Int64(last + 1)
            try db.execute(sql: "DELETE FROM model WHERE name = ?", arguments: [model.name])
            try db.execute(
                sql: """
                    INSERT INTO model (id, name, kind, vocabulary_hash, corpus_hash, settings, metrics, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, model.name, model.kind, model.vocabularyHash, model.corpusHash, model.settings, model.metrics,
                    model.createdAt,
                ])
            let insert = try db.makeStatement(sql: "INSERT INTO model_block VALUES (?, ?, ?, ?)")
            for part in parts {
                for (block, start) in stride(from: 0, to: part.bytes.count, by: Self.modelBlockSize).enumerated() {
                    let bytes = Data(part.bytes[start..<min(start + Self.modelBlockSize, part.bytes.count)])
                    try insert.execute(arguments: [id, part.name, block, bytes])
                }
            }
            for part in longParts {
                // Blocks are made while those before them are written.
                let blocks = ranges(ofLength: Self.modelBlockSize, upTo: part.byteCount)
                let make = part.bytes
                let made = BoundedQueue<Result<[UInt8], any Error>>(bound: 8)
                let isBeside =
                    availableThreads > 1
                    && startThread { for range in blocks where !made.give(Result { try make(range) }) { break } }
                defer { made.end() }
                for (block, range) in blocks.enumerated() {
                    let bytes = try isBeside ? made.take()?.get() : make(range)
                    guard let bytes else { preconditionFailure("blocks are made until they are no longer taken") }
                    try insert.execute(arguments: [id, part.name, block, Data(bytes)])
                }
            }
            for epoch in epochs { try epoch.insert(model: id, in: db) }
            return id
        }
        return .version(id)
    }

    private func requireUnchanged(
        for model: ModelSummary, over predecessor: ModelPredecessor, in db: Database
    ) throws {
        let version = try Self.version(ofModel: model.name, in: db)
        switch predecessor {
        case .any: break
        case .none:
            guard version == nil else {
                throw StorageError.modelExists(model.name, in: path)
            }
        case .version(let expected):
            guard version == expected else {
                throw StorageError.modelSavedMeanwhile(model.name, in: path)
            }
        }
        guard try model.corpusHash.isEmpty || model.corpusHash == Self.trainFingerprint(of: model, in: db, path: path)
        else {
            throw StorageError.trainChangedMeanwhile(path, model: model.name)
        }
    }

    /// How many bytes the parts of a model have at most.
    package func largestByteCount(ofModel name: String) throws -> Int {
        try read { db in
            try db.firstRow(
                "SELECT count(*) FROM model_block JOIN model ON model.id = model WHERE name = ?", [name]
            ) { try $0.count(0) } ?? 0
        } * Self.modelBlockSize
    }

    /// The learning curve of a model.
    package func epochs(ofModel name: String) throws -> [EpochRecord] {
        try read { db in
            var epochs: [EpochRecord] = []
            try db.forEachRow(
                """
                SELECT epoch, train_nll, valid_nll, seconds, learning_rate, gradient_norm, clipped_share
                FROM epoch JOIN model ON model.id = model WHERE name = ? ORDER BY epoch
                """, [name]
            ) { try epochs.append(EpochRecord(row: $0)) }
            return epochs
        }
    }

    /// Reads a model's parts as they are asked for; `nil` if there is no model of that name.
    package func reader(ofModel name: String) throws -> ModelPartsReader? {
        try read { db in
            try db.firstRow("SELECT \(ModelSummary.columns), id FROM model WHERE name = ?", [name]) { row in
                try ModelPartsReader(store: self, id: Int64(row.integer(7)), record: ModelSummary(row: row))
            }
        }
    }
}
