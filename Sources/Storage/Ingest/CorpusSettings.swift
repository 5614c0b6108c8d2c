internal import Basics
internal import GRDB
internal import Tokenization

/// What is fixed by the first ingest, and what a later one asks for.
struct CorpusSettings {
    var tokenizer: TokenizerSettings
    /// How many subwords are to be trained; until then `tokenizer` cuts texts into the words that they are trained on.
    var subwordsToTrain: Int?
    var splitting: Splitting
    /// `nil` in a new corpus until its training text was read.
    var vocabularyRule: String?

    /// - Throws: `StorageError` if the corpus has it otherwise, naming both values.
    init(_ options: IngestOptions, in db: Database, path: String) throws {
        try db.requireText(of: path)
        if let shares = options.shares {
            guard Splitting.accepts(shares) else { throw StorageError.badShares }
        }
        guard let stored = try db.tokenizerSettings(of: path) else {
            let subwords: SubwordModel?
            let isUnnamed = options.subwords == nil && options.tokens == .subwords
            switch isUnnamed ? .trained(size: SubwordChoice.usualSize) : options.subwords {
            case .trained(let size): (subwords, subwordsToTrain) = (.words, size)
            case .model(let model): subwords = model
            case nil: subwords = nil
            }
            tokenizer = TokenizerSettings(
                tokens: options.tokens ?? .words, letterCase: options.letterCase,
                normalization: options.normalization, lettersOnly: options.lettersOnly ?? false,
                keepPunctuation: options.keepPunctuation ?? false, whiteSpace: options.whiteSpace,
                segments: options.segments ?? .auto, apostrophes: options.apostrophes,
                hyphens: options.hyphens ?? .split, clitics: options.clitics, locale: options.locale,
                stripsMarks: options.stripsMarks ?? false, keepsSymbols: options.keepsSymbols ?? false,
                blankLines: options.blankLines ?? .drop, subwords: subwords)
            if tokenizer.blankLines == .keep, !tokenizer.segmentsAreLines {
                throw StorageError.blankLinesWithoutLines(tokenizer.segments)
            }
            try Self.requireEffect(of: options, on: tokenizer.tokens)
            // A language that there is not is said before any text is read.
            _ = try Tokenizer(tokenizer)
            splitting = Splitting(by: options.splitBy ?? .segments, shares: options.shares ?? [8, 1, 1])
            vocabularyRule = try options.vocabularyRule(tokenizer)
            return
        }
        tokenizer = stored
        splitting = try db.splitting(of: path) ?? Splitting()
        vocabularyRule = try db.setting(SettingName.vocabularyRule)
        let name = vocabularyRule.map(options.nameOfVocabularyRule)
        if let vocabularyRule, name == .some(nil) { throw StorageError.unreadableSetting(vocabularyRule, of: path) }
        let check = AgreementCheck(path: path)
        let tokens = options.tokens == tokenizer.tokens ? nil : options.tokens
        try check(.tokens, tokenizer.nameOfTokens, tokens?.rawValue)
        if let asked = options.subwords, !asked.agrees(with: tokenizer) {
            throw StorageError.fixed(.tokens, in: path, stored: tokenizer.nameOfTokens, asked: asked.name)
        }
        try check(.letterCase, tokenizer.letterCase.rawValue, options.letterCase?.rawValue)
        try check(.normalization, tokenizer.normalization.rawValue, options.normalization?.rawValue)
        try check(.lettersOnly, tokenizer.lettersOnly, options.lettersOnly)
        try check(.keepPunctuation, tokenizer.keepPunctuation, options.keepPunctuation)
        try check(.whiteSpace, tokenizer.whiteSpace.rawValue, options.whiteSpace?.rawValue)
        // Where it was decided once for all documents, `auto` asks for what was decided.
        let segments = options.segments == .auto ? nil : options.segments
        try check(.segments, tokenizer.segments.rawValue, segments?.rawValue)
        try check(.blankLines, tokenizer.blankLines.rawValue, options.blankLines?.rawValue)
        try check(.apostrophes, tokenizer.apostrophes.rawValue, options.apostrophes?.rawValue)
        try check(.hyphens, tokenizer.hyphens.rawValue, options.hyphens?.rawValue)
        try check(.clitics, tokenizer.clitics?.rawValue ?? "of none", options.clitics?.rawValue)
        try check(.locale, tokenizer.locale ?? "of none", options.locale)
        try check(.stripMarks, tokenizer.stripsMarks, options.stripsMarks)
        try check(
            .keepSymbols, tokenizer.keepsSymbols ? "symbols" : "nothing", options.keepsSymbols.map { _ in "symbols" })
        try check(.splitBy, splitting.by.rawValue, options.splitBy?.rawValue)
        try check(.shares, Self.text(splitting.shares), options.shares.map(Self.text))
        // Two lists can have one name.
        if let asked = try options.vocabularyRule(tokenizer), asked != vocabularyRule {
            throw StorageError.fixed(
                .vocabulary, in: path, stored: (name ?? nil) ?? "of none",
                asked: options.nameOfVocabularyRule(asked) ?? asked)
        }
    }

    /// - Throws: `StorageError` for a setting that such tokens do not heed.
    private static func requireEffect(
        of options: IngestOptions, on tokens: TokenizerSettings.Tokens
    ) throws(StorageError) {
        guard tokens != .words else { return }
        let given: [(StorageError.CorpusSetting, Bool)] = [
            (.hyphens, options.hyphens == .keep), (.clitics, options.clitics != nil),
            (.keepSymbols, options.keepsSymbols == true),
        ]
        if let (setting, _) = given.first(where: \.1) { throw .withoutEffect(setting, on: tokens) }
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
