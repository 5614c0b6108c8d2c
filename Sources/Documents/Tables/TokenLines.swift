/// A text whose tokens are told, as it is put together: a segment a line, a space between tokens.
struct TokenLines {
    private(set) var utf8: [UInt8] = []
    private var isAtStart = true

    /// A space inside a token becomes a no-break space, so that it stays one.
    mutating func append(_ token: ArraySlice<UInt8>) {
        let words = token.split(whereSeparator: \.isASCIISpace)
        guard !words.isEmpty else { return }
        if !isAtStart { utf8.append(0x20) }
        utf8 += words.joined(separator: [0xC2, 0xA0])
        isAtStart = false
    }

    mutating func endSegment() {
        if !isAtStart { utf8.append(0x0A) }
        isAtStart = true
    }
}
