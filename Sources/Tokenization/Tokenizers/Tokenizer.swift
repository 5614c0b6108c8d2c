internal import CICU

/// Turns text into segments of tokens by the settings of a corpus.
///
/// A tokenizer holds working memory: each thread makes its own. The result does not depend on how a text is cut into
/// pieces, if it is cut where `TextPieces` cuts it.
///
/// ```swift
/// let tokenizer = try Tokenizer(TokenizerSettings(segments: .lines))
/// try tokenizer.segments(of: "To be, or not to be.\nThat is the question.")
/// // [["to", "be", "or", "not", "to", "be"], ["that", "is", "the", "question"]]
/// ```
public final class Tokenizer {
    public let settings: TokenizerSettings

    private var canonicalizer: Canonicalizer
    private let canonical = PaddedBytes()
    private let segmenter: Segmenter
    private let sentenceSplitter: SentenceSplitter?

    /// - Throws: `.unicodeDataMissing`; `.unknownLanguage`.
    public convenience init(_ settings: TokenizerSettings) throws(TextError) {
        try self.init(settings, usesTables: true)
    }

    /// - Parameters:
    ///   - usesTables: `false` to have ICU's own iterator find all boundaries, which is slower.
    ///   - longestForICU: how many bytes ICU is given at once; what is longer is an error.
    package init(
        _ settings: TokenizerSettings, usesTables: Bool, longestForICU: Int = TextMapper.longestForICU
    ) throws(TextError) {
        if let locale = settings.locale, !TokenizerSettings.isLanguage(locale) { throw .unknownLanguage(locale) }
        self.settings = settings
        canonicalizer = try Canonicalizer(settings, longestForICU: longestForICU)
        segmenter = try Segmenter(settings, usesTables: usesTables, longestForICU: longestForICU)
        sentenceSplitter =
            settings.segments == .sentences
            ? try SentenceSplitter(settings, usesTables: usesTables, longestForICU: longestForICU) : nil
    }

    /// Tokenizes a stretch of text and appends the result to a piece.
    ///
    /// - Parameters:
    ///   - utf8: valid UTF-8.
    ///   - firstLine: the number of the first line in the text, for errors.
    ///   - segments: what `auto` segments were decided to be for the text; `nil` for what the settings have, where `auto` is
    ///     lines.
    ///   - leavesSegmentOpen: as `TextPiece` has it.
    /// - Throws: `.literalMarker` if a token of white-space-tokenized text is `<s>` or `</s>`;
    ///   `.stretchTooLongForICU`.
    /// - Complexity: linear in the length of the text.
    package func tokenize(
        _ utf8: Span<UInt8>, firstLine: Int = 1, segments: TokenizerSettings.Segments? = nil,
        leavesSegmentOpen: Bool = false, into piece: inout TokenizedPiece
    ) throws(TextError) {
        if settings.tokens == .words { piece.marks.count(in: utf8) }
        let first = piece.segmentEnds.count
        do {
            try unsafe utf8.withUnsafeBufferPointer { bytes throws(TextError) in
                if let sentenceSplitter {
                    try unsafe sentenceSplitter.forEachSentence(of: bytes) { sentence, end throws(TextError) in
                        try unsafe canonicalizer.canonicalize(sentence, into: canonical)
                        try segmenter.appendSegment(canonical, end: UInt32(end), to: &piece)
                    }
                    try unsafe sentenceSplitter.findInSource(bytes, ends: &piece.segmentEnds, from: first)
                } else {
                    try unsafe canonicalizer.canonicalize(bytes, into: canonical)
                    try segmenter.appendSegments(
                        of: canonical, segments ?? settings.segments, leavesOpen: leavesSegmentOpen, to: &piece)
                    unsafe SourcePositions.findLines(in: bytes, ends: &piece.segmentEnds, from: first)
                }
            }
            if piece.sourceCount > 0 {
                for index in first..<piece.segmentEnds.count { piece.segmentEnds[index] += UInt32(piece.sourceCount) }
            }
            piece.sourceCount += utf8.count
        } catch {
            throw error.shifted(byLines: firstLine - 1)
        }
    }

    /// Tokenizes a piece of text by itself.
    /// - Throws: as `tokenize(_:firstLine:segments:leavesSegmentOpen:into:)`.
    package func tokenize(_ text: TextPiece) throws(TextError) -> TokenizedPiece {
        var piece = TokenizedPiece()
        try tokenize(text, into: &piece)
        return piece
    }

    /// Tokenizes a piece of text and appends the result to another.
    /// - Throws: as `tokenize(_:firstLine:segments:leavesSegmentOpen:into:)`.
    package func tokenize(_ text: TextPiece, into piece: inout TokenizedPiece) throws(TextError) {
        try tokenize(
            text.utf8.span, firstLine: text.firstLine, segments: text.segments,
            leavesSegmentOpen: text.leavesSegmentOpen, into: &piece)
    }

    /// The tokens of each segment of a text; `auto` segments are decided by it. A text without tokens has no segment, but for
    /// blank lines that are kept.
    /// - Throws: as `tokenize(_:firstLine:segments:leavesSegmentOpen:into:)`.
    public func segments(of text: String) throws(TextError) -> [[String]] {
        var piece = TokenizedPiece()
        let utf8 = Array(text.utf8)
        try tokenize(utf8.span, segments: settings.resolvingSegments(of: utf8.span).segments, into: &piece)
        if settings.segments == .document && !piece.tokens.isEmpty { piece.tokens.append(Marker.segmentEnd) }
        return piece.tokens.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false).dropLast()
            .map { $0.map { piece.types[$0] } }
    }
}

extension TokenizerSettings {
    /// Whether there is a language of an ISO 639 code whose rules ICU knows, or takes Unicode's for.
    package static func isLanguage(_ code: String) -> Bool {
        (2...3).contains(code.utf8.count) && code.utf8.allSatisfy { (0x61...0x7A).contains($0) }
            && (unsafe icu_is_language(code))
    }
}
