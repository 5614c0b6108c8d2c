/// How subwords, which are bytes, are written as types, which are texts: each text stands for one run of bytes.
///
/// What is UTF-8 is written as it is, a space at its beginning included. A byte that is none is written as `<0xC3>`, as
/// SentencePiece does. So that a text in which `<0xC3>` stands is told from that byte, a `<` before `0x`, and that of
/// `<unk>`, `<s>` and `</s>`, which mark the bounds of segments, is written as the byte `<0x3C>`.
package enum SubwordText {
    /// The text of a type that stands for some bytes.
    package static func text(of bytes: [UInt8]) -> [UInt8] {
        guard mayNeedEscape(bytes) else { return bytes }
        let isMarker = Marker.texts.contains { $0.utf8.elementsEqual(bytes) }
        var text: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let length = scalarLength(in: bytes, at: position)
            let isOpening =
                bytes[position] == 0x3C
                && (isMarker && position == 0 || bytes[position...].dropFirst().starts(with: [0x30, 0x78]))
            if length == 0 || bytes[position] == 0 || isOpening {
                text += byte(bytes[position])
                position += 1
            } else {
                text += bytes[position..<position + length]
                position += length
            }
        }
        return text
    }

    /// A byte as it is written by itself: `<0xC3>`.
    package static func byte(_ byte: UInt8) -> [UInt8] {
        [0x3C, 0x30, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)], 0x3E]
    }

    /// The bytes that the text of a type stands for.
    package static func bytes(of text: some Collection<UInt8>) -> [UInt8] {
        let text = Array(text)
        guard text.contains(0x3C) else { return text }
        var bytes: [UInt8] = []
        var position = 0
        while position < text.count {
            if let byte = writtenByte(in: text, at: position) {
                bytes.append(byte)
                position += 6
            } else {
                bytes.append(text[position])
                position += 1
            }
        }
        return bytes
    }

    /// The text that subwords spell one after the other; bytes that are no UTF-8 together become U+FFFD.
    package static func joined(_ subwords: some Sequence<String>) -> String {
        String(decoding: subwords.flatMap { bytes(of: $0.utf8) }, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func writtenByte(in text: [UInt8], at position: Int) -> UInt8? {
        guard position + 6 <= text.count, text[position] == 0x3C, text[position + 1] == 0x30,
            text[position + 2] == 0x78, text[position + 5] == 0x3E,
            let high = digits.firstIndex(of: text[position + 3]), let low = digits.firstIndex(of: text[position + 4])
        else { return nil }
        return UInt8(high << 4 | low)
    }

    private static func mayNeedEscape(_ bytes: [UInt8]) -> Bool {
        bytes.contains { $0 >= 0x80 || $0 == 0x3C || $0 == 0 }
    }

    /// How many bytes the scalar has that begins here; 0 where there is none that is whole.
    static func scalarLength(in bytes: [UInt8], at position: Int) -> Int {
        let first = bytes[position]
        guard first >= 0x80 else { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first), position + length <= bytes.count else { return 0 }
        let rest = bytes[position + 1..<position + length]
        guard rest.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return 0 }
        let second = bytes[position + 1]
        switch first {
        case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90, 0xF4 where second > 0x8F:
            return 0
        default: return length
        }
    }
}
