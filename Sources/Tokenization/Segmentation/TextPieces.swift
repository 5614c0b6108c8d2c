/// A stretch of a text that can be tokenized by itself: no token crosses its ends, nor does a segment but a whole
/// document's or one that is longer than a piece.
package struct TextPiece: Sendable {
    package let utf8: [UInt8]
    /// The number of the piece's first line in the text, from 1.
    package let firstLine: Int
    /// What stands between `<s>` and `</s>` in the text; never `auto`.
    package let segments: TokenizerSettings.Segments
    /// Whether its last line or paragraph goes on in the next piece, which begins with a token of it.
    package var leavesSegmentOpen = false

    package init(
        utf8: [UInt8], firstLine: Int, segments: TokenizerSettings.Segments, leavesSegmentOpen: Bool = false
    ) {
        self.utf8 = utf8
        self.firstLine = firstLine
        self.segments = segments
        self.leavesSegmentOpen = leavesSegmentOpen
    }
}

extension TextPiece {
    /// The piece in two, cut about the middle; `nil` if it cannot be cut.
    package func halves(_ settings: TokenizerSettings) -> (TextPiece, TextPiece)? {
        var settings = settings
        settings.segments = segments
        let cut = unsafe utf8.withUnsafeBufferPointer { text in
            unsafe PieceBoundaries(settings: settings).cut(in: text, from: 0, searched: 0, near: text.count / 2)
        }
        guard let cut else { return nil }
        let first = Array(utf8[..<cut.position])
        let lines = unsafe first.withUnsafeBufferPointer {
            unsafe Bytes.count(of: 0x0A, in: $0.baseAddress!, 0..<$0.count)
        }
        return (
            TextPiece(
                utf8: first, firstLine: firstLine, segments: segments, leavesSegmentOpen: cut.isInsideSegment),
            TextPiece(
                utf8: Array(utf8[cut.position...]), firstLine: firstLine + lines, segments: segments,
                leavesSegmentOpen: leavesSegmentOpen)
        )
    }
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
/// for piece in try pieces.finish() { results.append(try tokenizer.tokenize(piece)) }
/// ```
package struct TextPieces: Sendable {
    /// Decodes what comes in, and knows how many replacements it made.
    package private(set) var decoder: TextDecoder

    /// The settings; `auto` segments are decided once enough of the text has come in, or all of it.
    package private(set) var settings: TokenizerSettings

    private var cuts: PieceBoundaries
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
    package init(
        settings: TokenizerSettings, decoder: TextDecoder = TextDecoder(), pieceSize: Int = 1 << 20,
        longestStretch: Int = TextPieces.longestStretch
    ) {
        precondition(pieceSize > 0)
        precondition((pieceSize...Self.longestStretch).contains(longestStretch))
        self.decoder = decoder
        self.pieceSize = pieceSize
        self.longestStretch = longestStretch
        self.settings = settings
        cuts = PieceBoundaries(settings: settings)
    }

    /// Takes the next bytes of the text.
    /// - Returns: the pieces that are complete now.
    /// - Throws: as `TextDecoder.decode(_:into:)`; `.stretchTooLong`.
    package mutating func append(_ chunk: Span<UInt8>) throws(TextError) -> [TextPiece] {
        try decoder.decode(chunk, into: &text)
        if settings.segments == .auto {
            guard text.count >= LineStatistics.sampleSize || settings.tokens == .whitespace else { return [] }
            decideSegments()
        }
        return try takePieces()
    }

    /// Ends the text.
    /// - Returns: what is left.
    /// - Throws: as `TextDecoder.finish(into:)`; `.stretchTooLong`.
    package mutating func finish() throws(TextError) -> [TextPiece] {
        try decoder.finish(into: &text)
        var pieces: [TextPiece] = []
        if settings.segments == .auto {
            decideSegments()
            pieces = try takePieces()
        }
        guard !text.isEmpty else { return pieces }
        try checkStretch(text.count, after: 0)
        pieces.append(TextPiece(utf8: text, firstLine: firstLine, segments: settings.segments))
        text = []
        return pieces
    }

    private mutating func decideSegments() {
        settings = settings.resolvingSegments(of: text.span)
        cuts = PieceBoundaries(settings: settings)
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
            pieces.append(
                TextPiece(
                    utf8: piece, firstLine: firstLine, segments: settings.segments,
                    leavesSegmentOpen: cut.isInsideSegment))
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
        throw .stretchTooLong(
            longest: longestStretch, offset: given + start, line: firstLine, segments: settings.segments)
    }
}
