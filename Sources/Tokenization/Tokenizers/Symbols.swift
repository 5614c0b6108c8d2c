internal import CICU

/// Tokens of the web that are no words of a language: URLs, hashtags, @names, emoji.
enum Symbols {
    /// The next URL, hashtag or @name of a segment.
    /// - Parameter start: where the search begins, in the segment.
    static func next(in base: UnsafePointer<UInt8>, _ segment: Range<Int>, from start: Int) -> Range<Int>? {
        for position in start..<segment.upperBound {
            let end: Int?
            switch unsafe base[position] {
            case UInt8(ascii: "#"), UInt8(ascii: "@"): end = unsafe tagEnd(base, position, segment)
            case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"):
                end = unsafe urlEnd(base, position, segment)
            default: continue
            }
            if let end { return position..<end }
        }
        return nil
    }

    /// Whether what stands between two boundaries is an emoji, with all that is joined to it.
    static func isEmoji(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + range.lowerBound)
        guard scalar >= 0x80 else { return false }
        let next = range.lowerBound + length
        let hasSelector = unsafe next < range.upperBound && UTF8Scalar.decodeAny(base + next).scalar == 0xFE0F
        return icu_is_pictograph(scalar, hasSelector)
    }

    /// Where a hashtag or an @name ends: a run of letters, digits and _, not of digits alone.
    private static func tagEnd(_ base: UnsafePointer<UInt8>, _ start: Int, _ segment: Range<Int>) -> Int? {
        guard unsafe !followsWord(base, start, segment) else { return nil }
        var position = start + 1
        var hasLetter = false
        while position < segment.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard belongsToWord(scalar) else { break }
            hasLetter = hasLetter || !icu_is_digit(scalar)
            position += length
        }
        return hasLetter ? position : nil
    }

    /// Where a URL ends: before white space, brackets and quotation marks, and before punctuation that ends a clause.
    private static func urlEnd(_ base: UnsafePointer<UInt8>, _ start: Int, _ segment: Range<Int>) -> Int? {
        guard let head = unsafe urlHead(base, start, segment), unsafe !followsWord(base, start, segment) else {
            return nil
        }
        var end = start + head
        var opened = 0
        while end < segment.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + end)
            if scalar <= 0x20 || UTF8Scalar.isWhiteSpace(scalar)
                || "<>\"«»“”‘’「」".unicodeScalars.contains(where: {
                    $0.value == scalar
                })
            {
                break
            }
            // A bracket that was opened in the URL is closed in it.
            if scalar == 0x28 { opened += 1 }
            if scalar == 0x29 {
                if opened == 0 { break }
                opened -= 1
            }
            end += length
        }
        while end > start + head, unsafe ".,;:!?'*_]}".utf8.contains(base[end - 1]) { end -= 1 }
        return end > start + head ? end : nil
    }

    /// How long `http://`, `https://` or `www.` is, if it stands there.
    private static func urlHead(_ base: UnsafePointer<UInt8>, _ start: Int, _ segment: Range<Int>) -> Int? {
        ["https://", "http://", "www."].first { head in
            head.utf8.count < segment.upperBound - start
                && head.utf8.enumerated().allSatisfy { index, byte in
                    let own = unsafe base[start + index]
                    return own == byte || own &- 0x41 < 26 && own | 0x20 == byte
                }
        }?.utf8.count
    }

    private static func followsWord(_ base: UnsafePointer<UInt8>, _ start: Int, _ segment: Range<Int>) -> Bool {
        var position = start - 1
        while position >= segment.lowerBound, unsafe base[position] & 0xC0 == 0x80 { position -= 1 }
        guard position >= segment.lowerBound else { return false }
        return belongsToWord(unsafe UTF8Scalar.decodeAny(base + position).scalar)
    }

    private static func belongsToWord(_ scalar: UInt32) -> Bool {
        scalar == 0x5F || icu_is_letter(scalar) || icu_is_mark(scalar) || icu_is_digit(scalar)
    }
}
