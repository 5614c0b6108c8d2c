internal import Tokenization

/// The stretches of text that blocks keep, cut out of the pieces they were read in and compressed.
struct BlockTexts {
    /// Some of a piece's text.
    struct Part {
        let text: KeptText
        let range: Range<Int>
    }

    private let spool: TokenSpool
    private let tokenizer: DocumentTokenizer
    private let packer: TextPacker

    init(spool: TokenSpool, tokenizer: TokenizerSettings) throws {
        self.spool = spool
        self.tokenizer = try DocumentTokenizer(tokenizer)
        packer = try TextPacker()
    }

    /// Where in its text each segment of a piece ends; what stands behind the last belongs to it.
    /// - Parameter document: that of the piece, whose rule of segments and format hold.
    func ends(of piece: ReadDocument.Piece, in document: PieceReader.End) throws -> [Int] {
        guard let text = piece.text else { return [] }
        guard !piece.cuts.isEmpty else { return try piece.ends.map { try spool.tokens(of: $0).map { Int($0) } } ?? [] }
        // A segment of its own, cut between tokens.
        let bytes = try text.text(in: spool)
        return try piece.cuts.map {
            try tokenizer.position(ofToken: $0, in: bytes, segments: document.segments, format: document.format)
        } + [bytes.count]
    }

    /// The bytes that a block of these parts stores.
    func packed(_ parts: [Part]) throws -> [UInt8] {
        if parts.count == 1, parts[0].range == 0..<parts[0].text.size {
            return try parts[0].text.packed(by: packer, in: spool)
        }
        return try packer.pack(parts.flatMap { try $0.text.text(in: spool)[$0.range] })
    }
}
