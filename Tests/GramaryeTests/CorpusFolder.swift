internal import Foundation
internal import Gramarye
internal import TestSupport

/// A folder for texts and the corpora made of them; it goes with the value.
final class CorpusFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    /// A corpus of a text divided by the usual shares, in lower case.
    func corpus(
        _ text: String, _ tokens: TokenizerSettings.Tokens, lettersOnly: Bool = false, punctuation: Bool = false,
        segments: TokenizerSettings.Segments = .lines
    ) throws -> Corpus {
        var options = IngestOptions([try input(text)])
        options.tokens = tokens
        options.letterCase = .lower
        options.lettersOnly = lettersOnly
        options.keepPunctuation = punctuation
        options.segments = segments
        options.vocabularyRule = { _ in VocabularyRule.minimumCount(1).json }
        return try ingest(options)
    }

    /// A corpus of tokens between white space, a segment a line, with a text for each split that is not empty.
    func corpus(train: String, valid: String = "", test: String = "", minimumCount: Int = 1) throws -> Corpus {
        let texts = [(Split.train, train), (.valid, valid), (.test, test)].filter { !$0.1.isEmpty }
        var options = IngestOptions(try texts.map { try input($0.1, split: $0.0) })
        options.tokens = .whitespace
        options.segments = .lines
        options.vocabularyRule = { _ in VocabularyRule.minimumCount(minimumCount).json }
        return try ingest(options)
    }

    /// Adds a text to a corpus.
    func add(_ text: String, to corpus: Corpus, split: Split) throws -> Corpus {
        _ = try CorpusStore.ingest(into: corpus.store.path, IngestOptions([try input(text, split: split)]))
        return try Corpus(path: corpus.store.path)
    }

    private func ingest(_ options: IngestOptions) throws -> Corpus {
        let path = url.appending(path: "\(UUID().uuidString).db").path
        _ = try CorpusStore.ingest(into: path, options)
        return try Corpus(path: path)
    }

    private func input(_ text: String, split: Split? = nil) throws -> IngestInput {
        let file = url.appending(path: "\(UUID().uuidString).txt")
        try Data(text.utf8).write(to: file)
        return IngestInput(path: file.path, split: split)
    }
}

/// Lines of random words, the first of which are the more frequent.
func randomLines(_ count: Int, words: Int = 30, upTo length: Int = 9, seed: UInt64) -> [[String]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
        (0..<Int.random(in: 1...length, using: &generator)).map { _ in
            let uniform = Double.random(in: 0..<1, using: &generator)
            return "w\(Int(uniform * uniform * Double(words)))"
        }
    }
}

/// Words as a text, a segment a line.
func text(of lines: [[String]]) -> String { lines.map { $0.joined(separator: " ") + "\n" }.joined() }
