internal import Foundation

/// What cleaning would change of a text that is read without, as far as a glance at it tells.
package struct CleaningSigns: Sendable {
    /// Words that begin or end in an underscore, and words that are divided at a line's end.
    package private(set) var emphasized = 0
    package private(set) var divided = 0
    /// Bytes of a header up to its end, and of what follows the end; `nil` where no mark tells them.
    private var headerEnd: Int?
    private var footerStart: Int?
    private var total = 0

    package init() {}

    /// Bytes that are Project Gutenberg's.
    package var framed: Int { (headerEnd ?? 0) + (footerStart.map { total - $0 } ?? 0) }

    /// Looks at the next piece of a text, which ends at white space.
    /// - Complexity: linear; three searches for a byte.
    package mutating func take(_ text: [UInt8]) {
        Self.forEach(UInt8(ascii: "_"), in: text) { place in
            // A word's first underscore counts for it; a last one, where there was no first.
            let begins = Underscores.beginsWord(text, place + 1)
            let ends = Underscores.endsWord(text, place)
            if begins != ends, begins || !Self.beginsWithMark(text, place) { emphasized += 1 }
        }
        Self.forEach(UInt8(ascii: "-"), in: text) { place in
            guard place > 0, text[place - 1].isASCIILetter, let next = DividedWords.nextLine(after: place, in: text)
            else {
                return
            }
            if text[next] >= 0x61 && text[next] <= 0x7A { divided += 1 }
        }
        Self.forEach(UInt8(ascii: "*"), in: text) { place in
            guard place == 0 || text[place - 1] == 0x0A, text[place...].starts(with: "***".utf8) else { return }
            let line = text[place...].prefix { $0 != 0x0A }
            switch GutenbergFrame.mark(line) {
            case .start where footerStart == nil: headerEnd = total + min(line.endIndex + 1, text.count)
            case .end where footerStart == nil: footerStart = total + place
            default: break
            }
        }
        total += text.count
    }

    /// Whether the word that ends at a place begins with an underscore.
    private static func beginsWithMark(_ text: [UInt8], _ place: Int) -> Bool {
        var start = place
        while start > 0, !text[start - 1].isASCIISpace, text[start - 1] != UInt8(ascii: "_") { start -= 1 }
        return start > 0 && text[start - 1] == UInt8(ascii: "_")
    }

    private static func forEach(_ byte: UInt8, in text: [UInt8], _ body: (Int) -> Void) {
        unsafe text.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count,
                let found = unsafe memchr(bytes.baseAddress! + position, Int32(byte), bytes.count - position)
            {
                position = unsafe UnsafeRawPointer(found) - bytes.baseAddress!
                body(position)
                position += 1
            }
        }
    }
}
