internal import Basics
internal import GRDB
internal import Tokenization

/// What is fixed by the first ingest, and what a later one asks for.
struct CorpusSettings {
    var tokenizer: TokenizerSettings
    var splitting: Splitting
    /// `nil` in a new corpus until its training text was read.
    var vocabularyRule: String?

    /// - Throws: `StorageError` if the corpus has it otherwise, naming both values.
    init(_ options: IngestOptions, in db: Database, path: String) throws {
        if let shares = options.shares {
            guard Splitting.accepts(shares) else { throw StorageError.badShares }
        }
        guard let stored = try db.tokenizerSettings(of: path) else {
            tokenizer = TokenizerSettings(
                tokens: options.tokens ?? .words, letterCase: options.letterCase,
                normalization: options.normalization ?? .nfc, lettersOnly: options.lettersOnly ?? false,
                keepPunctuation: options.keepPunctuation ?? false, whiteSpace: options.whiteSpace ?? .collapse,
                segments: options.segments ?? .auto)
            splitting = Splitting(by: options.splitBy ?? .segments, shares: options.shares ?? [8, 1, 1])
            vocabularyRule = options.vocabularyRule
            return
        }
        tokenizer = stored
        splitting = try db.splitting(of: path) ?? Splitting()
        vocabularyRule = try db.setting(SettingName.vocabularyRule)
        let name = vocabularyRule.map(options.nameOfVocabularyRule)
        if let vocabularyRule, name == .some(nil) { throw StorageError.unreadableSetting(vocabularyRule, of: path) }
        let check = AgreementCheck(path: path)
        try check(.tokens, tokenizer.tokens.rawValue, options.tokens?.rawValue)
        try check(.letterCase, tokenizer.letterCase.rawValue, options.letterCase?.rawValue)
        try check(.normalization, tokenizer.normalization.rawValue, options.normalization?.rawValue)
        try check(.lettersOnly, tokenizer.lettersOnly, options.lettersOnly)
        try check(.keepPunctuation, tokenizer.keepPunctuation, options.keepPunctuation)
        try check(.whiteSpace, tokenizer.whiteSpace.rawValue, options.whiteSpace?.rawValue)
        // `auto` asks for what was decided.
        let segments = options.segments == .auto ? nil : options.segments
        try check(.segments, tokenizer.segments.rawValue, segments?.rawValue)
        try check(.splitBy, splitting.by.rawValue, options.splitBy?.rawValue)
        try check(.shares, Self.text(splitting.shares), options.shares.map(Self.text))
        // Two lists can have one name.
        if let asked = options.vocabularyRule, asked != vocabularyRule {
            throw StorageError.fixed(
                .vocabulary, in: path, stored: (name ?? nil) ?? "of none",
                asked: options.nameOfVocabularyRule(asked) ?? asked)
        }
    }

    /// Stores the settings of a new corpus.
    func store(in db: Database) throws {
        try db.set(sortedJSON(tokenizer), forSetting: SettingName.tokenizer)
        try db.set(sortedJSON(splitting), forSetting: SettingName.splitting)
        if let vocabularyRule { try db.set(vocabularyRule, forSetting: SettingName.vocabularyRule) }
    }

    private static func text(_ shares: [Int]) -> String { shares.map(String.init).joined(separator: ",") }

    private struct AgreementCheck {
        let path: String

        func callAsFunction<Value: Equatable>(
            _ setting: StorageError.CorpusSetting, _ stored: Value, _ asked: Value?
        ) throws(StorageError) {
            guard let asked, asked != stored else { return }
            throw .fixed(setting, in: path, stored: "\(stored)", asked: "\(asked)")
        }
    }
}
