package import Documents
package import Tokenization

/// Tokenizes stretches of documents as they were read in, from their source or from the text that is kept of them: by the
/// rule of segments that was decided for the document, and, where its format tells the tokens, by its reader.
///
/// It holds working memory: each thread makes its own.
package struct DocumentTokenizer {
    private let ofText: Tokenizer
    private let ofToldTokens: Tokenizer

    /// - Throws: `TextError`, as `Tokenizer` does.
    package init(_ settings: TokenizerSettings) throws(TextError) {
        ofText = try Tokenizer(settings)
        ofToldTokens = try Tokenizer(settings.ofToldTokens)
    }

    /// Tokenizes a stretch and appends the result to a piece.
    /// - Parameter format: of the document.
    /// - Throws: as `Tokenizer.tokenize(_:into:)`.
    package func tokenize(_ text: TextPiece, format: TextFormat, into piece: inout TokenizedPiece) throws(TextError) {
        guard format.hasTokens else { return try ofText.tokenize(text, into: &piece) }
        let told = ToldTokens(text.utf8, format: format, leavesSegmentOpen: text.leavesSegmentOpen)
        let (first, before) = (piece.segmentEnds.count, piece.sourceCount)
        do {
            try ofToldTokens.tokenize(
                told.utf8.span, segments: text.segments, leavesSegmentOpen: text.leavesSegmentOpen, into: &piece)
        } catch {
            throw error.found(in: text, told)
        }
        for index in first..<piece.segmentEnds.count {
            let end = told.sourceEnd(ofLineEndingAt: Int(piece.segmentEnds[index]) - before)
            piece.segmentEnds[index] = UInt32(before + end)
        }
        piece.sourceCount = before + text.utf8.count
        // A document of one segment may be cut between any two.
        piece.whiteSpaceBefore = piece.tokens.map { _ in true }
    }

    /// A stretch in two, cut about the middle; `nil` if it cannot be cut.
    func halves(of text: TextPiece, format: TextFormat) -> (TextPiece, TextPiece)? {
        guard format.hasTokens else { return text.halves(ofText.settings) }
        var parts = ToldPieces(text.utf8[...], format: format, pieceSize: max(1, text.utf8.count / 2))
        guard let first = parts.next(), first.source.count < text.utf8.count else { return nil }
        let isOpen = first.leavesSegmentOpen && text.segments == .lines
        return (
            TextPiece(
                utf8: Array(first.source), firstLine: text.firstLine, segments: text.segments, leavesSegmentOpen: isOpen
            ),
            TextPiece(
                utf8: Array(text.utf8[first.source.endIndex...]),
                firstLine: text.firstLine + first.source.count { $0 == 0x0A }, segments: text.segments,
                leavesSegmentOpen: text.leavesSegmentOpen)
        )
    }

    /// Where a text of one segment can be cut before one of its tokens.
    ///
    /// - Parameters:
    ///   - index: of the token, ends of segments left out.
    ///   - segments: the document's rule.
    func position(
        ofToken index: Int, in text: [UInt8], segments: TokenizerSettings.Segments, format: TextFormat
    ) throws(TextError) -> Int {
        guard format.hasTokens else { return try ofText.position(ofToken: index, in: text, segments: segments) }
        let told = ToldTokens(text, format: format)
        return told.sourceStart(
            ofTokenAt: try ofToldTokens.position(ofToken: index, in: told.utf8, segments: segments))
    }
}

extension TextError {
    /// The error with the line of the source at which a marker stands that was told as a token.
    fileprivate func found(in text: TextPiece, _ told: ToldTokens) -> TextError {
        guard case .literalMarker(let marker, _) = self else { return self }
        var place = 0
        for token in told.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            if String(decoding: token, as: UTF8.self).lowercased() == marker {
                place = told.sourceLine(ofTokenAt: token.startIndex)
                break
            }
        }
        return .literalMarker(marker, line: text.firstLine + text.utf8[..<place].count { $0 == 0x0A })
    }
}
