/// The lines of a table and their fields, whatever separates those.
struct DelimitedRecords {
    enum Separator: UInt8 {
        case tab = 0x09
        case semicolon = 0x3B
        case comma = 0x2C
        case whiteSpace = 0x20
    }

    let separator: Separator
    private let bytes: [UInt8]

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) {
        let text = Self.endingLines(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        self.bytes = text
        // Every line of a table has its separator: what some lines lack stands in a word or in a number.
        separator =
            [.tab, .semicolon, .comma].first { candidate in Self.separates(candidate, text) } ?? .whiteSpace
    }

    /// The text with LF where lines end in CR alone, as those of old Macintosh programs do.
    private static func endingLines(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(0x0D) else { return text }
        var text = text
        for index in text.indices where text[index] == 0x0D {
            if index + 1 == text.count || text[index + 1] != 0x0A { text[index] = 0x0A }
        }
        return text
    }

    /// Whether a separator stands in every line that is not blank and no comment, and in one at least.
    private static func separates(_ separator: Separator, _ text: [UInt8]) -> Bool {
        var found = false
        for line in text.split(separator: 0x0A) {
            guard line.contains(separator.rawValue) else {
                if line.first == 0x23 || line.allSatisfy(isWhite) { continue }
                return false
            }
            found = true
        }
        return found
    }

    private static func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Whether a record is a comment, or a word that begins like one.
    func isComment(_ fields: [Range<Int>]) -> Bool { bytes[fields[0]].first == 0x23 }

    /// A field as it is meant, its quotation undone.
    func text(_ field: Range<Int>) -> String {
        let raw = bytes[field]
        guard isQuoted(raw) else { return String(decoding: raw, as: UTF8.self) }
        return String(decoding: raw.dropFirst().dropLast(), as: UTF8.self).replacing("\"\"", with: "\"")
    }

    /// The whole number that a field is, if it is one.
    func integer(_ field: Range<Int>) -> Int? {
        // Of ten million lines each has some: no string is made of them.
        guard !field.isEmpty, field.count < 19, bytes[field].allSatisfy({ (0x30...0x39).contains($0) }) else {
            return Int(text(field))
        }
        return bytes[field].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Whether a field is a whole number, if perhaps one that no `Int` holds.
    func isInteger(_ field: Range<Int>) -> Bool { integer(field) != nil || isTooLarge(field) }

    /// Whether a field is a whole number that no `Int` holds.
    func isTooLarge(_ field: Range<Int>) -> Bool {
        guard field.count >= 19 else { return false }
        let digits = text(field).utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "0") }
        return digits.count >= 19 && digits.allSatisfy { (0x30...0x39).contains($0) } && integer(field) == nil
    }

    /// Whether a field begins as numbers do, with a digit or a sign or point before one.
    func looksNumeric(_ field: Range<Int>) -> Bool {
        let digits = text(field).utf8.drop { [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0) }
        return digits.first.map { (0x30...0x39).contains($0) } ?? false
    }

    private func isQuoted(_ raw: ArraySlice<UInt8>) -> Bool {
        separator != .whiteSpace && raw.count > 1 && raw.first == 0x22 && raw.last == 0x22
    }

    /// Calls `body` with the places of each record's fields and the number of its first line, from 1; blank lines are no records.
    func forEach(_ body: (_ fields: [Range<Int>], _ line: Int) throws(FrequencyListError) -> Void)
        throws(FrequencyListError)
    {
        var line = 1
        var position = 0
        var fields: [Range<Int>] = []
        while position < bytes.count {
            fields.removeAll(keepingCapacity: true)
            let first = line
            position =
                separator == .whiteSpace ? readWords(from: position, &fields) : read(from: position, &fields, &line)
            line += 1
            if fields.contains(where: { !$0.isEmpty }) { try body(fields, first) }
        }
    }

    /// Reads a line of fields between white space; where the next one begins.
    private func readWords(from start: Int, _ fields: inout [Range<Int>]) -> Int {
        var position = start
        var begin: Int?
        while position < bytes.count, bytes[position] != 0x0A {
            if Self.isWhite(bytes[position]) {
                if let first = begin { fields.append(first..<position) }
                begin = nil
            } else if begin == nil {
                begin = position
            }
            position += 1
        }
        if let begin { fields.append(begin..<position) }
        return position + 1
    }

    /// Reads a record whose fields may be quoted, except between tabs; where the next one begins.
    private func read(from start: Int, _ fields: inout [Range<Int>], _ line: inout Int) -> Int {
        var position = start
        while true {
            var begin = position
            if separator != .tab, position < bytes.count, bytes[position] == 0x22, let end = endOfQuotation(position) {
                line += bytes[position..<end].count { $0 == 0x0A }
                position = end
            }
            while position < bytes.count, bytes[position] != separator.rawValue, bytes[position] != 0x0A {
                position += 1
            }
            var end = position
            while begin < end, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D { end -= 1 }
            while begin < end, bytes[begin] == 0x20 { begin += 1 }
            fields.append(begin..<end)
            if position == bytes.count || bytes[position] == 0x0A { return position + 1 }
            position += 1
        }
    }

    /// Behind the quotation mark that ends the field; `nil` where none does, and the one that begins it is a word's.
    private func endOfQuotation(_ start: Int) -> Int? {
        var position = start + 1
        while position < bytes.count {
            if bytes[position] == 0x22 {
                guard position + 1 < bytes.count, bytes[position + 1] == 0x22 else {
                    let next = position + 1 < bytes.count ? bytes[position + 1] : 0x0A
                    return [separator.rawValue, 0x0A, 0x0D].contains(next) ? position + 1 : nil
                }
                position += 1
            }
            position += 1
        }
        return nil
    }
}
