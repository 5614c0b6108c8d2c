/// Tokens between white space, as tools for prepared corpora split them: at space, tab, CR and LF alone.
enum WhitespaceTokenizer {
    @inline(__always)
    static func separates(_ scalar: UInt32) -> Bool {
        scalar == 0x20 || scalar == 0x0A || scalar == 0x09 || scalar == 0x0D
    }

    /// - Throws: `.literalMarker` if a token is `<s>` or `</s>`. A token `<unk>` is the unknown token.
    static func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let base = unsafe UnsafePointer(text.base)
        let end = range.upperBound
        var position = range.lowerBound
        var characters = 0
        while true {
            while position < end, unsafe separates(UInt32(base[position])) { position &+= 1 }
            guard position < end else { break }
            let start = position
            unsafe position = tokenEnd(base, from: position, to: end)

            let count = position &- start
            let head = unsafe TypeHash.head(padded: base + start, count: count)
            let id = unsafe piece.types.insert(head: head, base + start, count: count)
            if id == Marker.segmentStart || id == Marker.segmentEnd {
                let line = unsafe 1 + Bytes.count(of: 0x0A, in: base, 0..<start)
                throw .literalMarker(Marker.texts[Int(id)], line: line)
            }
            piece.tokens.append(id)
            unsafe characters &+= UTF8Scalar.count(base + start, count, head: head) &+ 1
        }
        piece.openCharacters += characters
    }

    /// Where the token that has begun ends; up to eight bytes beyond `end` may be read.
    @inline(__always)
    private static func tokenEnd(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var position = start
        while position < end {
            let mask = unsafe ByteMasks.upToSpace(ByteMasks.load(base + position))
            guard mask != 0 else {
                position &+= 8
                continue
            }
            position &+= ByteMasks.firstIndex(mask)
            // Other control characters belong to tokens.
            if position >= end || (unsafe separates(UInt32(base[position]))) { break }
            position &+= 1
        }
        return min(position, end)
    }
}
