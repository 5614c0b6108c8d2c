internal import Foundation
internal import GRDB
internal import Tokenization

/// Writes documents and their token streams, in blocks that end with a segment where that is possible.
struct BlockWriter {
    /// Ids a block holds at most.
    static let blockSize = 65_536

    private let insert: Statement
    private let spool: TokenSpool

    init(_ db: Database, spool: TokenSpool) throws {
        insert = try db.makeStatement(sql: "INSERT INTO segment_block VALUES (?, ?, ?, ?, ?, ?, ?)")
        self.spool = spool
    }

    func write(_ document: ReadDocument, id: Int64) throws {
        var blocks = Split.allCases.map { OpenBlock(document: id, split: $0) }
        var lengths = document.segmentLengths.reader(in: spool)
        try document.forEachRun(in: spool) { split, _, tokens, range in
            var start = range.lowerBound
            while start < range.upperBound {
                let end = tokens[start..<range.upperBound].firstIndex(of: Marker.segmentEnd).map { $0 + 1 }
                try append(
                    tokens[start..<(end ?? range.upperBound)],
                    characters: end == nil ? nil : lengths.next(), to: &blocks[split.rawValue])
                start = end ?? range.upperBound
            }
        }
        for var block in blocks { try flush(&block) }
    }

    private struct OpenBlock {
        let document: Int64
        let split: Split
        var number = 0
        var ids: [TokenID] = []
        var segments = 0
        var characters = 0
    }

    /// - Parameter characters: of the segment that ends here, `nil` if none does.
    private func append(_ tokens: ArraySlice<TokenID>, characters: Int?, to block: inout OpenBlock) throws {
        let beginsSegment = block.ids.last == Marker.segmentEnd
        if beginsSegment && block.ids.count + tokens.count > Self.blockSize { try flush(&block) }
        var tokens = tokens
        while !tokens.isEmpty {
            let part = tokens.prefix(Self.blockSize - block.ids.count)
            block.ids += part
            tokens = tokens.dropFirst(part.count)
            if tokens.isEmpty, let characters {
                block.segments += 1
                block.characters += characters
            }
            if block.ids.count == Self.blockSize { try flush(&block) }
        }
    }

    private func flush(_ block: inout OpenBlock) throws {
        guard !block.ids.isEmpty else { return }
        try insert.execute(arguments: [
            block.document, block.split.rawValue, block.number, block.segments, block.ids.count - block.segments,
            block.characters, blockBytes(of: block.ids),
        ])
        block.number += 1
        block.ids.removeAll(keepingCapacity: true)
        block.segments = 0
        block.characters = 0
    }
}
