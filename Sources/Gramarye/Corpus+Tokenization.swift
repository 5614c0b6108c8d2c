public import Counting
public import Tokenization

extension Corpus {
    /// What the corpus's tokenizer makes of a text from outside: segments of tokens, each ended by `</s>`.
    ///
    /// ```swift
    /// let (types, tokens) = try corpus.tokenize(Array("Call me Ishmael.".utf8))
    /// tokens.ids.map { types[$0] }  // ["call", "me", "ishmael", "</s>"]
    /// ```
    ///
    /// - Parameter utf8: its bytes; a byte-order mark wins over UTF-8.
    /// - Returns: the types of the text alone, and its tokens as one document. A text without tokens has no segment.
    /// - Throws: `TextError` if the bytes are no text.
    public func tokenize(
        _ utf8: [UInt8], threads: Int = availableThreads
    ) throws -> (types: TypeTable, tokens: TokenStream) {
        let settings = tokenizer
        var cutter = TextPieces(settings: settings)
        var pieces = try cutter.append(utf8.span)
        if let last = try cutter.finish() { pieces.append(last) }
        let stretches = pieces
        let slots = SharedSlots(stretches.count) { Result<TokenizedPiece, any Error>.success(TokenizedPiece()) }
        parallel(stretches.count, threads: threads) { index, _ in
            slots.update(index) { slot in slot = Result { try Tokenizer(settings).tokenize(stretches[index]) } }
        }

        var types = TypeTable()
        var stream = TokenStream(documentStarts: [0])
        for slot in slots.values {
            let piece = try slot.get()
            let map = types.insert(contentsOf: piece.types)
            stream.ids += piece.tokens.map { map[Int($0)] }
            stream.characterCount += piece.segmentCharacters.reduce(0, +) + piece.openCharacters
        }
        if let last = stream.ids.last, last != Marker.segmentEnd {
            stream.ids.append(Marker.segmentEnd)
            stream.characterCount += settings.segmentEndCharacters
        }
        return (types, stream)
    }
}
