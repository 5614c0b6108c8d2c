internal import Foundation

/// Does to a text what a subword model wants done before its words become subwords.
///
/// It holds working memory: each thread makes its own.
final class SubwordPipeline {
    /// A stretch of a text that becomes subwords by itself.
    enum Part {
        case word([UInt8])
        /// An added token.
        case subword(SubwordID, text: [UInt8])
    }

    private let form: SubwordForm
    let tables: SubwordTables
    private let normalizing: [SubwordStep]
    let cutting: [SubwordStep]
    private(set) var expressions: [String: SplitExpression] = [:]
    private(set) var charsmaps: [Data: Charsmap] = [:]
    var splitter = WordSplitter()
    /// Added tokens that are found in a text as it stands, and in one that is normalized; the longest first.
    private let rawTokens: [AddedText]
    private let normalizedTokens: [AddedText]

    /// How many characters were put before the text looked at last, or before parts of it.
    var prefixCharacters = 0

    private struct AddedText {
        let text: [UInt8]
        let token: SubwordForm.AddedToken
    }

    init(_ tables: SubwordTables) {
        self.tables = tables
        form = tables.form
        normalizing = form.steps.filter { !$0.cuts }
        cutting = form.steps.filter(\.cuts)
        for step in form.steps {
            switch step {
            case .charsmap(let bytes), .sentencePiece(let bytes, _, _, _): charsmaps[bytes] = Charsmap(bytes)
            case .replace(.expression(let pattern), _), .split(.expression(let pattern), _, _):
                expressions[pattern] = SplitExpression(pattern)
            case .whitespace: expressions[Self.wordsOrOthers] = SplitExpression(Self.wordsOrOthers)
            default: break
            }
        }
        let normalizing = normalizing
        func texts(normalized: Bool) -> [AddedText] {
            tables.form.addedTokens.filter { $0.isNormalized == normalized }.map { token in
                let text = Array(token.content.utf8)
                // Looked for in what is normalized, it is what its normalization is, but for what stands before a text.
                return AddedText(text: normalized ? Self.plain(text, normalizing) : text, token: token)
            }.filter { !$0.text.isEmpty }.sorted { $0.text.count > $1.text.count }
        }
        rawTokens = texts(normalized: false)
        normalizedTokens = texts(normalized: true)
    }

    /// The parts of a text, in turn.
    ///
    /// - Parameter text: valid UTF-8.
    /// - Throws: `.expressionTooSlow`.
    func parts(of text: [UInt8]) throws(TextError) -> [Part] {
        var parts: [Part] = []
        var isFirst = true
        prefixCharacters = 0
        for stretch in found(rawTokens, in: text) {
            switch stretch {
            case .subword: parts.append(stretch)
            case .word(let raw):
                for stretch in found(normalizedTokens, in: try normalized(raw)) {
                    switch stretch {
                    case .subword: parts.append(stretch)
                    case .word(let text):
                        for word in try words(of: text, isFirst: isFirst) { parts.append(.word(word)) }
                    }
                    isFirst = false
                }
            }
            isFirst = false
        }
        return parts
    }

    /// A text as it is before it is cut.
    func normalized(_ text: [UInt8]) throws(TextError) -> [UInt8] {
        var text = text
        for step in normalizing { text = try normalized(text, by: step) }
        return text
    }

    // MARK: Added tokens

    /// A text cut at the added tokens that stand in it.
    private func found(_ tokens: [AddedText], in text: [UInt8]) -> [Part] {
        guard !tokens.isEmpty else { return text.isEmpty ? [] : [.word(text)] }
        let byFirst = Dictionary(grouping: tokens) { $0.text[0] }
        var parts: [Part] = []
        var (start, position) = (0, 0)
        while position < text.count {
            guard let token = byFirst[text[position]]?.first(where: { text[position...].starts(with: $0.text) }) else {
                position += 1
                continue
            }
            var (from, to) = (position, position + token.text.count)
            if token.token.takesSpaceBefore {
                while from > start, let space = Self.space(before: from, in: text) { from = space }
                from = max(from, start)
            }
            if token.token.takesSpaceAfter { while let space = Self.space(after: to, in: text) { to = space } }
            if from > start { parts.append(.word(Array(text[start..<from]))) }
            parts.append(.subword(token.token.id, text: Array(text[from..<to])))
            (start, position) = (to, to)
        }
        if start < text.count { parts.append(.word(Array(text[start...]))) }
        return parts
    }

    private static func space(after position: Int, in text: [UInt8]) -> Int? {
        guard position < text.count else { return nil }
        let length = max(1, SubwordText.scalarLength(in: text, at: position))
        return isSpace(text[position..<position + length]) ? position + length : nil
    }

    private static func space(before position: Int, in text: [UInt8]) -> Int? {
        var start = position - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return isSpace(text[start..<position]) ? start : nil
    }

    private static func isSpace(_ scalar: ArraySlice<UInt8>) -> Bool {
        String(decoding: scalar, as: UTF8.self).unicodeScalars.allSatisfy { UTF8Scalar.isWhiteSpace($0.value) }
    }
}
