internal import Basics
internal import GRDB
internal import Tokenization

/// Writes the types of a corpus whose database is in the making, and the index over their texts, as finished pages.
///
/// Their order by text is found while something else is done, where there is a thread for it.
struct NewTypes {
    private let types: TypeTable
    private let sorted: BackgroundValue<[TokenID]>?

    /// - Returns: `nil` if a text is so long that pages would have to be laid out otherwise; SQLite does that.
    init?(_ types: TypeTable, threads: Int) {
        guard types.longestText <= TypeCells.longestText else { return nil }
        self.types = types
        sorted = threads > 1 ? BackgroundValue { types.idsByText() } : nil
    }

    /// Puts all types in place of what the table and its index hold, each on one page.
    func write(to pages: DatabasePages, in db: Database) throws {
        var cell: [UInt8] = []
        let table = TableLoader(pages, root: try db.rootPage(of: "type"))
        for id in 0..<TokenID(types.count) {
            TypeCells.tableCell(id: Int64(id), text: types.utf8(of: id), into: &cell)
            try table.append(cell, id: Int64(id))
        }
        try table.finish()
        let index = BTreeLoader(pages, root: try db.rootPage(of: "type_text"), columns: 2)
        for id in try sorted?.value() ?? types.idsByText() {
            TypeCells.indexCell(text: types.utf8(of: id), id: Int64(id), into: &cell)
            try index.append(cell: cell)
        }
        try index.finish()
    }
}

extension Database {
    /// The number of the page at the top of a new database's table or index.
    func rootPage(of name: String) throws -> UInt32 {
        let root = try firstRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name]) { try $0.count(0) }
        guard let root else { throw StorageError.fault("A new database lacks a table.") }
        return UInt32(root)
    }
}
