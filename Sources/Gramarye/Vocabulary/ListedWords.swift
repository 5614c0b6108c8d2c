package import LanguageModeling
internal import Reporting
package import Tokenization

/// The words of a file, one a line, as a corpus has them.
package struct ListedWords: Sendable {
    /// Each once, in the order of their first lines; never a marker, which every vocabulary has.
    package let words: [String]
    /// What was not taken as it stands, in a line each.
    package let notes: [String]

    /// - Parameters:
    ///   - bytes: of the file.
    ///   - name: what errors call it.
    ///   - settings: what cuts the corpus's texts: a word is spelled as these spell it.
    ///   - decoder: that of the corpus's texts.
    /// - Throws: `VocabularyListError`, `TextError`.
    package init(
        _ bytes: [UInt8], named name: String, by settings: TokenizerSettings, decoder: TextDecoder = TextDecoder()
    ) throws {
        var decoder = decoder
        var text: [UInt8] = []
        try decoder.decode(bytes.span, into: &text)
        try decoder.finish(into: &text)
        var settings = settings
        settings.segments = .document
        let tokenizer = try Tokenizer(settings)

        var known = TypeTable()
        var (lines, repeated, empty) = (0, 0, 0)
        var refused: [String] = []
        for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init) {
            lines += 1
            if Marker.texts.contains(line) { continue }
            let tokens = try tokenizer.segments(of: line).flatMap { $0 }
            if tokens.count > 1 {
                refused.append(line)
            } else if let word = tokens.first {
                let count = known.count
                known.insert(word)
                if known.count == count { repeated += 1 }
            } else {
                empty += 1
            }
        }
        guard refused.isEmpty else {
            let examples = refused.prefix(3).map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            let hasCounts = refused.allSatisfy {
                $0.split(whereSeparator: \.isWhitespace).last.map { Double($0) != nil } ?? false
            }
            throw VocabularyListError.severalTokens(
                name: name, lines: refused.count, of: lines, examples: Array(examples), hasCounts: hasCounts)
        }
        words = (Marker.texts.count..<known.count).map { known[TokenID($0)] }
        guard !words.isEmpty else { throw VocabularyListError.noWord(name: name) }
        var notes: [String] = []
        if repeated > 0 {
            notes.append("\(name): \(NumberText.counted(repeated, "line")) repeated a word of another, counted once")
        }
        if empty > 0 {
            notes.append("\(name): \(NumberText.counted(empty, "line")) had no token of the corpus, left out")
        }
        self.notes = notes
    }
}

extension VocabularyRule {
    /// Makes sure that a list of words is one of this corpus.
    ///
    /// - Parameters:
    ///   - types: the types of the corpus.
    ///   - trainCounts: how often each type, by id, stands in train.
    /// - Throws: `VocabularyListError.mostlyUnknown` if train has not even half of the words.
    package func requireKnown(_ types: TypeTable, trainCounts: [Int]) throws(VocabularyListError) {
        guard case .list(let words) = self else { return }
        let unknown = words.filter { types.id(of: $0).map { trainCounts[Int($0)] == 0 } ?? true }
        guard unknown.count * 2 > words.count else { return }
        throw .mostlyUnknown(words: unknown.count, of: words.count, examples: Array(unknown.prefix(3)))
    }
}
