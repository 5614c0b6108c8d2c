internal import Basics
public import Counting
internal import Foundation
internal import GRDB
public import Tokenization

/// So many tokens of documents are read whatever others do.
private let heavyTokens = 1 << 20

extension CorpusStore {
    /// The tokens of a split in document order.
    public func tokens(of split: Split) throws -> TokenStream {
        try read { try tokens(of: split, in: $0) }
    }

    /// The same with the fingerprint of what was read: of the split as it was then, whatever becomes of it.
    package func fingerprintedTokens(of split: Split) throws -> (tokens: TokenStream, fingerprint: String) {
        try read { try (tokens(of: split, in: $0), fingerprint(of: split, in: $0)) }
    }

    private func tokens(of split: Split, in db: Database) throws -> TokenStream {
        try stream("split = ?", [split.rawValue], joining: false, in: db)
    }

    /// All tokens in document order; a segment that was cut into splits is one again.
    public func allTokens() throws -> TokenStream {
        try read { try stream("true", [], joining: true, in: $0) }
    }

    /// The tokens of documents by their numbers, one after the other, of each its splits in turn.
    ///
    /// - Parameter splits: all where `nil`; then a segment that was cut into splits is one again.
    /// - Complexity: each document is looked up by itself: what others hold is not read.
    package func tokens(ofDocuments ids: [Int], splits: Set<Split>? = nil) throws -> TokenStream {
        try read { try tokens(ofDocuments: ids, splits: splits, in: $0).stream }
    }

    /// The same with the numbers of the documents that have a part in it, in the order of its `documentStarts`.
    package func tokensWithDocuments(
        ofDocuments ids: [Int], splits: Set<Split>? = nil
    ) throws -> (stream: TokenStream, present: [Int]) {
        try read { try tokens(ofDocuments: ids, splits: splits, in: $0) }
    }

    /// The tokens of documents in one split, with the fingerprint of what was read.
    package func fingerprintedTokens(
        of split: Split, documents ids: [Int]
    ) throws -> (tokens: TokenStream, fingerprint: String) {
        try read { db in
            try (
                tokens(ofDocuments: ids, splits: [split], in: db).stream,
                Self.fingerprint(of: split, documents: Set(ids), in: db, path: path)
            )
        }
    }

    private func tokens(
        ofDocuments ids: [Int], splits: Set<Split>?, in db: Database
    ) throws -> (stream: TokenStream, present: [Int]) {
        try db.requireText(of: path)
        var stream = TokenStream()
        var present: [Int] = []
        let idCount = try db.idCount(of: path)
        let budget = WorkBudget.current
        for id in ids {
            let divided = try db.firstRow("SELECT divided FROM document WHERE id = ?", [id]) { try $0.integer(0) == 1 }
            guard let divided else { throw StorageError.changed(path) }
            var last: Int?
            let start = stream.ids.count
            try db.forEachRow(
                "SELECT segments, tokens, ids, characters, split FROM segment_block WHERE document = ? "
                    + "ORDER BY split, block", [id], isCached: true
            ) { row in
                let number = try row.integer(4)
                guard let split = Split(rawValue: number) else { throw StorageError.changed(path) }
                if let splits, !splits.contains(split) { return }
                if divided, splits == nil, last != nil, last != number, stream.ids.count > start,
                    stream.ids.last == Marker.segmentEnd
                {
                    stream.ids.removeLast()
                }
                last = number
                stream.characterCount = try sumOfCounts(stream.characterCount, row.count(3), of: path)
                try row.appendBlock(at: 0, to: &stream.ids, idCount: idCount)
                // Many documents are as much work as a corpus.
                if stream.ids.count > heavyTokens { budget?.beginHeavyWork() }
                try budget?.check()
            }
            guard stream.ids.last ?? Marker.segmentEnd == Marker.segmentEnd else { throw StorageError.changed(path) }
            if stream.ids.count > start {
                stream.documentStarts.append(start)
                present.append(id)
            }
        }
        return (stream, present)
    }

    private func stream(
        _ condition: String, _ arguments: StatementArguments, joining: Bool, in db: Database
    ) throws -> TokenStream {
        try db.requireText(of: path)
        WorkBudget.current?.beginHeavyWork()
        var stream = TokenStream()
        var (document, split): (Int?, Int?)
        var divided: Set<Int> = []
        if joining {
            try db.forEachRow("SELECT id FROM document WHERE divided = 1") { try divided.insert($0.integer(0)) }
        }
        let (idCount, budget) = (try db.idCount(of: path), WorkBudget.current)
        try db.forEachRow(
            """
            SELECT document, segments, tokens, ids, characters, split FROM segment_block WHERE \(condition)
            ORDER BY document, split, block
            """, arguments
        ) { row in
            if try document != row.integer(0) {
                guard stream.ids.last ?? Marker.segmentEnd == Marker.segmentEnd else {
                    throw StorageError.changed(path)
                }
                document = try row.integer(0)
                stream.documentStarts.append(stream.ids.count)
            } else if try split != row.integer(5), let document, divided.contains(document),
                stream.ids.last == Marker.segmentEnd
            {
                stream.ids.removeLast()
            }
            split = try row.integer(5)
            stream.characterCount = try sumOfCounts(stream.characterCount, row.count(4), of: path)
            try row.appendBlock(at: 1, to: &stream.ids, idCount: idCount)
            try budget?.check()
        }
        guard stream.ids.last ?? Marker.segmentEnd == Marker.segmentEnd else { throw StorageError.changed(path) }
        return stream
    }
}

extension StoredRow {
    /// Adds the ids of a block, which are little-endian and of 32 bits.
    ///
    /// - Parameters:
    ///   - column: of `segments`, which `tokens` and `ids` follow.
    ///   - idCount: every id is below it.
    /// - Throws: `DamagedValue` if the block is none, or not as long as its numbers say.
    func appendBlock(at column: Int32, to ids: inout [TokenID], idCount: Int) throws {
        let block = try unsafe blob(column + 2)
        let (segments, tokens) = (try count(column), try count(column + 1))
        guard unsafe !block.isEmpty, block.count == (segments + tokens) * MemoryLayout<TokenID>.size else {
            throw damaged(column + 2, expected: "a block of \(segments + tokens) ids")
        }
        var added = unsafe [TokenID](unsafeUninitializedCapacity: segments + tokens) { buffer, initialized in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: block)
            initialized = segments + tokens
        }
        if 1.littleEndian != 1 { for index in added.indices { added[index] = TokenID(littleEndian: added[index]) } }
        // Without a branch, so that eight ids are looked at at once.
        let bound = TokenID(clamping: idCount)
        var (ends, odd): (TokenID, TokenID) = (0, 0)
        let span = added.span
        for index in span.indices {
            let id = span[index]
            ends &+= id == Marker.segmentEnd ? 1 : 0
            odd |= (id >= bound ? 1 : 0) | (id == Marker.segmentStart ? 1 : 0)
        }
        guard odd == 0, ends == segments else { throw damaged(column + 2, expected: "ids of types") }
        if ids.isEmpty { ids = added } else { ids += added }
    }
}

/// A block's bytes: little-endian 32-bit ids.
func blockBytes(of ids: [TokenID]) -> Data {
    if 1.littleEndian == 1 { return unsafe ids.withUnsafeBytes { unsafe Data($0) } }
    var swapped = ids
    for index in swapped.indices { swapped[index] = swapped[index].littleEndian }
    return unsafe swapped.withUnsafeBytes { unsafe Data($0) }
}
