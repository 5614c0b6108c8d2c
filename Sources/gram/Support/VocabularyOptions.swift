internal import ArgumentParser
internal import Foundation
internal import Gramarye

/// Which types of the training text models know by name.
struct VocabularyOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Words that occur at least this often in train.")
    var minCount: Int?

    @Option(parsing: .unconditional, help: "The most frequent words, this many in all with <unk> and </s>.")
    var vocabularySize: Int?

    @Option(name: .customLong("vocabulary"), help: "The words in this file, one per line.")
    var vocabularyFile: String?

    func validate() throws {
        if let minCount, minCount < 1 { throw ValidationError("--min-count is \(minCount); give 1 or more.") }
        if let vocabularySize, vocabularySize < 3 {
            throw ValidationError("--vocabulary-size is \(vocabularySize); <unk>, </s> and a word make 3.")
        }
        if [minCount != nil, vocabularySize != nil, vocabularyFile != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--min-count, --vocabulary-size and --vocabulary exclude one another.")
        }
    }

    /// `nil` where none was asked for.
    func rule() throws -> VocabularyRule? {
        if let minCount { return .minimumCount(minCount) }
        if let vocabularySize { return .size(vocabularySize) }
        guard let vocabularyFile else { return nil }
        let words = String(decoding: try readInput(vocabularyFile), as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init)
        guard !words.isEmpty else {
            throw CommandError("The vocabulary \(vocabularyFile) has no word.", kind: .badData)
        }
        return .list(words)
    }
}
