internal import Foundation
internal import GRDB
internal import Tokenization

/// Writes the token streams of documents and their texts, in blocks of both that match.
///
/// A block is a stretch of a piece whose segments are of one split; pieces are cut where their parts, tokenized apart, give
/// the tokens of the whole. What has no token goes with the block before, or the first.
struct BlockWriter {
    /// Ids a block holds at most, unless a segment of more cannot be cut.
    static let blockSize = 65_536

    private let insertIDs: Statement
    private let insertText: Statement
    private let spool: TokenSpool
    private let texts: BlockTexts
    /// For each type the last document it was seen in.
    private var lastSeen: [UInt32]
    private var number: UInt32 = 0

    init(_ db: Database, spool: TokenSpool, tokenizer: TokenizerSettings, typeCount: Int) throws {
        insertIDs = try db.makeStatement(sql: "INSERT INTO segment_block VALUES (?, ?, ?, ?, ?, ?, ?)")
        insertText = try db.makeStatement(sql: "INSERT INTO text_block VALUES (?, ?, ?, ?)")
        self.spool = spool
        texts = try BlockTexts(spool: spool, tokenizer: tokenizer)
        lastSeen = Array(repeating: 0, count: typeCount)
    }

    /// How many types a document has; `</s>` is none.
    mutating func typeCount(of document: ReadDocument) throws -> Int {
        number += 1
        lastSeen[Int(Marker.segmentEnd)] = number
        var types = 0
        for piece in document.pieces {
            for token in try spool.tokens(of: piece.tokens) where lastSeen[Int(token)] != number {
                lastSeen[Int(token)] = number
                types += 1
            }
        }
        return types
    }

    func write(_ document: ReadDocument, id: Int64) throws {
        var block: Block?
        var lengths = document.segmentLengths.reader(in: spool)
        var (segment, numbers) = (0, [0, 0, 0])
        /// What stands before the first token.
        var leading: [BlockTexts.Part] = []
        for piece in document.pieces {
            let whole = piece.text.map { BlockTexts.Part(text: $0, range: 0..<$0.size) }
            if piece.tokens.count == 0 {
                if let whole, block?.texts.append(whole) == nil { leading.append(whole) }
                continue
            }
            let tokens = try spool.tokens(of: piece.tokens)
            if piece.text == nil, tokens == [Marker.segmentEnd], let last = block?.ids.last, last != Marker.segmentEnd {
                // The end of a segment that all the text was.
                try block?.append(tokens[...], characters: lengths.next())
                segment += 1
                continue
            }
            var (start, textStart, ended) = (0, 0, 0)
            var ends: [Int]?
            while start < tokens.count {
                try block.map { try flush($0, of: id, number: &numbers[$0.split.rawValue]) }
                var next = Block(split: document.split(ofSegment: segment), texts: leading)
                leading = []
                repeat {
                    let stop = tokens[start...].firstIndex(of: Marker.segmentEnd).map { $0 + 1 }
                    let stretch = tokens[start..<(stop ?? tokens.count)]
                    guard next.ids.isEmpty || next.ids.count + stretch.count <= Self.blockSize else { break }
                    try next.append(stretch, characters: stop == nil ? nil : lengths.next())
                    start = stretch.endIndex
                    if stop != nil { (segment, ended) = (segment + 1, ended + 1) }
                } while start < tokens.count && document.split(ofSegment: segment) == next.split
                if let text = piece.text {
                    var textEnd = text.size
                    if start < tokens.count {
                        ends = try ends ?? texts.ends(of: piece, in: document.end)
                        textEnd = ends![ended - 1]
                    }
                    next.texts.append(BlockTexts.Part(text: text, range: textStart..<textEnd))
                    textStart = textEnd
                }
                block = next
            }
        }
        try block.map { try flush($0, of: id, number: &numbers[$0.split.rawValue]) }
        for case let text? in document.pieces.map(\.text) { text.forget(in: spool) }
    }

    private struct Block {
        let split: Split
        var texts: [BlockTexts.Part]
        var ids: [TokenID] = []
        var segments = 0
        var characters = 0

        init(split: Split, texts: [BlockTexts.Part]) {
            self.split = split
            self.texts = texts
        }

        /// - Parameter characters: of the segment that ends here, `nil` if none does.
        mutating func append(_ tokens: ArraySlice<TokenID>, characters: Int?) {
            ids += tokens
            guard let characters else { return }
            segments += 1
            self.characters += characters
        }
    }

    private func flush(_ block: Block, of document: Int64, number: inout Int) throws {
        try insertIDs.execute(arguments: [
            document, block.split.rawValue, number, block.segments, block.ids.count - block.segments,
            block.characters, blockBytes(of: block.ids),
        ])
        if !block.texts.isEmpty {
            let bytes = try texts.packed(block.texts)
            try insertText.execute(arguments: [document, block.split.rawValue, number, Data(bytes)])
        }
        number += 1
    }
}
