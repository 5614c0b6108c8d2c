/// How a result was made: enough to make it again and to see whether two results may be compared.
public struct Provenance: Sendable {
    package var tool = "gram"
    public var version: String
    public var database: String?
    /// The file of counts, where they come from no database.
    package var frequencies: String?
    /// Of the corpus in the database, or of that file.
    package var corpusFingerprint: String?
    package var tokenizer: String?
    package var tokenizerFingerprint: String?
    package var vocabularyRule: String?
    public var seed: UInt64?
    /// The expression that chose documents, and how many were chosen; `nil` where the result is of all.
    package var condition: String?
    package var documents: Int?
    /// The key by whose values the result is grouped.
    package var groupKey: String?
    /// What a shell takes to do it again; `nil` for what a program made.
    package var commandLine: String?

    package init(version: String) {
        self.version = version
    }

    /// The object `provenance` of JSON output; what does not apply is `null`. Only counts from a file have `frequencies`.
    package var value: Value {
        .object(
            [
                .init("tool", .text(tool)), .init("version", .text(version)), .init("database", .of(database)),
            ] + (frequencies.map { [.init("frequencies", .text($0))] } ?? []) + [
                .init("corpus_fingerprint", .of(corpusFingerprint)),
                .init("tokenizer", .of(tokenizer)),
                .init("tokenizer_fingerprint", .of(tokenizerFingerprint)),
                .init("vocabulary_rule", .of(vocabularyRule)),
                .init("seed", seed.map { .unsigned($0) } ?? .null),
                .init("where", .of(condition)), .init("documents", .of(documents)), .init("by", .of(groupKey)),
                .init("command_line", .of(commandLine)),
            ])
    }

    /// One line for formats that hold rows alone.
    public var line: String {
        var parts = ["\(tool) \(version)"]
        if let input = database ?? frequencies { parts.append(input) }
        if let corpusFingerprint { parts.append("corpus \(corpusFingerprint.prefix(12))") }
        if let tokenizer { parts.append("tokens \(tokenizer)") }
        if let tokenizerFingerprint { parts.append("tokenizer \(tokenizerFingerprint.prefix(12))") }
        if let vocabularyRule { parts.append("vocabulary \(vocabularyRule)") }
        if let seed { parts.append("seed \(seed)") }
        if let documents { parts.append(NumberText.counted(documents, "document")) }
        if let condition { parts.append("where \(condition)") }
        if let groupKey { parts.append("by \(groupKey)") }
        return parts.joined(separator: " · ")
    }
}
