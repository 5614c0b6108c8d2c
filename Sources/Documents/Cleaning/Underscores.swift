/// Underscores that mark emphasis: all but those between two letters or digits, as in `snake_case`.
enum Underscores {
    private static let mark = UInt8(ascii: "_")

    static func stripped(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(mark) else { return text }
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let next = text[position...].firstIndex(of: mark) ?? text.count
            kept += text[position..<next]
            let end = text[next...].firstIndex { $0 != mark } ?? text.count
            if endsWord(text, next), beginsWord(text, end) { kept += text[next..<end] }
            position = end
        }
        return kept
    }

    /// Whether a letter or digit ends before a place.
    static func endsWord(_ text: [UInt8], _ place: Int) -> Bool {
        var start = place - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return start >= 0 && isOfWord(text[start..<place])
    }

    /// Whether a letter or digit begins at a place.
    static func beginsWord(_ text: [UInt8], _ place: Int) -> Bool {
        isOfWord(text[min(place, text.count)...].prefix(4))
    }

    private static func isOfWord(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
