internal import CICU

/// How the lines of a text's beginning are laid out: what tells prose that was wrapped by hand or machine from verse, and
/// from a paragraph a line.
///
/// A line was wrapped where the first word of the next one had no place on it. Wrapped prose is of such lines but for the
/// last ones of its paragraphs; verse ends its lines earlier, and begins them with capitals.
package struct LineStatistics: Sendable, Hashable {
    /// Lines that are not blank.
    package private(set) var lines = 0
    /// Runs of lines between blank ones.
    package private(set) var blocks = 0
    /// Lines that another one follows in their block.
    package private(set) var followed = 0
    /// Those of them that were wrapped, as it seems.
    package private(set) var wrapped = 0
    /// Of the lines that follow another in their block, those that begin with a small letter, and with a capital. A line that
    /// begins with a word of capitals is neither.
    package private(set) var beginSmall = 0
    package private(set) var beginCapital = 0
    /// How many characters all but a twentieth of the lines have at most.
    package private(set) var width = 0

    /// How much of a text is looked at: a MiB.
    package static let sampleSize = 1 << 20

    /// What is known of a line that is not blank.
    private struct Line {
        /// Scalars, white space at both ends left out.
        var length = 0
        /// Scalars of the first word; 1 in a script without spaces, at most 20.
        var firstWord = 0
        var beginsSmall = false
        var beginsCapital = false
        var follows = false
    }

    /// - Parameter text: decoded text; no more than `sampleSize` bytes of it are looked at.
    package init(of text: Span<UInt8>) {
        var end = min(text.count, Self.sampleSize)
        while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        var all: [Line] = []
        unsafe text.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            var afterBlank = true
            while start < end {
                let lineFeed = unsafe Bytes.firstIndex(of: 0x0A, in: base, start..<end) ?? end
                if var line = unsafe Self.line(base, start..<lineFeed) {
                    line.follows = !afterBlank
                    if afterBlank { blocks += 1 }
                    all.append(line)
                    afterBlank = false
                } else {
                    afterBlank = true
                }
                start = lineFeed + 1
            }
        }
        lines = all.count
        guard !all.isEmpty else { return }
        width = all.map(\.length).sorted()[all.count * 19 / 20]
        for (line, next) in zip(all, all.dropFirst()) where next.follows {
            followed += 1
            if next.beginsSmall { beginSmall += 1 }
            if next.beginsCapital { beginCapital += 1 }
            let wanted = line.length + 1 + next.firstWord
            // The margins of print are ragged, but in prose most lines begin with a small letter.
            if wanted > width || next.beginsSmall && wanted * 5 > width * 4 { wrapped += 1 }
        }
    }

    /// - Returns: `nil` for a blank line.
    private static func line(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Line? {
        var line = Line()
        // Scalars until now and up to the last that is no white space, since the first.
        var count = 0
        var isInFirstWord = true
        var hasBegun = false
        var letters = 0
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, length) = unsafe UTF8Scalar.decodeAny(base + position)
            position += length
            let isWhite = UTF8Scalar.isWhiteSpace(scalar)
            if count == 0 && isWhite { continue }
            count += 1
            if isWhite {
                isInFirstWord = false
                continue
            }
            line.length = count
            guard isInFirstWord else { continue }
            // Ideographs and kana may end a line anywhere.
            line.firstWord = scalar >= 0x2E80 ? max(1, line.firstWord) : min(20, count)
            isInFirstWord = scalar < 0x2E80
            // Quotation marks may stand before the first letter.
            if !hasBegun, icu_is_letter(scalar) || icu_is_digit(scalar) {
                hasBegun = true
                line.beginsSmall = icu_is_small(scalar)
                line.beginsCapital = icu_is_capital(scalar)
            } else if hasBegun, letters == 0 {
                letters = 1
                if icu_is_capital(scalar) { line.beginsCapital = false }
            }
        }
        return count == 0 ? nil : line
    }
}
