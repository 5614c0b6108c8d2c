internal import LanguageModeling
package import Reporting
internal import Storage
package import Tokenization

/// A text from outside as a tokenizer cuts it.
package struct TextTokens: Sendable {
    let types: TypeTable
    let ids: [TokenID]
    /// The text itself, in which each token is shown.
    let source: [UInt8]
    /// The line that each segment is; `nil` where segments are no lines of a file.
    let lines: [Int]?
    /// The lines that cannot be read.
    let unreadable: [Int]
    let notes: [String]

    /// - Parameters:
    ///   - ids: segments ended by `</s>`.
    ///   - source: what was cut, in UTF-8.
    ///   - notes: what a reader should know of how it was read.
    package init(
        types: TypeTable, ids: [TokenID], source: [UInt8], lines: [Int]? = nil, unreadable: [Int] = [],
        notes: [String] = []
    ) {
        self.types = types
        self.ids = ids
        self.source = source
        self.lines = lines
        self.unreadable = unreadable
        self.notes = notes
    }
}

extension Corpus {
    /// A text as the corpus's tokenizer cuts it: a row for each token, beside what stands for it in the text.
    ///
    /// - Parameter read: reads and cuts it, which may take its time: the database is not held meanwhile.
    package func tokenizedReport(of read: () throws -> TextTokens) throws -> Report {
        let vocabulary = try vocabulary()
        let known = try store.types()
        let provenance = try provenance()
        let text = try read()
        let values = (0..<TokenID(text.types.count)).map { type -> [Value] in
            let token = text.types[type]
            // Without a text there is no rule, and each imported model has a vocabulary of its own.
            let isKnown = holdsText ? Value.bool(vocabulary.contains(token)) : .null
            return [.text(token), .of(known.id(of: token).map(Int.init)), isKnown]
        }
        let places = try SourceAlignment(tokenizer).places(of: text.ids, types: text.types, in: text.source)
        var table = ResultTable(columns: ["segment", "position", "source", "token", "id", "in_vocabulary"])
        var segment = 1
        var position = 1
        var unreadable = text.lines == nil ? [] : text.unreadable[...]
        func addUnreadable(before line: Int) {
            while let number = unreadable.first, number < line {
                unreadable.removeFirst()
                table.append([.integer(number), .null, .null, .null, .null, .null])
            }
        }
        for (id, place) in zip(text.ids, places) {
            if id == Marker.segmentEnd {
                segment += 1
                position = 1
            } else {
                let number = text.lines.map { $0[segment - 1] } ?? segment
                if position == 1 { addUnreadable(before: number) }
                let source = place.map { Value.text(String(decoding: text.source[$0], as: UTF8.self)) } ?? .null
                table.append([.integer(number), .integer(position), source] + values[Int(id)])
                position += 1
            }
        }
        addUnreadable(before: .max)
        var report = Report("A text as tokens", rows: table, provenance: provenance)
        let tokens = text.ids.count { $0 != Marker.segmentEnd }
        report.answer =
            "The text has \(NumberText.counted(tokens, "token")) in \(NumberText.counted(segment - 1, "segment"))."
        report.notes = text.notes + (table.rows.isEmpty ? ["The text has no token."] : [])
        return report
    }
}
