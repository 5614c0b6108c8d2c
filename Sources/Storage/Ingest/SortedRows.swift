internal import Basics
internal import Counting
internal import Foundation
internal import GRDBSQLite
internal import Tokenization

/// A virtual table `sorted_rows (w1, w2, w3, n)` over sorted n-grams, read by one `INSERT … SELECT`.
///
/// Two and a half times as fast as binding row by row: SQLite's loop never leaves its virtual machine. Repeated n-grams
/// become one row with their count while they are read; a bucket of trigrams gives its bigrams too.
///
/// Contract: set the rows, then run statements that read the table once.
@safe
final class SortedRows {
    enum Order { case one, two, three, counted }

    fileprivate var order = Order.one
    fileprivate var keys = unsafe UnsafeMutableBufferPointer<UInt64>(start: nil, count: 0)
    fileprivate var counts: UnsafeBufferPointer<Int> = unsafe .init(start: nil, count: 0)
    fileprivate var firstWord = 0
    fileprivate var secondWord = 0
    /// The last words of counted rows.
    fileprivate var lastWords: UnsafeBufferPointer<TokenID> = unsafe .init(start: nil, count: 0)
    fileprivate var idBits: UInt64 = 0
    fileprivate var idMask: UInt64 = 0

    private static let module = unsafe ModulePointer()

    /// Registers the table with a connection, which must not outlive this object.
    init(_ connection: OpaquePointer) throws {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard unsafe sqlite3_create_module_v2(connection, "sorted_rows", Self.module.pointer, context, nil) == SQLITE_OK
        else { throw StorageError.fault("SQLite refuses virtual tables.") }
    }

    /// Makes the rows those of a sorted bucket of padded trigrams.
    func set(_ sorter: WindowSorter, bucket: Int, order: Order) {
        precondition(sorter.windows.order == 3 && sorter.windows.padsEnd)
        let (first, keys) = unsafe sorter.bucket(bucket)
        unsafe self.keys = keys
        firstWord = Int(first)
        idBits = UInt64(sorter.windows.idBits)
        idMask = (1 << idBits) - 1
        self.order = order
    }

    /// Runs `body` while the rows are counts by id; zeros are no rows.
    func withCounts(_ counts: [Int], _ body: () throws -> Void) rethrows {
        order = .one
        try unsafe counts.withUnsafeBufferPointer { counts in
            unsafe self.counts = counts
            defer { unsafe self.counts = .init(start: nil, count: 0) }
            try body()
        }
    }
}

extension SortedRows {
    /// Runs `body` while the rows are the trigrams of two words, or the one bigram that these are.
    ///
    /// - Parameter order: two or three.
    func withCounts(_ counts: NextWordCounts, order: Order, _ body: () throws -> Void) rethrows {
        self.order = .counted
        firstWord = Int(counts.first)
        secondWord = Int(counts.second)
        let isBigram = order == .two
        // A pad, which ends a segment's last bigram, is no trigram's last word.
        let kept = counts.words.indices.filter { isBigram || counts.words[$0] != Marker.segmentStart }
        let words = isBigram ? [0] : kept.map { counts.words[$0] }
        let numbers = isBigram ? [counts.counts.reduce(0, +)] : kept.map { counts.counts[$0] }
        try unsafe words.withUnsafeBufferPointer { words in
            try unsafe numbers.withUnsafeBufferPointer { numbers in
                unsafe (lastWords, self.counts) = (words, numbers)
                defer {
                    unsafe lastWords = .init(start: nil, count: 0)
                    unsafe self.counts = .init(start: nil, count: 0)
                }
                try body()
            }
        }
    }
}

/// One scan of the table.
@unsafe
private struct Cursor {
    var base: sqlite3_vtab_cursor
    unowned(unsafe) var rows: SortedRows
    /// Where the row's n-grams begin and end.
    var start = 0
    var end = 0
    var isAtEnd = false

    @inline(__always)
    mutating func advance() {
        switch unsafe rows.order {
        case .one:
            unsafe start = end
            while unsafe start < rows.counts.count && rows.counts[start] == 0 { unsafe start += 1 }
            unsafe end = start + 1
            unsafe isAtEnd = unsafe start >= rows.counts.count
        case .counted:
            unsafe start = end
            unsafe end = start + 1
            unsafe isAtEnd = unsafe start >= rows.counts.count
        case .two: unsafe advance(droppingBits: unsafe rows.idBits)
        case .three:
            // Pads, which are written as <s>, end a segment's last bigram: no trigram.
            repeat {
                unsafe advance(droppingBits: 0)
            } while unsafe !isAtEnd
                && rows.keys[start] & rows.idMask == UInt64(Marker.segmentStart)
        }
    }

    @inline(__always)
    private mutating func advance(droppingBits bits: UInt64) {
        let keys = unsafe rows.keys
        unsafe start = end
        guard unsafe start < keys.count else {
            unsafe isAtEnd = true
            return
        }
        let key = unsafe keys[start] &>> bits
        repeat { unsafe end += 1 } while unsafe end < keys.count && keys[end] &>> bits == key
    }

    @inline(__always)
    func value(ofColumn column: Int32) -> Int {
        if unsafe rows.order == .one { return unsafe column == 0 ? start : rows.counts[start] }
        if unsafe rows.order == .counted {
            switch column {
            case 0: return unsafe rows.firstWord
            case 1: return unsafe rows.secondWord
            case 2: return unsafe Int(rows.lastWords[start])
            default: return unsafe rows.counts[start]
            }
        }
        let key = unsafe rows.keys[start]
        let (bits, mask) = unsafe (rows.idBits, rows.idMask)
        switch column {
        case 0: return unsafe rows.firstWord &+ Int(truncatingIfNeeded: key >> (2 * bits))
        case 1: return Int(truncatingIfNeeded: (key &>> bits) & mask)
        case 2: return Int(truncatingIfNeeded: key & mask)
        default: return unsafe end &- start
        }
    }
}

/// SQLite's description of the table, made once for the process.
@unsafe
private struct ModulePointer: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<sqlite3_module>

    init() {
        unsafe pointer = .allocate(capacity: 1)
        var module = sqlite3_module()
        unsafe module.xConnect = { connection, context, _, _, table, _ in
            let status = unsafe sqlite3_declare_vtab(connection, "CREATE TABLE x (w1, w2, w3, n)")
            guard status == SQLITE_OK else { return status }
            let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            unsafe made.initialize(to: Table(base: sqlite3_vtab(), rows: context!))
            unsafe table!.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        }
        unsafe module.xDisconnect = { table in
            unsafe UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).deallocate()
            return SQLITE_OK
        }
        unsafe module.xBestIndex = { _, plan in
            unsafe plan!.pointee.estimatedCost = 1
            return SQLITE_OK
        }
        unsafe module.xOpen = { table, cursor in
            let context = unsafe UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).pointee.rows
            let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            let rows = unsafe Unmanaged<SortedRows>.fromOpaque(context).takeUnretainedValue()
            unsafe made.initialize(to: Cursor(base: sqlite3_vtab_cursor(), rows: rows))
            unsafe cursor!.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        unsafe module.xClose = { cursor in
            unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).deallocate()
            return SQLITE_OK
        }
        unsafe module.xFilter = { cursor, _, _, _, _ in
            let cursor = unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
            unsafe cursor.pointee.start = 0
            unsafe cursor.pointee.end = 0
            unsafe cursor.pointee.isAtEnd = false
            unsafe cursor.pointee.advance()
            return SQLITE_OK
        }
        unsafe module.xNext = { cursor in
            unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).pointee.advance()
            return SQLITE_OK
        }
        unsafe module.xEof = { cursor in
            unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).pointee.isAtEnd ? 1 : 0
        }
        unsafe module.xColumn = { cursor, result, column in
            let cursor = unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
            unsafe sqlite3_result_int64(result, Int64(cursor.pointee.value(ofColumn: column)))
            return SQLITE_OK
        }
        unsafe module.xRowid = { cursor, row in
            let cursor = unsafe UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
            unsafe row!.pointee = Int64(cursor.pointee.start)
            return SQLITE_OK
        }
        unsafe pointer.initialize(to: module)
    }

    @unsafe
    private struct Table {
        var base: sqlite3_vtab
        let rows: UnsafeMutableRawPointer
    }
}
