/// A stretch of a text that can be tokenized by itself: no token, and no segment but a whole document's, crosses its
/// ends.
public struct TextPiece: Sendable {
    public let utf8: [UInt8]
    /// The number of the piece's first line in the text, from 1.
    public let firstLine: Int
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
public struct TextPieces: Sendable {
    /// Decodes what comes in, and knows how many replacements it made.
    public private(set) var decoder: TextDecoder

    private let cuts: SafeCuts
    private let pieceSize: Int
    /// Text not yet given out.
    private var text: [UInt8] = []
    /// Up to here the text has been searched for a cut, in vain.
    private var searched = 0
    private var firstLine = 1

    /// - Parameters:
    ///   - pieceSize: how many bytes a piece has at most, where the text can be cut; a line without end makes a larger
    ///     piece.
    /// - Precondition: `settings.segments` is not `auto`: see `SegmentsRule`.
    public init(settings: TokenizerSettings, decoder: TextDecoder = TextDecoder(), pieceSize: Int = 1 << 20) {
        precondition(pieceSize > 0 && settings.segments != .auto)
        self.decoder = decoder
        self.pieceSize = pieceSize
        cuts = SafeCuts(settings: settings)
    }

    /// Takes the next bytes of the text.
    /// - Returns: the pieces that are complete now.
    /// - Throws: as `TextDecoder.decode(_:into:)`.
    public mutating func append(_ chunk: Span<UInt8>) throws(TextError) -> [TextPiece] {
        try decoder.decode(chunk, into: &text)
        return takePieces()
    }

    /// Ends the text.
    /// - Returns: what is left, `nil` if that is nothing.
    /// - Throws: as `TextDecoder.finish(into:)`.
    public mutating func finish() throws(TextError) -> TextPiece? {
        try decoder.finish(into: &text)
        guard !text.isEmpty else { return nil }
        defer { text = [] }
        return TextPiece(utf8: text, firstLine: firstLine)
    }

    private mutating func takePieces() -> [TextPiece] {
        var pieces: [TextPiece] = []
        var start = 0
        unsafe text.withUnsafeBufferPointer { text in
            while text.count - start > pieceSize {
                let target = max(start + pieceSize, searched)
                guard let cut = unsafe cuts.cut(in: text, from: start, searched: searched, near: target) else {
                    searched = text.count
                    break
                }
                let piece = unsafe UnsafeBufferPointer(rebasing: text[start..<cut])
                unsafe pieces.append(TextPiece(utf8: Array(piece), firstLine: firstLine))
                firstLine += unsafe Bytes.count(of: 0x0A, in: piece.baseAddress!, 0..<piece.count)
                start = cut
                searched = cut
            }
        }
        text.removeFirst(start)
        searched -= start
        return pieces
    }
}
