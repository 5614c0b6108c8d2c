/// A stretch of a text that can be tokenized by itself: no token crosses its ends, nor does a segment but a whole
/// document's or one that is longer than a piece.
package struct TextPiece: Sendable {
    package let utf8: [UInt8]
    /// The number of the piece's first line in the text, from 1.
    package let firstLine: Int
    /// Whether its last line or paragraph goes on in the next piece, which begins with a token of it.
    package var leavesSegmentOpen = false
    /// Whether its tokens are told: they stand between spaces, a segment a line.
    package var hasTokens = false
}

/// Cuts a text into pieces of about the same size, as its bytes come in.
///
/// Pieces can be tokenized on any threads: put together in order, the results are those of the whole text.
///
/// ```swift
/// var pieces = TextPieces(settings: settings)
/// for chunk in chunks {
///     for piece in try pieces.append(chunk.span) { results.append(try tokenizer.tokenize(piece)) }
/// }
/// if let last = try pieces.finish() { results.append(try tokenizer.tokenize(last)) }
/// ```
package struct TextPieces: Sendable {
    /// Decodes what comes in, and knows how many replacements it made.
    package private(set) var decoder: TextDecoder

    private let cuts: PieceBoundaries
    private let segments: TokenizerSettings.Segments
    private let pieceSize: Int
    private let longestStretch: Int
    /// Text not yet given out.
    private var text: [UInt8] = []
    /// Up to here the text has been searched for a cut, in vain.
    private var searched = 0
    private var firstLine = 1
    /// How many bytes of text have been given out.
    private var given = 0

    /// No stretch may be longer, for ICU counts by 32 bits, and normalization makes a text up to nine times as long.
    package static let longestStretch = 1 << 27

    /// - Parameters:
    ///   - pieceSize: how many bytes a piece has at most, where the text can be cut.
    ///   - longestStretch: how many bytes a piece has at most where it cannot be cut; at least `pieceSize`, at most
    ///     `TextPieces.longestStretch`.
    /// - Precondition: `settings.segments` is not `auto`: see `SegmentsRule`.
    package init(
        settings: TokenizerSettings, decoder: TextDecoder = TextDecoder(), pieceSize: Int = 1 << 20,
        longestStretch: Int = TextPieces.longestStretch
    ) {
        precondition(pieceSize > 0 && settings.segments != .auto)
        precondition((pieceSize...Self.longestStretch).contains(longestStretch))
        self.decoder = decoder
        self.pieceSize = pieceSize
        self.longestStretch = longestStretch
        segments = settings.segments
        cuts = PieceBoundaries(settings: settings)
    }

    /// Takes the next bytes of the text.
    /// - Returns: the pieces that are complete now.
    /// - Throws: as `TextDecoder.decode(_:into:)`; `.stretchTooLong`.
    package mutating func append(_ chunk: Span<UInt8>) throws(TextError) -> [TextPiece] {
        try decoder.decode(chunk, into: &text)
        return try takePieces()
    }

    /// Ends the text.
    /// - Returns: what is left, `nil` if that is nothing.
    /// - Throws: as `TextDecoder.finish(into:)`; `.stretchTooLong`.
    package mutating func finish() throws(TextError) -> TextPiece? {
        try decoder.finish(into: &text)
        guard !text.isEmpty else { return nil }
        try checkStretch(text.count, after: 0)
        defer { text = [] }
        return TextPiece(utf8: text, firstLine: firstLine)
    }

    private mutating func takePieces() throws(TextError) -> [TextPiece] {
        var pieces: [TextPiece] = []
        var start = 0
        while text.count - start > pieceSize {
            let target = max(start + pieceSize, searched)
            let cut = unsafe text.withUnsafeBufferPointer { text in
                unsafe cuts.cut(in: text, from: start, searched: searched, near: target)
            }
            try checkStretch((cut?.position ?? text.count) - start, after: start)
            guard let cut else {
                searched = text.count
                break
            }
            let piece = Array(text[start..<cut.position])
            pieces.append(TextPiece(utf8: piece, firstLine: firstLine, leavesSegmentOpen: cut.isInsideSegment))
            firstLine += unsafe piece.withUnsafeBufferPointer { piece in
                unsafe Bytes.count(of: 0x0A, in: piece.baseAddress!, 0..<piece.count)
            }
            start = cut.position
            searched = start
        }
        text.removeFirst(start)
        searched -= start
        given += start
        return pieces
    }

    /// - Parameter start: where in `text` the stretch begins.
    private func checkStretch(_ count: Int, after start: Int) throws(TextError) {
        guard count > longestStretch else { return }
        throw .stretchTooLong(longest: longestStretch, offset: given + start, line: firstLine, segments: segments)
    }
}
