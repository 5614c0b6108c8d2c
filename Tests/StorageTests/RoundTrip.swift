internal import Basics
internal import Documents
internal import Foundation
internal import GRDB
internal import Storage
internal import Testing
internal import Tokenization

/// Tokenizes the kept text of each block of a corpus again, by the rule and the reader of its document, and expects its ids.
///
/// - Parameter sources: for each document what is kept of it; `nil` where that is the business of other tests.
func expectRoundTrip(
    _ store: CorpusStore, sources: [String: String?], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let types = try store.types()
    let settings = try #require(try store.tokenizerSettings())
    let tokenizer = try DocumentTokenizer(settings)
    let documents = try store.documents()
    #expect(documents.map(\.name).sorted() == sources.keys.sorted(), sourceLocation: sourceLocation)
    for document in documents {
        if case let source?? = sources[document.name] {
            let kept = try store.text(ofDocument: document.name)
            #expect(
                kept.map { Array($0.utf8) } == Array(source.utf8), "\(document.name)", sourceLocation: sourceLocation)
        }
        let (rule, format, blocks) = try DatabaseQueue(path: store.path).read { db in
            let row = try #require(
                try Row.fetchOne(
                    db, sql: "SELECT segments_rule, format FROM document WHERE id = ?", arguments: [document.id]))
            let blocks = try Data.fetchAll(
                db, sql: "SELECT ids FROM segment_block WHERE document = ? ORDER BY split, block",
                arguments: [document.id]
            ).map { integers(fromLittleEndian: Array($0)) as [TokenID] }
            return (
                try #require(TokenizerSettings.Segments(rawValue: row[0])),
                try #require(TextFormat(rawValue: row[1])), blocks
            )
        }
        #expect(rule != .auto, sourceLocation: sourceLocation)
        var texts: [[UInt8]] = []
        try store.forEachTextBlock(ofDocument: document.name) { texts.append($0) }
        #expect(texts.count == blocks.count, sourceLocation: sourceLocation)
        // A sentence without end cannot be cut.
        #expect(rule == .sentences || blocks.allSatisfy { $0.count <= 65_536 }, sourceLocation: sourceLocation)
        // Cut where no white space stands, parts are tokenized together.
        let pairs =
            document.isDivided
            ? [
                (
                    texts.flatMap { $0 },
                    blocks.flatMap { $0 }.filter { $0 != Marker.segmentEnd } + [Marker.segmentEnd]
                )
            ]
            : Array(zip(texts, blocks))
        for (text, ids) in pairs {
            var piece = TokenizedPiece()
            let isOpen = ids.last != Marker.segmentEnd
            try tokenizer.tokenize(
                TextPiece(utf8: text, firstLine: 1, segments: rule, leavesSegmentOpen: isOpen), format: format,
                into: &piece)
            if rule == .document && !isOpen { piece.tokens.append(Marker.segmentEnd) }
            let found = piece.tokens.map { piece.types[$0] }
            #expect(
                found == ids.map { types[$0] },
                "\(document.name): \(settings), \(rule), \(String(decoding: text.prefix(2_000), as: UTF8.self).debugDescription)",
                sourceLocation: sourceLocation)
        }
    }
}
