/// The declarations between `[` and `]` that a document type of XHTML may have, which parsers of HTML take for text.
enum InternalSubset {
    /// - Returns: the page with its document type's subset left out, and whether that declared entities.
    static func removed(from page: [UInt8]) -> (page: [UInt8], hasEntities: Bool) {
        let head = page.prefix(1 << 13)
        guard
            let start = head.indices.first(where: { head[$0] == 0x3C && head[$0...].lowercasePrefix(9) == "<!doctype" }
            ),
            let open = page[start...].firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ">") }),
            page[open] == UInt8(ascii: "["), let close = end(of: page[(open + 1)...])
        else { return (page, false) }
        return (Array(page[..<open] + page[close...]), !page[open..<close].after("<!ENTITY").isEmpty)
    }

    /// What follows the `]` that is neither in quotation marks nor in a comment.
    private static func end(of subset: ArraySlice<UInt8>) -> Int? {
        var quotation: UInt8?
        var rest = subset
        while let byte = rest.first {
            if let open = quotation {
                if byte == open { quotation = nil }
            } else if rest.starts(with: "<!--".utf8) {
                rest = rest.after("-->")
                continue
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quotation = byte
            } else if byte == UInt8(ascii: "]") {
                return rest.startIndex + 1
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
