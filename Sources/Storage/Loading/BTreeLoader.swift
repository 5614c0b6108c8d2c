/// Writes the rows of a table of integers WITHOUT ROWID, in ascending order, as the finished pages of its b-tree.
///
/// A row costs about as much as the bytes it has: no page is searched, divided or looked at again. Pages are full, but for
/// the last of each level.
///
/// Contract: the table is empty, its columns are those of its primary key and then the others, as declared; `append` each
/// row in the order of the key, then `finish`. The table is there when `DatabasePages.finish` has been called, too.
package final class BTreeLoader {
    private let pages: DatabasePages
    private let root: UInt32
    private let columns: Int
    private let leaves: BTreeLevel
    /// From the one above the leaves on.
    private var above: [BTreeLevel] = []

    /// Bytes of leaves that are written together.
    private static let runSize = 1 << 20

    /// - Parameters:
    ///   - root: the number of the page that SQLite made for the table.
    ///   - columns: how many the table has, 2 to 6.
    package init(_ pages: DatabasePages, root: UInt32, columns: Int) {
        self.pages = pages
        self.root = root
        self.columns = columns
        leaves = BTreeLevel(
            isLeaf: true, columns: columns, pageSize: pages.pageSize,
            memoryCount: max(2, Self.runSize / pages.pageSize))
    }

    /// Appends a row.
    /// - Parameter row: a value for each column.
    @unsafe
    @inline(__always)
    func append(_ row: UnsafePointer<Int64>) throws {
        if unsafe leaves.append(row) { try makeRoom() }
    }

    /// Appends rows that are cells already.
    func append(_ run: borrowing CellRun) throws {
        var next = (index: 0, offset: 0)
        while leaves.append(run, from: &next) { try makeRoom() }
    }

    /// Appends the cell of a row that is not of integers alone, as an index has it.
    /// - Parameter cell: of at most a fifth of a page, so that SQLite would keep it there whole.
    func append(cell: [UInt8]) throws {
        precondition(cell.count <= pages.pageSize / 5)
        if leaves.append(cell: cell) { try makeRoom() }
    }

    /// Appends a row.
    package func append(_ row: [Int64]) throws {
        precondition(row.count == columns)
        unsafe try row.withUnsafeBufferPointer { unsafe try append($0.baseAddress!) }
    }

    private func makeRoom() throws { try leaves.makeRoom(in: pages) { try give($0, $1, to: 0) } }

    private func give(_ number: UInt32, _ divider: [UInt8], to index: Int) throws {
        if index == above.count {
            above.append(BTreeLevel(isLeaf: false, columns: columns, pageSize: pages.pageSize, memoryCount: 2))
        }
        guard above[index].append(number, divider: divider) else { return }
        try above[index].makeRoom(in: pages) { try give($0, $1, to: index + 1) }
    }

    /// Writes what is left; the top of the tree goes where SQLite looks for it.
    package func finish() throws {
        guard !leaves.isEmpty else { return }
        var (level, right, index) = (leaves, UInt32(0), 0)
        while !(level.isSinglePage) {
            right = try level.finish(right: right, in: pages) { try give($0, $1, to: index) }
            level = above[index]
            index += 1
        }
        try level.finish(right: right, asPage: root, of: pages)
    }
}
