internal import Foundation

/// The pages of one level of a b-tree, filled one after the other from rows in ascending order.
///
/// Between two pages of a level stands a row that neither holds: the level above has it, with the number of the page before.
/// Finished pages are written some at a time; the last stays at hand, as it lends a row to a page that would else be empty.
///
/// See section 1.6, "B-tree Pages", of https://sqlite.org/fileformat2.html; the tree is that of an index, as of every
/// table WITHOUT ROWID.
@safe
final class BTreeLevel {
    /// The page at hand. It is accessed by its address, which costs no check whether another accesses it.
    @unsafe
    private struct Page {
        var base: UnsafeMutableRawPointer
        var cells = 0
        /// Where the last cell begins: they are put in from the page's end.
        var start: Int
    }

    private let isLeaf: Bool
    private let pageSize: Int
    private let columns: Int
    private let headerSize: Int
    /// Pages in memory, the finished ones before the one at hand.
    private let memory: UnsafeMutableRawPointer
    private let memoryCount: Int
    private var finished = 0
    private let page: UnsafeMutablePointer<Page>
    /// The last bytes are those of a cell.
    private let scratch: UnsafeMutableRawPointer
    private static let scratchSize = 128
    /// The row after each finished page.
    private var dividers: [[UInt8]] = []

    /// - Parameter memoryCount: pages that are written together, 2 or more.
    init(isLeaf: Bool, columns: Int, pageSize: Int, memoryCount: Int) {
        precondition(IntegerCell.columns.contains(columns) && memoryCount >= 2)
        (self.isLeaf, self.columns, self.pageSize, self.memoryCount) = (isLeaf, columns, pageSize, memoryCount)
        headerSize = isLeaf ? 8 : 12
        unsafe memory = .allocate(byteCount: memoryCount * pageSize, alignment: 16)
        unsafe scratch = .allocate(byteCount: Self.scratchSize, alignment: 16)
        unsafe page = .allocate(capacity: 1)
        unsafe page.initialize(to: Page(base: memory, start: pageSize))
        unsafe memset(memory, 0, pageSize)
    }

    deinit {
        unsafe memory.deallocate()
        unsafe scratch.deallocate()
        unsafe page.deallocate()
    }

    /// Whether nothing was ever appended.
    var isEmpty: Bool { unsafe finished == 0 && page.pointee.cells == 0 }

    /// Whether the page at hand is the only one.
    var isSinglePage: Bool { finished == 0 }

    /// Appends a row to a leaf.
    /// - Returns: whether the level's memory is full.
    @inline(__always)
    func append(_ row: UnsafePointer<Int64>) -> Bool {
        let (start, cells) = unsafe (page.pointee.start, page.pointee.cells)
        let room = start &- (headerSize &+ 2 &* cells)
        guard room >= IntegerCell.longest() + IntegerCell.margin + 2 else {
            return unsafe appendToNarrow(row)
        }
        let base = unsafe page.pointee.base
        let cell = unsafe IntegerCell.write(row, columns: columns, before: base + start)
        unsafe accept(from: cell - base)
        return false
    }

    private func appendToNarrow(_ row: UnsafePointer<Int64>) -> Bool {
        let end = unsafe scratch + Self.scratchSize
        let cell = unsafe IntegerCell.write(row, columns: columns, before: end)
        return unsafe append(UnsafeRawBufferPointer(start: cell, count: end - cell), after: 0)
    }

    /// Appends cells to a leaf, until all are there or the level's memory is full.
    ///
    /// - Parameter next: the first cell to append, and the bytes of those before it.
    /// - Returns: whether the level's memory is full.
    func append(_ run: borrowing CellRun, from next: inout (index: Int, offset: Int)) -> Bool {
        while next.index < run.count {
            let (base, start, cells) = unsafe (page.pointee.base, page.pointee.start, page.pointee.cells)
            var room = start &- headerSize &- 2 &* cells
            var pointer = unsafe base + headerSize + 2 &* cells
            var (index, size) = (next.index, 0)
            while index < run.count {
                let length = run.length(index)
                guard room >= length &+ 2 else { break }
                room &-= length &+ 2
                size &+= length
                unsafe pointer.storeBytes(of: UInt16(truncatingIfNeeded: start &- size).bigEndian, as: UInt16.self)
                unsafe pointer += 2
                index &+= 1
            }
            if size > 0 {
                let bytes = unsafe run.bytes(after: next.offset, size)
                unsafe (base + (start - size)).copyMemory(from: bytes.baseAddress!, byteCount: size)
                unsafe page.pointee.cells = cells &+ index &- next.index
                unsafe page.pointee.start = start &- size
            }
            next = (index, next.offset &+ size)
            guard index < run.count else { break }
            let length = run.length(index)
            let isFull = unsafe append(run.bytes(after: next.offset, length), after: 0)
            next = (index &+ 1, next.offset &+ length)
            if isFull { return true }
        }
        return false
    }

    /// Appends a finished cell to a leaf.
    /// - Returns: whether the level's memory is full.
    func append(cell: [UInt8]) -> Bool { unsafe cell.withUnsafeBytes { unsafe append($0, after: 0) } }

    /// Appends the number of a page and the row after it.
    /// - Returns: whether the level's memory is full.
    func append(_ child: UInt32, divider: [UInt8]) -> Bool {
        unsafe (child.bigEndian.bytes + divider).withUnsafeBytes { unsafe append($0, after: child) }
    }

    /// - Parameter child: the page that a cell begins with; 0 in a leaf.
    private func append(_ cell: UnsafeRawBufferPointer, after child: UInt32) -> Bool {
        let start = unsafe page.pointee.start - cell.count
        if unsafe start >= headerSize + 2 * (page.pointee.cells + 1) {
            unsafe (page.pointee.base + start).copyMemory(from: cell.baseAddress!, byteCount: cell.count)
            accept(from: start)
            return false
        }
        // The row goes to the level above, the page before it ends this one.
        if !isLeaf { setRight(child) }
        unsafe dividers.append(Array(cell.dropFirst(isLeaf ? 0 : 4)))
        finishPage()
        finished += 1
        guard finished < memoryCount else { return true }
        beginPage()
        return false
    }

    /// Enters a cell that stands before the others.
    @inline(__always)
    private func accept(from start: Int) {
        let (base, cells) = unsafe (page.pointee.base, page.pointee.cells)
        unsafe (base + headerSize + 2 &* cells).storeBytes(
            of: UInt16(truncatingIfNeeded: start).bigEndian, as: UInt16.self)
        unsafe page.pointee.cells = cells &+ 1
        unsafe page.pointee.start = start
    }

    /// Writes the finished pages but the last, for whom the level above calls for numbers and rows.
    func makeRoom(in pages: DatabasePages, _ give: (UInt32, _ divider: [UInt8]) throws -> Void) throws {
        try write(finished - 1, to: pages, give)
        unsafe memory.copyMemory(from: memory + (memoryCount - 1) * pageSize, byteCount: pageSize)
        finished = 1
        beginPage()
    }

    /// Writes what is left of a level of several pages.
    ///
    /// - Parameter right: the page after the last row; 0 in a leaf.
    /// - Returns: the number of the last page.
    func finish(
        right: UInt32, in pages: DatabasePages, _ give: (UInt32, _ divider: [UInt8]) throws -> Void
    ) throws -> UInt32 {
        precondition(finished > 0)
        if unsafe page.pointee.cells == 0 { borrow() }
        end(right: right)
        try write(finished, to: pages, give)
        return try unsafe pages.append(UnsafeRawBufferPointer(start: page.pointee.base, count: pageSize))[0]
    }

    /// Puts the only page in place of one that is there.
    func finish(right: UInt32, asPage number: UInt32, of pages: DatabasePages) throws {
        precondition(finished == 0)
        end(right: right)
        try unsafe pages.replace(number, by: UnsafeRawBufferPointer(start: page.pointee.base, count: pageSize))
    }

    private func write(
        _ count: Int, to pages: DatabasePages, _ give: (UInt32, _ divider: [UInt8]) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let numbers = try unsafe pages.append(UnsafeRawBufferPointer(start: memory, count: count * pageSize))
        for (number, divider) in zip(numbers, dividers) { try give(number, divider) }
        dividers.removeFirst(count)
    }

    /// Gives an empty page the row before it, and the page before its last row for that.
    private func borrow() {
        let before = unsafe page.pointee.base - pageSize
        let cells = Int(unsafe Self.number(at: before + 3))
        let start = Int(unsafe Self.number(at: before + headerSize + 2 * (cells - 1)))
        let end = cells > 1 ? Int(unsafe Self.number(at: before + headerSize + 2 * (cells - 2))) : pageSize
        let last = unsafe Array(UnsafeRawBufferPointer(start: before + start, count: end - start))
        unsafe memset(before + start, 0, end - start)
        unsafe memset(before + headerSize + 2 * (cells - 1), 0, 2)
        unsafe Self.set(UInt16(cells - 1), at: before + 3)
        unsafe Self.set(UInt16(truncatingIfNeeded: end), at: before + 5)
        let divider = dividers.removeLast()
        if isLeaf {
            _ = unsafe divider.withUnsafeBytes { unsafe append($0, after: 0) }
            dividers.append(last)
        } else {
            let right = unsafe (before + 8).loadUnaligned(as: UInt32.self)
            _ = append(UInt32(bigEndian: right), divider: divider)
            unsafe (before + 8).copyMemory(from: Array(last.prefix(4)), byteCount: 4)
            dividers.append(Array(last.dropFirst(4)))
        }
    }

    private func end(right: UInt32) {
        if !isLeaf { setRight(right) }
        finishPage()
    }

    private func setRight(_ number: UInt32) {
        unsafe (page.pointee.base + 8).storeBytes(of: number.bigEndian, as: UInt32.self)
    }

    /// Writes the header of the page at hand.
    private func finishPage() {
        let base = unsafe page.pointee.base
        unsafe base.storeBytes(of: isLeaf ? 0x0A : 0x02, as: UInt8.self)
        unsafe Self.set(UInt16(page.pointee.cells), at: base + 3)
        unsafe Self.set(UInt16(truncatingIfNeeded: page.pointee.start), at: base + 5)
    }

    private func beginPage() {
        let base = unsafe memory + finished * pageSize
        unsafe memset(base, 0, pageSize)
        unsafe page.pointee = Page(base: base, start: pageSize)
    }

    private static func number(at address: UnsafeMutableRawPointer) -> UInt16 {
        UInt16(bigEndian: unsafe address.loadUnaligned(as: UInt16.self))
    }

    private static func set(_ number: UInt16, at address: UnsafeMutableRawPointer) {
        unsafe address.storeBytes(of: number.bigEndian, as: UInt16.self)
    }
}

extension UInt32 {
    /// Its bytes as they stand in memory.
    fileprivate var bytes: [UInt8] { unsafe withUnsafeBytes(of: self) { unsafe Array($0) } }
}
