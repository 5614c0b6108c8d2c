/// Comma-, semicolon- or tab-separated values (RFC 4180), read record by record.
///
/// Lines end at LF, CRLF or CR alone; blank ones are left out. Tab-separated values are quoted only where their header is, as
/// R writes them: elsewhere a quotation mark is one.
package struct DelimitedText {
    package struct Record: Sendable {
        /// In which it begins, from 1.
        package let line: Int
        package let fields: [[UInt8]]
    }

    private let utf8: [UInt8]
    private let separator: UInt8
    private let isQuoted: Bool
    private var position = 0
    private var line = 1

    package init(_ utf8: [UInt8], separator: UInt8) {
        self.utf8 = utf8
        self.separator = separator
        isQuoted = separator != 0x09 || utf8.first == UInt8(ascii: "\"")
    }

    /// The separator that a header line has: tab, else semicolon where there are more than commas.
    package static func separator(ofHeader line: some Collection<UInt8>) -> UInt8 {
        if line.contains(0x09) { return 0x09 }
        let semicolons = line.count { $0 == UInt8(ascii: ";") }
        return semicolons > line.count { $0 == UInt8(ascii: ",") } ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    /// The next record.
    /// - Returns: `nil` after the last.
    /// - Throws: `OpenQuotation`.
    package mutating func next() throws(OpenQuotation) -> Record? {
        while position < utf8.count {
            let first = line
            let fields = try record()
            if fields != [[]] { return Record(line: first, fields: fields) }
        }
        return nil
    }

    /// A quotation that does not end.
    package struct OpenQuotation: Error {
        /// In which it begins.
        package let line: Int
    }

    private mutating func record() throws(OpenQuotation) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        while position < utf8.count {
            let byte = utf8[position]
            if isQuoted, byte == UInt8(ascii: "\""), field.isEmpty {
                field = try quoted()
                // What stands between the mark and the separator belongs to it.
                while position < utf8.count, utf8[position] != separator, utf8[position] != 0x0A, utf8[position] != 0x0D
                {
                    field.append(utf8[position])
                    position += 1
                }
                continue
            }
            position += 1
            if byte == separator {
                fields.append(field)
                field = []
            } else if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, position < utf8.count, utf8[position] == 0x0A { position += 1 }
                line += 1
                return fields + [field]
            } else {
                field.append(byte)
            }
        }
        return fields + [field]
    }

    private mutating func quoted() throws(OpenQuotation) -> [UInt8] {
        let first = line
        var field: [UInt8] = []
        position += 1
        while position < utf8.count {
            let byte = utf8[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < utf8.count, utf8[position] == byte else { return field }
                position += 1
            } else if byte == 0x0A || byte == 0x0D && (position == utf8.count || utf8[position] != 0x0A) {
                line += 1
            }
            field.append(byte)
        }
        throw OpenQuotation(line: first)
    }
}
