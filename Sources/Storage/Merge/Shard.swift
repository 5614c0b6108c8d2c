internal import GRDB
internal import Tokenization

/// A database that goes into another, in the state that it had when it was opened.
struct Shard {
    let path: String
    private let store: CorpusStore
    /// `nil` where no text was ever ingested.
    let settings: ShardSettings?
    /// How many models it has.
    let models: Int

    /// - Parameter wait: seconds to wait for who writes to it.
    /// - Throws: `StorageError` if it is no database of this schema, or holds counts without their text.
    init(_ path: String, wait: Double) throws {
        self.path = path
        let store = try CorpusStore(path: path, access: .snapshot, wait: wait)
        self.store = store
        (settings, models) = try store.read { db in
            (
                try ShardSettings(in: db, path: path),
                try db.firstRow("SELECT count(*) FROM model") { try $0.count(0) } ?? 0
            )
        }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result { try store.read(body) }

    /// - Throws: `StorageError` if two paths lead to one file.
    static func requireDistinct(_ paths: [String], into target: String) throws(StorageError) {
        var seen: [OpenDatabases.Identity: String] = [:]
        for path in [target] + paths {
            guard let identity = OpenDatabases.Identity(of: path) else { continue }
            if let other = seen.updateValue(path, forKey: identity) { throw .sameFile(other, path) }
        }
    }
}

/// What decides what the texts of a database become.
struct ShardSettings {
    let path: String
    let tokenizer: TokenizerSettings
    /// As it is stored, and part of fingerprints.
    let tokenizerText: String
    let splitting: Splitting
    let vocabularyRule: String
    /// Whether train has a literal `<unk>`.
    let hasLiteralUnknown: Bool
    /// Whether there is a document: all may have been removed.
    let hasDocuments: Bool

    /// - Returns: `nil` where no text was ever ingested.
    /// - Throws: `StorageError` if there are counts without a text.
    init?(in db: Database, path: String) throws {
        try db.requireText(of: path)
        hasDocuments = try db.firstRow("SELECT 1 FROM document LIMIT 1") { _ in true } ?? false
        if try db.setting(SettingName.tokenizer) == nil { return nil }
        guard let text = try db.setting(SettingName.tokenizer), let tokenizer = try db.tokenizerSettings(of: path),
            let splitting = try db.splitting(of: path), let rule = try db.setting(SettingName.vocabularyRule)
        else { throw StorageError.changed(path) }
        (self.path, tokenizerText, self.tokenizer, self.splitting, vocabularyRule) = (
            path, text, tokenizer, splitting, rule
        )
        hasLiteralUnknown = try db.hasLiteralUnknown
    }

    /// - Throws: `StorageError` that names what is another in `other`.
    func requireLike(_ other: ShardSettings) throws(StorageError) {
        for (own, their) in zip(parts, other.parts) where own.value != their.value {
            throw .unlike(other.path, own.setting, has: their.value, in: path, wants: own.value)
        }
        if tokenizer.subwords != other.tokenizer.subwords, let own = tokenizer.subwords,
            let their = other.tokenizer.subwords
        {
            throw .unlike(
                other.path, .tokens, has: "\(their.name) (\(their.hash.prefix(8)))", in: path,
                wants: "\(own.name) (\(own.hash.prefix(8)))")
        }
        guard tokenizer == other.tokenizer else {
            throw .unlike(other.path, nil, has: "", in: path, wants: "")
        }
    }

    private var parts: [(setting: StorageError.CorpusSetting, value: String)] {
        [
            (.tokens, tokenizer.nameOfTokens), (.letterCase, tokenizer.letterCase.rawValue),
            (.normalization, tokenizer.normalization.rawValue), (.lettersOnly, "\(tokenizer.lettersOnly)"),
            (.keepPunctuation, "\(tokenizer.keepPunctuation)"), (.whiteSpace, tokenizer.whiteSpace.rawValue),
            (.segments, tokenizer.segments.rawValue), (.blankLines, tokenizer.blankLines.rawValue),
            (.apostrophes, tokenizer.apostrophes.rawValue), (.hyphens, tokenizer.hyphens.rawValue),
            (.clitics, tokenizer.clitics?.rawValue ?? "of none"), (.locale, tokenizer.locale ?? "of none"),
            (.stripMarks, "\(tokenizer.stripsMarks)"), (.keepSymbols, tokenizer.keepsSymbols ? "symbols" : "nothing"),
            (.splitBy, splitting.by.rawValue), (.shares, splitting.shares.map(String.init).joined(separator: ",")),
        ]
    }
}

extension Database {
    /// Whether the train split has a literal `<unk>`.
    var hasLiteralUnknown: Bool {
        get throws {
            let row = "SELECT 1 FROM unigram WHERE split = ? AND w1 = ?"
            return try firstRow(row, [Split.train.rawValue, Int(Marker.unknown)]) { _ in true } ?? false
        }
    }
}
