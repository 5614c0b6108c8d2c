package import Counting
package import Tokenization

/// A text from outside, line by line, where some lines may be damaged.
///
/// Lines end at LF or CR LF, or at CR alone where there is no LF, and are numbered from 1, blank ones included, so that a line's number is that of the file.
package struct LinesOfText: Sendable {
    /// The text, decoded; with invalid bytes replaced.
    package private(set) var utf8: [UInt8]
    /// How many characters replaced invalid bytes, if that was asked for.
    package let replacements: Int
    /// The lines that cannot be read, ascending.
    package private(set) var unreadable: [Int] = []
    /// What is wrong with the first of them.
    package private(set) var firstError: TextError?

    /// - Parameters:
    ///   - bytes: in UTF-8, unless a byte-order mark says otherwise.
    ///   - lossy: whether invalid bytes are replaced and counted.
    ///   - marksUnreadable: whether lines with such bytes are noted as unreadable, where they are not replaced.
    /// - Throws: as `TextDecoder`, for bytes that are neither to be replaced nor noted.
    package init(_ bytes: [UInt8], lossy: Bool = false, marksUnreadable: Bool = false) throws(TextError) {
        let endsAtReturn = LineEnds.areReturns(in: bytes.span)
        var decoder = TextDecoder(lossy: lossy, endsLinesAtReturn: endsAtReturn)
        var utf8: [UInt8] = []
        do {
            try decoder.decode(bytes.span, into: &utf8)
            try decoder.finish(into: &utf8)
            (self.utf8, replacements) = (utf8, decoder.replacements)
        } catch {
            guard marksUnreadable else { throw error }
            decoder = TextDecoder(lossy: true, endsLinesAtReturn: endsAtReturn)
            utf8 = []
            try decoder.decode(bytes.span, into: &utf8)
            try decoder.finish(into: &utf8)
            (self.utf8, replacements, firstError) = (utf8, 0, error)
            let isUTF8 = decoder.encoding == .utf8
            let raw = endsAtReturn ? bytes.map { $0 == 0x0D ? 0x0A : $0 } : bytes
            unreadable = (isUTF8 ? raw : utf8).lines.enumerated().filter { _, line in
                // Of other encodings the decoded text tells: what they cannot spell is there as U+FFFD.
                isUTF8
                    ? line.contains(0) || String(validating: line, as: UTF8.self) == nil
                    : String(decoding: line, as: UTF8.self).unicodeScalars.contains("\u{FFFD}")
            }.map { $0.offset + 1 }
        }
    }

    /// Notes the lines too that a tokenizer refuses, as those with a token `<s>`.
    /// - Throws: `TextError` if ICU's data are missing.
    package mutating func markRefused(by settings: TokenizerSettings) throws {
        // Only tokens between white space can be refused.
        guard settings.tokens == .whitespace else { return }
        let tokenizer = try Tokenizer(settings)
        let known = Set(unreadable)
        var firstNumber = unreadable.first ?? .max
        var piece = TokenizedPiece()
        for (index, line) in utf8.lines.enumerated() where !known.contains(index + 1) {
            piece.tokens.removeAll(keepingCapacity: true)
            piece.segmentCharacters.removeAll(keepingCapacity: true)
            do {
                try tokenizer.tokenize(Array(line).span, firstLine: index + 1, into: &piece)
            } catch {
                unreadable.append(index + 1)
                if index + 1 < firstNumber { (firstNumber, firstError) = (index + 1, error) }
            }
        }
        unreadable.sort()
    }

    /// The text without the lines that cannot be read.
    ///
    /// - Parameter settings: where segments are lines and blank ones are none, a blank one stands in their place, and errors
    ///   name the lines of the file; elsewhere a blank line would divide what it stands in, or be a segment.
    package func readable(by settings: TokenizerSettings) -> [UInt8] {
        guard !unreadable.isEmpty else { return utf8 }
        let leavesBlank = settings.segments == .lines && settings.blankLines == .drop
        let left = Set(unreadable)
        var text: [UInt8] = []
        for (index, line) in utf8.lines.enumerated() {
            let isLeftOut = left.contains(index + 1)
            if !isLeftOut { text += line }
            if !isLeftOut || leavesBlank { text.append(0x0A) }
        }
        return text
    }
}

extension Corpus {
    /// The readable lines of a text as the corpus's tokenizer cuts them.
    ///
    /// - Returns: also the line that each segment is, where segments are lines.
    /// - Throws: as `tokenize(_:threads:)`.
    package func tokenize(_ text: LinesOfText) throws -> (types: TypeTable, tokens: TokenStream, lines: [Int]?) {
        let settings = tokenizer.resolvingSegments(of: text.utf8.span)
        let (types, tokens) = try tokenize(text.readable(by: settings).span, by: settings)
        let lines = settings.segments == .lines ? try Tokenizer(settings).segmentLines(of: text) : nil
        return (types, tokens, lines)
    }
}

extension Tokenizer {
    /// The numbers of a text's readable lines that make a segment each, where segments are lines.
    func segmentLines(of text: LinesOfText) throws(TextError) -> [Int] {
        try segmentLines(of: text.utf8, leavingOut: Set(text.unreadable))
    }

    /// The numbers of a text's lines that make a segment each, where segments are lines.
    func segmentLines(of utf8: [UInt8], leavingOut left: Set<Int> = []) throws(TextError) -> [Int] {
        var lines: [Int] = []
        var piece = TokenizedPiece()
        let all = utf8.lines
        // Behind the last line end stands no line, unless there is something.
        let count = all.last?.isEmpty == true ? all.count - 1 : all.count
        for (index, line) in all.prefix(count).enumerated() where !left.contains(index + 1) {
            piece.tokens.removeAll(keepingCapacity: true)
            piece.segmentCharacters.removeAll(keepingCapacity: true)
            let whole = Array(line) + [0x0A]
            try tokenize(whole.span, firstLine: index + 1, into: &piece)
            if !piece.tokens.isEmpty { lines.append(index + 1) }
        }
        return lines
    }
}

extension Array<UInt8> {
    /// What stands between line feeds, a carriage return before one left with its line.
    var lines: [ArraySlice<UInt8>] { split(separator: 0x0A, omittingEmptySubsequences: false) }
}
