public import Counting
internal import Foundation
internal import GRDB
public import Tokenization

extension CorpusStore {
    /// The tokens of a split in document order.
    public func tokens(of split: Split) throws -> TokenStream {
        try read { db in
            try stream(
                Row.fetchCursor(
                    db,
                    sql: """
                        SELECT document, characters, ids FROM segment_block WHERE split = ?
                        ORDER BY document, split, block
                        """,
                    arguments: [split.rawValue]), idCount: db.idCount())
        }
    }

    /// The tokens of a document, its splits in turn; `nil` if there is no document of that name.
    public func tokens(ofDocument name: String) throws -> TokenStream? {
        try read { db in
            guard let id = try Int64.fetchOne(db, sql: "SELECT id FROM document WHERE name = ?", arguments: [name])
            else { return nil }
            return try stream(
                Row.fetchCursor(
                    db,
                    sql: """
                        SELECT document, characters, ids FROM segment_block WHERE document = ?
                        ORDER BY document, split, block
                        """,
                    arguments: [id]), idCount: db.idCount())
        }
    }

    private func stream(_ rows: RowCursor, idCount: Int) throws -> TokenStream {
        var stream = TokenStream()
        var document: Int64?
        while let row = try rows.next() {
            if document != row[0] {
                document = row[0]
                stream.documentStarts.append(stream.ids.count)
            }
            stream.characterCount += row[1] as Int
            try row.withUnsafeData(atIndex: 2) { appendIDs(of: $0 ?? Data(), to: &stream.ids) }
        }
        guard stream.ids.last ?? Marker.segmentEnd == Marker.segmentEnd,
            stream.ids.allSatisfy({ Int($0) < idCount })
        else { throw StorageError.changed(path) }
        return stream
    }
}

/// Adds the little-endian 32-bit ids of a block.
func appendIDs(of block: Data, to ids: inout [TokenID]) {
    let start = ids.count
    ids.append(contentsOf: repeatElement(0, count: block.count / 4))
    unsafe ids.withUnsafeMutableBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start * 4)...]).copyBytes(
            from: block.prefix(bytes.count - start * 4))
    }
    if 1.littleEndian != 1 { for index in start..<ids.count { ids[index] = TokenID(littleEndian: ids[index]) } }
}

/// A block's bytes: little-endian 32-bit ids.
func blockBytes(of ids: [TokenID]) -> Data {
    if 1.littleEndian == 1 { return unsafe ids.withUnsafeBytes { unsafe Data($0) } }
    var swapped = ids
    for index in swapped.indices { swapped[index] = swapped[index].littleEndian }
    return unsafe swapped.withUnsafeBytes { unsafe Data($0) }
}
