public import Counting
public import Tokenization

extension Corpus {
    /// What the corpus's tokenizer makes of a text from outside: segments of tokens, each ended by `</s>`.
    ///
    /// ```swift
    /// let (types, tokens) = try corpus.tokenize("Call me Ishmael.".utf8.span)
    /// tokens.ids.map { types[$0] }  // ["call", "me", "ishmael", "</s>"]
    /// ```
    ///
    /// - Parameter utf8: its bytes; a byte-order mark wins over UTF-8.
    /// - Returns: the types of the text alone, and its tokens as one document. A text without tokens has no segment.
    /// - Throws: `TextError` if the bytes are no text.
    public func tokenize(
        _ utf8: Span<UInt8>, threads: Int = availableThreads
    ) throws -> (types: TypeTable, tokens: TokenStream) {
        let settings = tokenizer
        var cutter = TextPieces(settings: settings)
        var pieces: [TextPiece] = []
        // By chunks, whose copies on the way stay in the processor's caches.
        for start in stride(from: 0, to: utf8.count, by: chunkSize) {
            pieces += try cutter.append(utf8.extracting(start..<min(start + chunkSize, utf8.count)))
        }
        if let last = try cutter.finish() { pieces.append(last) }
        let stretches = pieces
        let shares = max(1, min(threads, stretches.count))
        let slots = SharedSlots(shares) { Result<TokenizedPiece, any Error>.success(TokenizedPiece()) }
        parallel(shares, threads: shares) { share, _ in
            let range = stretches.count * share / shares..<stretches.count * (share + 1) / shares
            slots.update(share) { slot in
                slot = Result {
                    let tokenizer = try Tokenizer(settings)
                    var piece = TokenizedPiece()
                    for stretch in stretches[range] {
                        try tokenizer.tokenize(stretch.utf8.span, firstLine: stretch.firstLine, into: &piece)
                    }
                    return piece
                }
            }
        }

        var types = TypeTable()
        var stream = TokenStream(documentStarts: [0])
        let tokenized = try slots.values.map { try $0.get() }
        stream.ids.reserveCapacity(tokenized.reduce(1) { $0 + $1.tokens.count })
        for piece in tokenized {
            let map = types.insert(contentsOf: piece.types)
            stream.ids.append(contentsOf: piece.tokens.lazy.map { map[Int($0)] })
            stream.characterCount += piece.segmentCharacters.reduce(0, +) + piece.openCharacters
        }
        if let last = stream.ids.last, last != Marker.segmentEnd {
            stream.ids.append(Marker.segmentEnd)
            stream.characterCount += settings.segmentEndCharacters
        }
        return (types, stream)
    }
}

private let chunkSize = 1 << 20
