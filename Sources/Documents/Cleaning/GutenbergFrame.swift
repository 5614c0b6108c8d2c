/// What Project Gutenberg puts around a text: a header up to `*** START OF …`, and from `*** END OF …` on its licence. Old
/// texts have small print that ends in `*END*`, and `End of Project Gutenberg's …`.
enum GutenbergFrame {
    enum Mark { case start, end }

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
        let ends = ["END OF PROJECT GUTENBERG", "END OF THE PROJECT GUTENBERG", "END OF THIS PROJECT GUTENBERG"]
        return ends.contains { words.hasPrefix($0) } ? .end : nil
    }

    /// The text between the last start and the end that follows it.
    static func stripped(_ text: [UInt8]) -> [UInt8] {
        var start = 0
        var end = text.count
        var isEnded = false
        text.forEachLine { line in
            switch mark(line) {
            case .start where !isEnded: start = min(line.endIndex + 1, text.count)
            case .end where !isEnded && line.startIndex >= start:
                (end, isEnded) = (line.startIndex, true)
            default: break
            }
        }
        return Array(text[start..<max(start, end)])
    }
}
