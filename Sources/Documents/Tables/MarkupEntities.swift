internal import CXML

/// The character references that texts with few tags have: HTML's names, and numbers, each with its semicolon.
enum MarkupEntities {
    /// Bytes of the longest between `&` and `;`: `thetasym`, `#x0010FFFF`.
    private static let longest = 10

    /// The text with each replaced once; others stay as they are.
    static func replaced(in bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"), let end = rest.prefix(longest + 2).firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(of: rest[(rest.startIndex + 1)..<end])
            {
                text += UTF8.encode(scalar)!
                rest = rest[(end + 1)...]
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// What `amp`, `#38` or `#x26` stands for.
    private static func scalar(of reference: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let isName = { (byte: UInt8) in byte.isASCIILetter || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "#")
        }
        guard !reference.isEmpty, reference.allSatisfy(isName) else { return nil }
        let name = String(decoding: reference, as: UTF8.self)
        guard name.hasPrefix("#") else {
            let value = unsafe xml_entity(name)
            return name == "apos" ? "'" : value == 0 ? nil : Unicode.Scalar(value)
        }
        let digits = name.dropFirst()
        let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value else { return nil }
        // A reference is part of its line, whatever it names.
        if [0x09, 0x0A, 0x0D].contains(value) { return " " }
        // Controls are what Windows-1252 has in their places, as in HTML.
        let meant = (0x80...0x9F).contains(value) ? xml_windows1252(UInt8(value)) : value
        return meant < 0x20 || meant == 0x7F ? nil : Unicode.Scalar(meant)
    }
}
