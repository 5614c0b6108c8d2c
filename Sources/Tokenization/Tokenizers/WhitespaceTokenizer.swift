/// Tokens between white space, as tools for prepared corpora split them: at space, tab, CR and LF alone.
enum WhitespaceTokenizer {
    @inline(__always)
    static func separates(_ scalar: UInt32) -> Bool {
        scalar == 0x20 || scalar == 0x0A || scalar == 0x09 || scalar == 0x0D
    }

    /// A token whose type is looked up soon.
    private struct Found {
        var start = 0
        var count = 0
        var head: UInt64 = 0
        var hash: UInt64 = 0
    }

    /// How many tokens' types memory is asked for at a time.
    private static let ahead = 32

    /// - Throws: `.literalMarker` if a token is `<s>` or `</s>`. A token `<unk>` is the unknown token.
    static func appendTokens(
        of text: PaddedBytes, _ range: Range<Int>, to piece: inout TokenizedPiece
    ) throws(TextError) {
        let base = unsafe UnsafePointer(text.base)
        let end = range.upperBound
        var position = range.lowerBound
        var characters = 0
        var found = InlineArray<32, Found>(repeating: Found())
        var isDone = false
        while !isDone {
            var count = 0
            while count < ahead {
                while position < end, unsafe separates(UInt32(base[position])) { position &+= 1 }
                guard position < end else {
                    isDone = true
                    break
                }
                let start = position
                unsafe position = tokenEnd(base, from: position, to: end)
                let head = unsafe TypeHash.head(padded: base + start, count: position &- start)
                let hash = unsafe piece.types.hash(head: head, base + start, count: position &- start)
                piece.types.prefetch(hash: hash)
                found[count] = Found(start: start, count: position &- start, head: head, hash: hash)
                count &+= 1
                unsafe characters &+= UTF8Scalar.count(base + start, position &- start, head: head) &+ 1
            }
            for index in 0..<count {
                let token = found[index]
                let id = unsafe piece.types.insert(
                    head: token.head, hash: token.hash, base + token.start, count: token.count)
                if id == Marker.segmentStart || id == Marker.segmentEnd {
                    let line = unsafe 1 + Bytes.count(of: 0x0A, in: base, 0..<token.start)
                    throw .literalMarker(Marker.texts[Int(id)], line: line)
                }
                piece.tokens.append(id)
            }
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
