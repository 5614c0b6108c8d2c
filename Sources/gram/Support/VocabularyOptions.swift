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

    /// What was asked for, a file read; `nil` where nothing was.
    func choice() throws -> VocabularyChoice? {
        if let minCount { return .rule(.minimumCount(minCount)) }
        if let vocabularySize { return .rule(.size(vocabularySize)) }
        guard let vocabularyFile else { return nil }
        return .words(try readInput(vocabularyFile), file: vocabularyFile)
    }
}

/// A rule, or words that a corpus's tokenizer has still to spell.
enum VocabularyChoice: Sendable {
    case rule(VocabularyRule)
    case words([UInt8], file: String)

    /// The rule in a corpus whose texts are cut and decoded so.
    func rule(by settings: TokenizerSettings, decoder: TextDecoder = TextDecoder()) throws -> VocabularyRule {
        switch self {
        case .rule(let rule): return rule
        case .words(let bytes, let file):
            let list = try namingText(file, isText: false) {
                try ListedWords(bytes, named: file, by: settings, decoder: decoder)
            }
            for note in list.notes { Console.remark(note) }
            return .list(list.words)
        }
    }

    /// The rule for models of a corpus that there is.
    func rule(for corpus: Corpus) throws -> VocabularyRule {
        let rule = try rule(by: corpus.tokenizer)
        try corpus.requireKnown(rule)
        return rule
    }
}
