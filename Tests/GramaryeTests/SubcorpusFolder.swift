internal import Foundation
internal import Gramarye
internal import TestSupport

extension CorpusFolder {
    /// A corpus of documents with random texts and metadata: `author` of few values, `year`, a number, `note` with hostile
    /// texts; some documents lack some.
    func library(_ count: Int, seed: UInt64, segments: TokenizerSettings.Segments = .lines) throws -> Corpus {
        var generator = SeededGenerator(seed: seed)
        var inputs: [IngestInput] = []
        var metadata: [String: KnownMetadata.Values] = [:]
        for number in 0..<count {
            let name = "d\(number).txt"
            let lines = randomLines(Int.random(in: 1...30, using: &generator), words: 12, seed: generator.next())
            let file = url.appending(path: name)
            try Data(text(of: lines).utf8).write(to: file)
            inputs.append(IngestInput(path: file.path))
            var values: KnownMetadata.Values = []
            let authors = ["Woolf", "O'Brien", "\"Anon\"", "Éluard", "E\u{301}luard", ""]
            values.append(("author", authors.randomElement(using: &generator)!))
            values.append(("year", ["1930", "1931.5", "007", "-2", ""].randomElement(using: &generator)!))
            values.append(
                ("count", ["x", "y; drop table document", "\u{1B}[31m", ""].randomElement(using: &generator)!))
            metadata[name] = values
        }
        var options = IngestOptions(inputs)
        options.tokens = .whitespace
        options.segments = segments
        options.vocabularyRule = { _ in VocabularyRule.minimumCount(1).json }
        let known = metadata
        options.tableMetadata = { known[$0] ?? [] }
        let path = url.appending(path: "\(UUID().uuidString).db").path
        _ = try CorpusStore.ingest(into: path, options)
        return try Corpus(path: path)
    }
}

extension Report {
    /// The rows as JSON, one a line.
    var lines: [String] { Array(data(as: .jsonl)) }
}

/// An SQL literal of a value as JSON has it.
func literal(_ json: Any) -> String {
    if let text = json as? String { return "'" + text.replacing("'", with: "''") + "'" }
    return "\(json)"
}
