/// Lines that a regular expression takes out, with their ends.
enum ExcludedLines {
    static func removed(matching pattern: String, from text: [UInt8]) throws -> [UInt8] {
        let expression = try Regex(pattern)
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var start = 0
        while start < text.count {
            let lineFeed = text[start...].firstIndex(of: 0x0A)
            let next = lineFeed.map { $0 + 1 } ?? text.count
            var line = text[start..<(lineFeed ?? text.count)]
            if line.last == 0x0D { line = line.dropLast() }
            if try expression.firstMatch(in: String(decoding: line, as: UTF8.self)) == nil {
                kept += text[start..<next]
            }
            start = next
        }
        return kept
    }
}
