package import Documents
internal import GRDB
package import Tokenization

/// How the kept text of a document becomes its tokens again.
package struct KeptForm: Sendable, Hashable {
    /// Whether its reader tells the tokens.
    package let format: TextFormat
    /// The rule that was decided for it; never `auto`.
    package let segments: TokenizerSettings.Segments
    /// How long a block's text may be.
    let longest: Int
}

/// Where a block stands in its document.
package struct BlockPlace: Sendable, Hashable {
    package let split: Split
    package let block: Int

    package init(split: Split, block: Int) {
        self.split = split
        self.block = block
    }
}

extension CorpusStore {
    /// How the text of a document is kept.
    /// - Parameter id: of the document.
    package func keptForm(ofDocument id: Int) throws -> KeptForm {
        try read { db in
            let form = try db.firstRow("SELECT bytes, format, segments_rule FROM document WHERE id = ?", [id]) { row in
                guard let format = TextFormat(rawValue: try row.text(1)),
                    let segments = TokenizerSettings.Segments(rawValue: try row.text(2)), segments != .auto
                else { throw StorageError.changed(path) }
                return KeptForm(
                    format: format, segments: segments, longest: longestText(ofBytes: try row.count(0), format))
            }
            guard let form else { throw StorageError.changed(path) }
            return form
        }
    }

    /// The kept text of some blocks of a document that follow each other.
    ///
    /// - Parameters:
    ///   - id: of the document.
    ///   - form: of the document.
    ///   - first: the first block.
    ///   - end: the block behind the last; `nil` for all that follow.
    /// - Returns: UTF-8; `nil` where no text is kept.
    package func text(
        ofDocument id: Int, _ form: KeptForm, from first: BlockPlace, before end: BlockPlace?
    ) throws -> [UInt8]? {
        try read { db in
            var text: [UInt8]?
            let end = end.map { ($0.split.rawValue, $0.block) } ?? (Int(Int32.max), 0)
            try db.forEachRow(
                """
                SELECT bytes FROM text_block WHERE document = ? AND (split, block) >= (?, ?) AND (split, block) < (?, ?)
                ORDER BY split, block
                """, [id, first.split.rawValue, first.block, end.0, end.1], isCached: true
            ) { text = (text ?? []) + (try $0.keptText(0, longest: form.longest)) }
            // What reads it goes by its being UTF-8.
            if let text, (try? UTF8Span(validating: text.span)) == nil { throw StorageError.changed(path) }
            return text
        }
    }
}

/// How long the text of a document may be that had so many bytes.
func longestText(ofBytes bytes: Int, _ format: TextFormat?) -> Int {
    min(bytes, Int(Int32.max)) * (format?.longestExpansion ?? 3) + 3
}

extension StoredRow {
    /// A text that was packed.
    func keptText(_ column: Int32, longest: Int) throws -> [UInt8] {
        guard let text = unsafe unpackedText(try blob(column), longest: longest) else {
            throw damaged(column, expected: "a compressed text")
        }
        return text
    }
}
