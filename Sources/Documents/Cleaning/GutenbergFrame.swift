/// What Project Gutenberg puts around a text: a header up to `*** START OF …`, and from `*** END OF …` on its licence. Old
/// texts have small print that ends in `*END*`, and `End of Project Gutenberg's …`.
enum GutenbergFrame {
    enum Mark {
        case start, end
        /// Old, and so much like prose that its place has to tell too.
        case oldEnd
    }

    /// Bytes that a header, and what follows an old end, have at most.
    private static let longestHeader = 1 << 15
    private static let longestTail = 20_000

    /// What a line marks.
    static func mark(_ line: ArraySlice<UInt8>) -> Mark? {
        guard let first = line.first(where: { !$0.isASCIISpace }),
            first == UInt8(ascii: "*") || first | 0x20 == UInt8(ascii: "e")
        else { return nil }
        let words = String(decoding: line.prefix(200), as: UTF8.self).uppercased()
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if words.hasPrefix("***") {
            let rest = words.drop { $0 == "*" || $0 == " " }
            guard words.contains("GUTENBERG") else { return nil }
            return rest.hasPrefix("START OF") ? .start : rest.hasPrefix("END OF") ? .end : nil
        }
        if words.hasPrefix("*END*"), words.contains("SMALL PRINT") { return .start }
        let begins = ["END OF PROJECT GUTENBERG", "END OF THE PROJECT GUTENBERG", "END OF THIS PROJECT GUTENBERG"]
        guard let begin = begins.first(where: { words.hasPrefix($0) }) else { return nil }
        let rest = words.dropFirst(begin.count)
        let follows = ["'S", "\u{2019}S", " ETEXT", " E-TEXT", " EBOOK", " E-BOOK", " EDITION"]
        return follows.contains { rest.hasPrefix($0) } ? .oldEnd : nil
    }

    /// The texts without the frames around them; a file may hold several.
    ///
    /// Nothing is taken for a header that is longer than any: of a book without an end mark, the next book's start leaves the
    /// text.
    static func stripped(_ text: [UInt8]) -> [UInt8] {
        let marks = marks(in: text)
        guard !marks.isEmpty else { return text }
        let oldEnds = marks.filter { $0.mark == .oldEnd }.map(\.lines.lowerBound)
        var kept: [UInt8] = []
        var start = 0
        var isAfterEnd = false
        func keep(to end: Int) {
            let tail = max(longestTail, (end - start) / 10)
            let cut = oldEnds.first { $0 >= start && $0 < end && end - $0 <= tail }
            kept += text[start..<(cut ?? end)]
        }
        for (mark, lines) in marks where mark != .oldEnd {
            // A second end is the licence's.
            if mark == .end, isAfterEnd { continue }
            if mark == .end || !isAfterEnd && lines.lowerBound - start > longestHeader { keep(to: lines.lowerBound) }
            isAfterEnd = mark == .end
            start = lines.upperBound
        }
        if !isAfterEnd { keep(to: text.count) }
        return kept
    }

    /// The marks, and the lines that each takes up.
    private static func marks(in text: [UInt8]) -> [(mark: Mark, lines: Range<Int>)] {
        var marks: [(mark: Mark, lines: Range<Int>)] = []
        text.forEachLine { line, next in
            guard let mark = mark(line) else { return }
            marks.append((mark, line.startIndex..<(mark == .start ? markEnd(of: line, next, in: text) : next)))
        }
        return marks
    }

    /// Where a mark ends: a long title goes over two or three lines, of which the last ends in `***`.
    private static func markEnd(of line: ArraySlice<UInt8>, _ next: Int, in text: [UInt8]) -> Int {
        var (last, end) = (line, next)
        // An old one ends in one star: `*END*THE SMALL PRINT! …*END*`.
        var closing = "*"
        for _ in 0..<3 {
            let reversed = Array(last.reversed().drop { $0.isASCIISpace })
            if reversed.starts(with: closing.utf8) { return end }
            guard !reversed.isEmpty, end < text.count else { break }
            (last, end) = text[...].line(from: end)
            closing = "***"
        }
        return next
    }
}
