/// Finds the segments of a canonical text and has them tokenized.
///
/// Lines end at LF or CR LF; the line end that closes a segment belongs to no token. Blank lines are never segments, unless
/// they are to be kept, and neither is what holds no token.
final class Segmenter {
    private let settings: TokenizerSettings
    private let wordTokenizer: WordTokenizer?
    private let clusterTokenizer: ClusterTokenizer?
    private let subwordTokenizer: SubwordTokenizer?

    init(_ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int) throws(TextError) {
        self.settings = settings
        wordTokenizer =
            settings.tokens == .words
            ? try WordTokenizer(settings, usesTables: usesTables, longestForICU: longestForICU) : nil
        clusterTokenizer =
            settings.tokens == .characters
            ? try ClusterTokenizer(settings, usesTables: usesTables, longestForICU: longestForICU) : nil
        subwordTokenizer = settings.tokens == .subwords ? SubwordTokenizer(settings) : nil
    }

    /// Appends the segments of a text; with segments of whole documents, tokens of a segment that stays open.
    ///
    /// For where a segment ends it gives the number of the line that it ends with, from 1.
    ///
    /// - Parameters:
    ///   - segments: what `auto` was decided to be, else as the settings have it.
    ///   - leavesOpen: whether the last line or paragraph goes on in another text, which begins with a token of it: so it is
    ///     not blank, and stays open.
    func appendSegments(
        of text: PaddedBytes, _ segments: TokenizerSettings.Segments, leavesOpen: Bool, to piece: inout TokenizedPiece
    ) throws(TextError) {
        switch segments {
        case .document: try appendTokens(of: text, 0..<text.count, to: &piece)
        case .paragraphs: try appendParagraphs(of: text, leavesOpen: leavesOpen, to: &piece)
        default:
            var lines: UInt32 = 0
            try forEachLine(of: text) { line, isEnded throws(TextError) in
                lines += 1
                let isWhole = isEnded || !leavesOpen
                if isWhole, settings.blankLines == .keep, isBlank(text, line) {
                    piece.appendEmptySegment(end: lines)
                } else if isWhole {
                    try appendSegment(text, line, end: lines, to: &piece)
                } else {
                    try appendOpenSegment(text, line, to: &piece)
                }
            }
        }
    }

    /// Appends a text as one segment.
    /// - Parameter end: where it ends, as the caller counts.
    func appendSegment(_ text: PaddedBytes, end: UInt32, to piece: inout TokenizedPiece) throws(TextError) {
        try appendSegment(text, 0..<text.count, end: end, to: &piece)
    }

    private func appendParagraphs(
        of text: PaddedBytes, leavesOpen: Bool, to piece: inout TokenizedPiece
    ) throws(TextError) {
        var paragraph: Range<Int>?
        var lines: UInt32 = 0
        try forEachLine(of: text) { line, isEnded throws(TextError) in
            lines += 1
            if (isEnded || !leavesOpen) && isBlank(text, line) {
                if let block = paragraph { try appendSegment(text, block, end: lines - 1, to: &piece) }
                paragraph = nil
            } else {
                paragraph = (paragraph?.lowerBound ?? line.lowerBound)..<line.upperBound
            }
        }
        guard let paragraph else { return }
        if leavesOpen {
            // A line end inside of it belongs to it.
            try appendOpenSegment(text, paragraph.lowerBound..<text.count, to: &piece)
        } else {
            try appendSegment(text, paragraph, end: lines, to: &piece)
        }
    }

    /// Calls `body` with each line, its end left out, and whether it has one.
    private func forEachLine(
        of text: PaddedBytes, _ body: (Range<Int>, _ isEnded: Bool) throws(TextError) -> Void
    ) throws(TextError) {
        var start = 0
        while start < text.count {
            let lineFeed = unsafe Bytes.firstIndex(of: 0x0A, in: text.base, start..<text.count)
            let end = lineFeed ?? text.count
            let endsWithReturn = unsafe lineFeed != nil && end > start && text.base[end - 1] == 0x0D
            try body(start..<(endsWithReturn ? end - 1 : end), lineFeed != nil)
            start = end + 1
        }
    }

    private func appendSegment(
        _ text: PaddedBytes, _ range: Range<Int>, end: UInt32, to piece: inout TokenizedPiece
    ) throws(TextError) {
        if settings.tokensAbut && isBlank(text, range) { return }
        let before = piece.tokens.count
        try appendOpenSegment(text, range, to: &piece)
        guard piece.tokens.count > before else { return }
        piece.tokens.append(Marker.segmentEnd)
        piece.segmentCharacters.append(piece.openCharacters + settings.segmentEndCharacters)
        piece.openCharacters = 0
        piece.segmentEnds.append(end)
    }

    /// Appends the tokens of a segment that goes on elsewhere.
    private func appendOpenSegment(
        _ text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let before = piece.tokens.count
        try appendTokens(of: text, range, to: &piece)
        // Where a first segment may be cut is of no use when there is a second.
        if before > 0 && piece.tokens.count > before { piece.whiteSpaceBefore = [] }
    }

    private func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        switch settings.tokens {
        case .words:
            try wordTokenizer!.appendTokens(of: text, range, to: &piece)
        case .characters:
            try clusterTokenizer!.appendTokens(of: text, range, to: &piece)
        case .whitespace:
            try WhitespaceTokenizer.appendTokens(of: text, range, to: &piece)
        case .subwords:
            try subwordTokenizer!.appendTokens(of: text, range, to: &piece)
        }
    }

    /// Whether a line has nothing but white space, as the tokenizer sees it.
    private func isBlank(_ text: PaddedBytes, _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(text.base + position)
            let isWhite =
                settings.tokens == .whitespace
                ? WhitespaceTokenizer.separates(scalar) : UTF8Scalar.isWhiteSpace(scalar)
            if !isWhite { return false }
            position += length
        }
        return true
    }
}
