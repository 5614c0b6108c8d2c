internal import CICU

/// Leaves out of a canonical text what is no part of its words, and makes one what is written in two ways.
///
/// - Soft hyphens, U+2060 and U+FEFF leave words; U+202F, which Unicode's rules join words by, is a space.
/// - ’ and ʼ between letters are ', ‐ and ‑ between letters or digits are -, where that is asked for.
/// - The points of Arabic and Hebrew and the tatweel go, where that is asked for. What NFC composes stays.
///
/// Where letters only are left, all of these but marks are spaces already. A text only gets shorter, in place; eight bytes
/// of ASCII are passed at a time.
struct TextRefiner {
    private let unifiesApostrophes: Bool
    private let unifiesHyphens: Bool
    private let stripsMarks: Bool
    private let leavesOutInvisible: Bool
    private let dividesAtNarrowSpace: Bool
    /// For each byte whether a scalar that it begins may be one of these.
    private let mayBegin: [Bool]

    /// - Returns: `nil` where nothing is to be done.
    init?(_ settings: TokenizerSettings) {
        let isSecond = settings.edition != .first
        unifiesApostrophes = settings.apostrophes == .unify && !settings.lettersOnly
        unifiesHyphens = settings.hyphens == .keep && !settings.lettersOnly
        stripsMarks = settings.stripsMarks
        // Corpora of words, of characters and of subwords have one text, unless every character is to be kept.
        leavesOutInvisible =
            isSecond && settings.tokens != .whitespace
            && !(settings.tokensAbut && settings.whiteSpace == .keep)
        dividesAtNarrowSpace = isSecond && settings.tokens == .words
        guard
            unifiesApostrophes || unifiesHyphens || stripsMarks || leavesOutInvisible || dividesAtNarrowSpace
        else { return nil }
        var mayBegin = [Bool](repeating: false, count: 256)
        // U+00AD, U+02BC, U+2010 to U+2060, U+FEFF.
        for byte in [0xC2, 0xCA, 0xE2, 0xEF] { mayBegin[byte] = true }
        // U+0580 to U+06FF, U+0800 to U+08FF.
        if stripsMarks { for byte in [0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xDB, 0xE0] { mayBegin[byte] = true } }
        self.mayBegin = mayBegin
    }

    /// Whether a scalar leaves the text wherever it stands.
    func leavesOut(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xAD, 0x2060, 0xFEFF: leavesOutInvisible
        // ccc of points, and what is written between them; maddah and hamza (0653 to 0655) belong to letters.
        case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7: stripsMarks
        case 0x0610...0x061A, 0x0640, 0x064B...0x0652, 0x0656...0x065F, 0x0670: stripsMarks
        case 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7, 0x06E8, 0x06EA...0x06ED: stripsMarks
        case 0x08D3...0x08E1, 0x08E3...0x08FF: stripsMarks
        default: false
        }
    }

    func refine(_ text: PaddedBytes) {
        let base = unsafe text.base
        let end = text.count
        // What is kept has been moved up to `written`, but for that from `kept` on.
        var (position, kept, written) = (0, 0, 0)
        func moveKept() {
            if written != kept { unsafe (base + written).update(from: base + kept, count: position - kept) }
            written += position - kept
        }
        unsafe mayBegin.withUnsafeBufferPointer { mayBegin in
            while position < end {
                let mask = unsafe ByteMasks.load(base + position) & ByteMasks.highBits
                position += mask == 0 ? 8 : ByteMasks.firstIndex(mask)
                guard mask != 0, position < end else { continue }
                guard unsafe mayBegin[Int(base[position])] else {
                    position += 1
                    continue
                }
                let (scalar, length) = unsafe UTF8Scalar.decode(base + position)
                let before = kept < position ? position : written
                if leavesOut(scalar) {
                    moveKept()
                } else if let other = unsafe replacement(of: scalar, in: base, end: before, position + length..<end) {
                    moveKept()
                    unsafe base[written] = other
                    written += 1
                } else {
                    position += length
                    continue
                }
                position += length
                kept = position
            }
        }
        position = end
        moveKept()
        text.count = written
    }

    /// What a scalar becomes, of ASCII; `nil` if it stays.
    ///
    /// - Parameters:
    ///   - before: where the text before it ends.
    ///   - after: the text behind it.
    private func replacement(
        of scalar: UInt32, in base: UnsafePointer<UInt8>, end before: Int, _ after: Range<Int>
    ) -> UInt8? {
        switch scalar {
        case 0x202F: return dividesAtNarrowSpace ? 0x20 : nil
        case 0x2019, 0x2BC:
            guard unifiesApostrophes, let left = unsafe last(of: base, before: before),
                let right = unsafe first(of: base, after)
            else { return nil }
            return isLetter(left) && isLetter(right) ? 0x27 : nil
        case 0x2010, 0x2011:
            guard unifiesHyphens, let left = unsafe last(of: base, before: before),
                let right = unsafe first(of: base, after)
            else { return nil }
            return (isLetter(left) || icu_is_digit(left)) && (isLetter(right) || icu_is_digit(right)) ? 0x2D : nil
        default: return nil
        }
    }

    private func last(of base: UnsafePointer<UInt8>, before end: Int) -> UInt32? {
        var start = end - 1
        while start >= 0, unsafe base[start] & 0xC0 == 0x80 { start -= 1 }
        return start < 0 ? nil : unsafe UTF8Scalar.decodeAny(base + start).scalar
    }

    /// The first scalar that stays.
    private func first(of base: UnsafePointer<UInt8>, _ range: Range<Int>) -> UInt32? {
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            guard leavesOut(scalar) else { return scalar }
            position += length
        }
        return nil
    }

    /// A letter, or a mark upon one. The apostrophe that counts as a letter is none here.
    private func isLetter(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return (scalar | 0x20) &- 0x61 < 26 }
        return scalar != 0x2BC && (icu_is_letter(scalar) || icu_is_mark(scalar))
    }
}
