internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

extension CorpusStore {
    /// Whether databases all hold counts without their text.
    static func holdCountsAlone(_ paths: [String], wait: Double) throws -> Bool {
        guard !paths.isEmpty else { return false }
        for path in paths {
            guard try CorpusStore(path: path, access: .readOnly, wait: wait).countsWithoutText() != nil else {
                return false
            }
        }
        return true
    }

    /// Makes a database of the sums of counts that others hold without their texts. Types are numbered in the order of the
    /// databases.
    ///
    /// - Parameter path: of the new database, which must not be there.
    /// - Throws: `StorageError` if it is there, or words were cut otherwise; `CountFileError.differentOrders`.
    /// - Complexity: O(n log n) for n n-grams of all.
    static func mergeCounts(
        _ shards: [String], into path: String, _ options: MergeOptions, progress: IngestProgress
    ) throws -> MergeResult {
        guard try DatabaseFile.kind(of: path) == .missing else { throw StorageError.existsAlready(path) }
        var result = MergeResult()
        var settings: [CountSettings] = []
        var orders: [Int] = []
        let stores = try shards.map { try CorpusStore(path: $0, access: .snapshot, wait: options.wait) }
        for store in stores {
            try store.read { db in
                guard let held = try db.countsWithoutText(of: store.path),
                    let tokenizer = try db.setting(SettingName.tokenizer),
                    let splitting = try db.setting(SettingName.splitting),
                    let rule = try db.setting(SettingName.vocabularyRule)
                else { throw StorageError.changed(store.path) }
                settings.append(CountSettings(tokenizer: tokenizer, splitting: splitting, vocabularyRule: rule))
                orders.append(held.order)
                let split = try db.splitOfCounts(.train, path: store.path)
                result.shards.append(
                    MergeResult.Shard(
                        path: store.path, tokens: split.tokens, segments: split.segments,
                        models: try db.firstRow("SELECT count(*) FROM model") { try $0.count(0) } ?? 0))
            }
        }
        for index in shards.indices.dropFirst() {
            guard settings[index].tokenizer == settings[0].tokenizer else {
                throw StorageError.unlike(shards[index], nil, has: "", in: shards[0], wants: "")
            }
            guard orders[index] == orders[0] else {
                throw CountFileError.differentOrders(shards[0], orders[0], shards[index], orders[index])
            }
        }
        let clock = ContinuousClock.now
        let made = try makeOfCounts(
            path, settings[0], areSummed: true, memory: options.memory, progress: progress
        ) { counts in
            for store in stores { try store.read { try counts.read($0, path: store.path, progress: progress) } }
            result.seconds.reading = clock.elapsed
        }
        result.seconds.writing = clock.elapsed - result.seconds.reading
        (result.corpus, result.countsAddUp) = (made.corpus, made.addsUp)
        return result
    }
}
