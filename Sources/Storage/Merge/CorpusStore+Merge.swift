internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

extension CorpusStore {
    /// Puts databases that were made apart, of texts cut and divided alike, into one, which is made if there is none: it is
    /// then what one ingest of all their documents in that order would have made, but for the times of ingestion.
    ///
    /// Either all of it is done, and is on the disk, or nothing is. The others are only read, each in the state that it has
    /// at the beginning. Models of the database stay; those of the others do not come. Databases of counts without their
    /// texts are summed, into a new one.
    ///
    /// ```swift
    /// try CorpusStore.merge(["a.db", "b.db"], into: "all.db", MergeOptions())
    /// ```
    /// - Parameters:
    ///   - shards: the paths of the others, in the order of their documents.
    ///   - path: of the database.
    ///   - progress: looked at from another thread.
    /// - Throws: `StorageError`, of counts `CountFileError`, if they do not go together; nothing has changed then.
    /// - Complexity: that of counting all texts anew, and of writing all rows of the database.
    public static func merge(
        _ shards: [String], into path: String, _ options: MergeOptions, progress: IngestProgress = IngestProgress()
    ) throws -> MergeResult {
        var options = options
        options.threads = min(max(1, options.threads), 256)
        NewDatabase.removeLeftovers(of: path)
        try Shard.requireDistinct(shards, into: path)
        if try holdCountsAlone(shards, wait: options.wait) {
            return try mergeCounts(shards, into: path, options, progress: progress)
        }
        let opened = try shards.map { try Shard($0, wait: options.wait) }
        let end = ContinuousClock.now + .seconds(options.wait)
        while true {
            guard try DatabaseFile.kind(of: path) == .missing else {
                return try CorpusStore(path: path, access: .readWrite, wait: options.wait).write { db, done in
                    try fingerprint(of: nil, in: db, path: path) == done.result.corpus?.fingerprint
                } replacement: { done in
                    done.replacement
                } _: { db in
                    try Merge(opened, options, path: path, new: nil, progress: progress).run(in: db)
                }.result
            }
            let new: NewDatabase
            do { new = try NewDatabase(path: path) } catch let error as StorageError {
                // Another makes it: then these go into that one.
                guard error.kind == .tryAgain, ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
                continue
            }
            return try fill(new, with: opened, options, progress)
        }
    }

    private static func fill(
        _ new: NewDatabase, with shards: [Shard], _ options: MergeOptions, _ progress: IngestProgress
    ) throws -> MergeResult {
        var result = try explainingErrors(of: new.path) {
            try new.fill { db in
                try db.beginTransaction(.immediate)
                try Schema.createTables(in: db)
                let done = try Merge(shards, options, path: new.path, new: new, progress: progress).run(in: db)
                try db.commit()
                return done.result
            }
        }
        progress.begin(.syncing, total: nil)
        let clock = ContinuousClock.now
        try new.publish()
        result.seconds.writing += clock.elapsed
        return result
    }
}

/// One merge, inside its transaction.
private struct Merge {
    private let shards: [Shard]
    private let options: MergeOptions
    private let path: String
    /// The database, if there was none.
    private let new: NewDatabase?
    private let progress: IngestProgress

    init(_ shards: [Shard], _ options: MergeOptions, path: String, new: NewDatabase?, progress: IngestProgress) {
        self.shards = shards
        self.options = options
        self.path = path
        self.new = new
        self.progress = progress
    }

    /// What comes into the database.
    private struct Text {
        var settings: ShardSettings
        /// Of all, if they have one.
        var vocabularyRule: String?
        /// For each shard.
        var documents: [[ShardDocument]] = []
        var types = TypeTable()
        /// How many of the types the database has.
        var knownTypes = 0

        var counted: CountedTexts { .stored(documents.flatMap { $0.map(\.stored) }) }
    }

    /// What was made of the shards, and the database that holds it if that is another than the one at hand.
    typealias Done = (result: MergeResult, replacement: NewDatabase?)

    func run(in db: Database) throws -> Done {
        var result = MergeResult()
        let clock = ContinuousClock.now
        let own = new == nil ? try ShardSettings(in: db, path: path) : nil
        let all = (own.map { [$0] } ?? []) + shards.compactMap(\.settings).filter(\.hasDocuments)
        guard let first = all.first else { throw StorageError.nothingToMerge }
        for other in all.dropFirst() { try first.requireLike(other) }
        let rule = try MergedVocabularyRule(all, options).common

        var names = MergedNames()
        if own != nil { try names.begin(with: db, path: path) }
        let admitted = try shards.map { shard in try shard.read { try names.admit($0, path: shard.path) } }
        (result.skipped, result.notes) = (names.skipped, names.notes)
        result.shards = shards.map { MergeResult.Shard(path: $0.path, models: $0.models) }
        guard admitted.contains(where: { !$0.isEmpty }) else {
            guard own != nil else { throw StorageError.nothingToMerge }
            result.corpus = try CorpusStore.state(in: db, path: path)
            return (result, nil)
        }

        let plan = MemoryPlan(memory: options.memory, threads: options.threads)
        if new != nil { try db.execute(sql: "PRAGMA cache_size = -\(plan.databaseCache)") }
        let update = CountUpdate(
            db, path: path, memory: options.memory, threads: options.threads, progress: progress)
        var types = MergedTypes(
            new == nil ? try db.typeTable(of: path) : TypeTable(), largestCount: options.largestTypeCount)
        var text = Text(settings: first, vocabularyRule: rule, knownTypes: types.types.count)
        progress.begin(.reading, total: try tokenCount(of: admitted))
        for (shard, ids) in zip(shards, admitted) {
            text.documents.append(
                try ShardText(shard, documents: ids, types: &types, spool: update.spool, progress: progress).documents)
        }
        text.types = types.types
        result.seconds.reading = clock.elapsed

        if let new {
            let making = DatabaseInTheMaking(
                file: new, db: db, keepsCounts: false, types: NewTypes(text.types, threads: options.threads))
            try write(text, update, in: db, making: making, &result)
            return (result, nil)
        }
        if let file = try replacement(for: text, in: db) {
            do {
                try file.fill { target in
                    try target.execute(sql: "PRAGMA cache_size = -\(plan.databaseCache)")
                    let copy = try DatabaseCopy(of: path, into: target, withoutBlocksOf: [])
                    let making = DatabaseInTheMaking(
                        file: file, db: target, keepsCounts: own?.hasDocuments == true, types: nil)
                    try write(text, update, in: target, making: making, copy: copy, &result)
                    try target.commit()
                }
                return (result, file)
            } catch is DatabaseCopy.Unsuitable {
                // Nothing was written yet.
            }
        }
        try write(text, update, in: db, making: nil, &result)
        return (result, nil)
    }

    /// Tokens of the documents that come, about: of a shard all or none.
    private func tokenCount(of admitted: [Set<Int>]) throws -> Int {
        try zip(shards, admitted).reduce(0) { sum, shard in
            guard !shard.1.isEmpty else { return sum }
            return sum
                + (try shard.0.read { db in
                    try db.firstRow("SELECT sum(tokens + segments) FROM segment_block") { try $0.count(0) } ?? 0
                })
        }
    }

    /// A file to take the place of the database, made of finished pages, if it can be had: SQLite's own insertion is several
    /// times slower, and the most frequent n-grams are found anew in any case.
    private func replacement(for text: Text, in db: Database) throws -> NewDatabase? {
        let growth = try shards.reduce(0) { sum, shard in
            try sum + shard.read { try $0.firstRow("PRAGMA page_count") { try $0.count(0) } ?? 0 } * (16 << 10)
        }
        return try FileReplacement.file(inPlaceOf: path, adding: (text.counted.tokenCount, growth), in: db)
    }

    /// Writes what was read, in the transaction at hand.
    /// - Parameter making: the database, if nobody else has it.
    private func write(
        _ text: Text, _ update: CountUpdate, in db: Database, making: DatabaseInTheMaking?,
        copy: DatabaseCopy? = nil, _ result: inout MergeResult
    ) throws {
        let clock = ContinuousClock.now
        result.seconds.counting = try update.add(
            text.counted, typeCount: text.types.count, into: making
        ) { _ in
        } meanwhile: {
            if making?.types == nil { try insertTypes(of: text.types, from: text.knownTypes, in: db) }
            if new != nil { try Schema.createTypeIndex(in: db) }
            var writer = try ShardWriter(db, spool: update.spool)
            for (index, shard) in shards.enumerated() {
                try writer.write(text.documents[index], of: shard, counting: &result.shards[index])
            }
            try DocumentsView.create(in: db)
        }
        try copy?.finish(in: db)
        // Rows that SQLite has changed keep the least count that the table had.
        if making == nil { try FrequencyStore.rebuild(in: db, path: path) }
        try store(text, in: db)
        if let note = try SharesNote.text(text.settings.splitting, in: db) { result.notes.append(note) }
        result.corpus = try CorpusStore.state(in: db, path: path)
        result.seconds.writing += clock.elapsed - result.seconds.counting
    }

    private func store(_ text: Text, in db: Database) throws {
        try db.set(text.settings.tokenizerText, forSetting: SettingName.tokenizer)
        try db.set(sortedJSON(text.settings.splitting), forSetting: SettingName.splitting)
        let rule =
            try text.vocabularyRule
            ?? options.defaultVocabularyRule(text.settings.tokenizer.tokens, db.hasLiteralUnknown)
        try db.set(rule, forSetting: SettingName.vocabularyRule)
    }
}
