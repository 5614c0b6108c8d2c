/// The encoding that a text of markup says that it is in.
enum DeclaredEncoding {
    /// Of XML: what its declaration says, UTF-8 without one.
    static func ofXML(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(256)
        guard head.starts(with: "<?xml".utf8) else { return nil }
        return value(after: "encoding", in: head.prefix { $0 != UInt8(ascii: ">") })
    }

    /// Of HTML: what an XML declaration says, or a `meta` element in the first kibibytes; `nil` without. Browsers guess by
    /// the reader's language then, which is no ground to count words on.
    static func ofHTML(_ bytes: [UInt8]) -> String? {
        if let declared = ofXML(bytes) { return declared }
        var rest = bytes.prefix(1 << 13)
        while let found = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[found...]
            if rest.lowercasePrefix(5) == "<meta",
                let name = value(after: "charset", in: rest.prefix { $0 != UInt8(ascii: ">") })
            {
                // The standard reads Latin-1 and ASCII as the superset of both.
                return ["iso-8859-1", "latin1", "us-ascii", "ascii"].contains(name.lowercased()) ? "windows-1252" : name
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// The value of `key = "value"`, quoted or not.
    private static func value(after key: String, in text: ArraySlice<UInt8>) -> String? {
        let lower = ArraySlice(text.map { $0.isASCIILetter ? $0 | 0x20 : $0 })
        var rest = lower.after(key).drop { $0.isASCIISpace }
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst().drop { $0.isASCIISpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let name = rest.prefix { $0.isASCIILetter || (0x30...0x39).contains($0) || "-_.:".utf8.contains($0) }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
