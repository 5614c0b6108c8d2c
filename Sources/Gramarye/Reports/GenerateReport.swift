public import LanguageModeling
public import Reporting
internal import Statistics
internal import Tokenization

/// A model that gives scores which do not sum to 1, asked for what only probabilities have.
public struct NotNormalizedError: Error, Hashable {
    public enum Wanted: Sendable, Hashable { case perplexity, surprisal, drawing }

    public let model: String
    public let wanted: Wanted
}

extension ModelShelf {
    /// Texts that a model writes: a row each.
    ///
    /// A model that reads backwards writes from the end of a segment to its beginning: the prompt is how the text ends.
    /// - Parameters:
    ///   - prompt: read first, through the tokenizer that the model was made for.
    ///   - length: tokens of each, segments' ends not counted.
    ///   - count: how many texts; the seed of each follows from `seed` and its number.
    ///   - progress: is told how many tokens of a text are written.
    /// - Throws: `NotNormalizedError`.
    public func generatedReport(
        by name: ModelName, prompt: String = "", length: Int = 50, settings: SamplingSettings = .init(),
        seed: UInt64 = 1, count: Int = 1, progress: (_ done: Int) -> Void = { _ in }
    ) throws -> Report {
        prepare([name])
        var provenance = try corpus.provenance(rule: rule, seed: seed)
        let model = try model(name)
        let tokenizer = try tokenizer(of: name)
        provenance.vocabularyRule = model.vocabulary.rule.description
        provenance.name([tokenizer])
        guard model.isNormalized else { throw NotNormalizedError(model: model.name, wanted: .drawing) }
        let direction = model.direction
        let words = model.vocabulary.words
        let prompted = try corpus.words(of: prompt, by: tokenizer)
        let read = Self.ordered(prompted.map { model.vocabulary.id(of: $0) }, direction)
        func lines(_ ids: [WordID]) -> [String] {
            Self.lines(of: Self.ordered(ids, direction).map { words[Int($0)] }, tokenizer)
        }

        var table = ResultTable(columns: ["sample", "model", "prompt", "text", "tokens"])
        var blocks: [Report.Block] = []
        for number in 1...count {
            var written: [WordID] = []
            var tokens = 0
            let drawn = GeneratedText(
                of: model, after: read, settings: settings, generator: SeededGenerator(seed: seed).fork(number))
            for word in drawn {
                if word != Marker.segmentEnd { tokens += 1 }
                written.append(word)
                if tokens == length { break }
                progress(tokens)
            }
            table.append([
                .integer(number), .text(model.name), .text(prompt), .text(lines(written).joined(separator: "\n")),
                .of(Self.ordered(written, direction).map { words[Int($0)] }),
            ])
            blocks.append(
                .lines(
                    lines(read + written).flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
                        .map(String.init)))
        }
        var report = Report("Text by \(model.name)", rows: table, blocks: blocks, provenance: provenance)
        if let note = ruleNote(of: name, by: model.vocabulary.rule) { report.notes.append(note) }
        let unknown = prompted.filter { model.vocabulary.id(of: $0) == Marker.unknown }
        if !unknown.isEmpty {
            let shown = unknown.prefix(3).joined(separator: ", ") + (unknown.count > 3 ? ", …" : "")
            report.notes.append("\(model.name) reads <unk> for \(shown)")
        }
        return report
    }

    /// Words between the order of a text and that in which a model reads: each segment's turned round.
    private static func ordered(_ words: [WordID], _ direction: ReadingDirection) -> [WordID] {
        guard direction == .backward else { return words }
        return Array(
            words.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false)
                .map { $0.reversed() }.joined(separator: [Marker.segmentEnd]))
    }

    /// Tokens as lines of a text: a segment's end is a line's. Tokens may hold line ends of their own.
    private static func lines(of words: [String], _ tokenizer: TokenizerSettings) -> [String] {
        let separator = tokenizer.tokens == .characters ? "" : " "
        return words.split(separator: Marker.texts[Int(Marker.segmentEnd)], omittingEmptySubsequences: false)
            .map { $0.joined(separator: separator) }
    }
}
