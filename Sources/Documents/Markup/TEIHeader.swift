/// What a TEI header says of its text: title, author, date and language.
struct TEIHeader {
    /// An element whose text is a value, and in which of the header's parts it is one.
    private struct Field {
        let key: String
        /// The best first.
        let rank: Int
    }

    private var values: [(key: String, rank: Int, value: String)] = []
    private var open: (field: Field, depth: Int, text: [UInt8], value: String?)?
    private var depth = 0

    mutating func start(_ name: String, path: [String], _ events: MarkupEvents) {
        depth += 1
        guard open == nil, let field = Self.field(name, in: path) else { return }
        let value: String? =
            switch field.key {
            case "date":
                ["when", "when-iso", "notBefore", "from", "value"].lazy.compactMap { events.attribute($0) }.first
            case "language": events.attribute("ident") ?? events.attribute("id")
            default: nil
            }
        open = (field, depth, [], value)
    }

    mutating func end(_ name: String) {
        if let (field, depth, text, value) = open, depth == self.depth {
            values.append((field.key, field.rank, value ?? String(decoding: text, as: UTF8.self)))
            open = nil
        }
        depth -= 1
    }

    mutating func take(_ bytes: [UInt8]) { open?.text += bytes }

    /// Several authors are put together; of titles and dates, the first of the best place.
    func describe(_ document: inout ParsedDocument) {
        for key in ["title", "author", "date", "language"] {
            let own = values.filter { $0.key == key && $0.value.contains { !$0.isWhitespace } }
            guard let rank = own.map(\.rank).min() else { continue }
            let best = own.filter { $0.rank == rank }.map(\.value)
            document.describe(key, key == "author" ? best.joined(separator: "; ") : best.first)
        }
    }

    private static func field(_ name: String, in path: [String]) -> Field? {
        func isIn(_ name: String) -> Bool { path.contains(name) }
        switch name {
        case "title" where path.last == "titleStmt": return Field(key: "title", rank: 0)
        case "author" where path.last == "titleStmt": return Field(key: "author", rank: 0)
        case "date" where isIn("creation"): return Field(key: "date", rank: 0)
        case "date" where isIn("sourceDesc"): return Field(key: "date", rank: 1)
        case "date" where isIn("publicationStmt"): return Field(key: "date", rank: 2)
        case "language" where path.last == "langUsage": return Field(key: "language", rank: 0)
        default: return nil
        }
    }
}
