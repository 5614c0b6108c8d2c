internal import Documents
internal import Tokenization

/// Cuts a document into pieces as its bytes come in: a text by the rules of its tokenizer, what tells its tokens as its reader
/// can take them apart.
struct DocumentCutter: Sendable {
    private var pieces: TextPieces
    /// Of a document that tells its tokens: its format and all of it that came in.
    private let told: TextFormat?
    private var source: [UInt8] = []
    private let pieceSize: Int

    /// - Parameter document: what was read whole of the file; `nil` where its bytes come in, undecoded.
    init(of file: OpenedFile, _ document: HeldDocument?, settings: TokenizerSettings, memory: MemoryPlan) {
        told = file.format.hasTokens ? file.format : nil
        pieceSize = memory.pieceSize(of: settings.tokens)
        pieces = TextPieces(
            settings: told == nil ? settings : settings.ofToldTokens,
            decoder: document == nil ? file.decoder : TextDecoder(), pieceSize: pieceSize,
            longestStretch: memory.longestStretch)
    }

    var decoder: TextDecoder { pieces.decoder }

    /// What stands between `<s>` and `</s>`, known when all was cut.
    var segments: TokenizerSettings.Segments { pieces.settings.segments }

    /// - Returns: the pieces that are complete now.
    mutating func append(_ chunk: [UInt8]) throws(TextError) -> [TextPiece] {
        guard told != nil else { return try pieces.append(chunk.span) }
        source += chunk
        return []
    }

    /// - Returns: what is left.
    mutating func finish() throws(TextError) -> [TextPiece] {
        guard let told else { return try pieces.finish() }
        var parts = ToldPieces(source[...], format: told, pieceSize: pieceSize)
        var cut: [TextPiece] = []
        var line = 1
        while let part = parts.next() {
            cut.append(
                TextPiece(
                    utf8: Array(part.source), firstLine: line, segments: segments,
                    leavesSegmentOpen: part.leavesSegmentOpen && segments == .lines))
            line += part.source.count { $0 == 0x0A }
        }
        source = []
        return cut
    }
}
