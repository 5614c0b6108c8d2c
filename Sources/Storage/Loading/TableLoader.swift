internal import Basics

/// Writes the rows of a table with ids, in ascending order, as the finished pages of its b-tree.
///
/// All rows stand in leaves; the levels above say the last id of each page but the last. Leaves are written some at a time,
/// the numbers of all are kept until the end.
///
/// Contract: the table has no page but its root; `append` each row in the order of the ids, then `finish`, once.
///
/// See section 1.6, "B-tree Pages", of https://sqlite.org/fileformat2.html.
final class TableLoader {
    private let pages: DatabasePages
    private let root: UInt32
    private let pageSize: Int
    /// Leaves, of which the last is being filled.
    private var leaves: [UInt8] = []
    private var lastIDs: [Int64] = []
    /// What the level above needs of each written leaf.
    private var written: [(number: UInt32, lastID: Int64)] = []
    /// Of the leaf at hand: its cells, where the last begins, and the id of its row.
    private var (cells, start, lastID) = (0, 0, Int64(0))

    /// Bytes of leaves that are written together.
    private static let runSize = 1 << 20
    private static let (leafHeader, innerHeader) = (8, 12)

    /// - Parameter root: the number of the page that SQLite made for the table.
    init(_ pages: DatabasePages, root: UInt32) {
        (self.pages, self.root, pageSize) = (pages, root, pages.pageSize)
        beginLeaf()
    }

    /// - Parameter cell: of at most a fifth of a page, so that SQLite would keep it there whole.
    func append(_ cell: [UInt8], id: Int64) throws {
        precondition(cell.count <= pageSize / 5)
        if start - cell.count < Self.leafHeader + 2 * (cells + 1) {
            endLeaf()
            if leaves.count >= Self.runSize { try writeLeaves() }
            beginLeaf()
        }
        start -= cell.count
        let page = leaves.count - pageSize
        leaves.replaceSubrange(page + start..<page + start + cell.count, with: cell)
        Self.set(start, at: page + Self.leafHeader + 2 * cells, of: &leaves)
        cells += 1
        lastID = id
    }

    /// Writes what is left; the top of the tree goes where SQLite looks for it.
    func finish() throws {
        endLeaf()
        guard !written.isEmpty || lastIDs.count > 1 else { return try replaceRoot(by: leaves) }
        try writeLeaves()
        var level = written
        // A page holds one child more than cells; the last page takes two children or more.
        let most = (pageSize - Self.innerHeader) / (2 + 4 + 9) + 1
        while true {
            var above: [(number: UInt32, lastID: Int64)] = []
            var rest = level[...]
            while !rest.isEmpty {
                let children = rest.prefix(rest.count == most + 1 ? most - 1 : most)
                rest = rest.dropFirst(children.count)
                let page = innerPage(children)
                if above.isEmpty && rest.isEmpty { return try replaceRoot(by: page) }
                above.append((try append(page)[0], children.last!.lastID))
            }
            level = above
        }
    }

    private func innerPage(_ children: ArraySlice<(number: UInt32, lastID: Int64)>) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: pageSize)
        var (cells, start) = (0, pageSize)
        for child in children.dropLast() {
            var cell = Self.bytes(child.number)
            TypeCells.appendVarint(UInt64(child.lastID), to: &cell)
            start -= cell.count
            page.replaceSubrange(start..<start + cell.count, with: cell)
            Self.set(start, at: Self.innerHeader + 2 * cells, of: &page)
            cells += 1
        }
        Self.setHeader(kind: 0x05, cells: cells, start: start, at: 0, of: &page)
        page.replaceSubrange(8..<12, with: Self.bytes(children.last!.number))
        return page
    }

    private func beginLeaf() {
        leaves.append(contentsOf: repeatElement(0, count: pageSize))
        (cells, start) = (0, pageSize)
    }

    private func endLeaf() {
        Self.setHeader(kind: 0x0D, cells: cells, start: start, at: leaves.count - pageSize, of: &leaves)
        lastIDs.append(lastID)
    }

    private func writeLeaves() throws {
        for (number, id) in zip(try append(leaves), lastIDs) { written.append((number, id)) }
        leaves.removeAll(keepingCapacity: true)
        lastIDs.removeAll()
    }

    private func append(_ bytes: [UInt8]) throws -> [UInt32] {
        try unsafe bytes.withUnsafeBytes { try unsafe pages.append($0) }
    }

    private func replaceRoot(by page: [UInt8]) throws {
        try unsafe page.withUnsafeBytes { try unsafe pages.replace(root, by: $0) }
    }

    private static func setHeader(kind: UInt8, cells: Int, start: Int, at page: Int, of bytes: inout [UInt8]) {
        bytes[page] = kind
        set(cells, at: page + 3, of: &bytes)
        set(start, at: page + 5, of: &bytes)
    }

    private static func set(_ number: Int, at index: Int, of bytes: inout [UInt8]) {
        bytes[index] = UInt8(truncatingIfNeeded: number >> 8)
        bytes[index + 1] = UInt8(truncatingIfNeeded: number)
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }
}
