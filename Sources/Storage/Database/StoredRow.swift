internal import Basics
internal import GRDB
internal import GRDBSQLite
internal import Tokenization

/// A row of a result, each value read as what a sound database holds there.
///
/// SQLite keeps a value of any type in any column, and a file that was damaged or changed by another program has them.
/// Such a value is an error, never converted and never a trap: SQLite itself would make 0 of a text.
@safe
struct StoredRow {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { unsafe self.statement = unsafe statement }

    @inline(__always)
    func integer(_ column: Int32) throws(DamagedValue) -> Int {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_INTEGER else {
            throw damaged(column, expected: "an integer")
        }
        return Int(unsafe sqlite3_column_int64(statement, column))
    }

    /// A number of things in a corpus: at least 0, at most `largestCount`.
    @inline(__always)
    func count(_ column: Int32) throws(DamagedValue) -> Int {
        let value = try integer(column)
        guard value >= 0 && value <= largestCount else { throw damaged(column, expected: "a number of things") }
        return value
    }

    /// A number, which SQLite stores as an integer where it is one; `nil` for NULL.
    func number(_ column: Int32) throws(DamagedValue) -> Double? {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return nil
        case SQLITE_INTEGER, SQLITE_FLOAT: return unsafe sqlite3_column_double(statement, column)
        default: throw damaged(column, expected: "a number")
        }
    }

    func text(_ column: Int32) throws(DamagedValue) -> String {
        try unsafe String(decoding: utf8(column), as: UTF8.self)
    }

    /// A text, which goes with the row.
    @unsafe
    func utf8(_ column: Int32) throws(DamagedValue) -> UnsafeBufferPointer<UInt8> {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_TEXT else {
            throw damaged(column, expected: "a text")
        }
        // In this order: the text may be converted, which changes its length.
        let start = unsafe sqlite3_column_text(statement, column)
        let text = unsafe UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
        guard unsafe (try? UTF8Span(validating: text.span)) != nil else { throw damaged(column, expected: "UTF-8") }
        return unsafe text
    }

    /// The bytes of a blob, which go with the row.
    @unsafe
    func blob(_ column: Int32) throws(DamagedValue) -> UnsafeRawBufferPointer {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_BLOB else {
            throw damaged(column, expected: "bytes")
        }
        let start = unsafe sqlite3_column_blob(statement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// What to throw of a column that holds none of what it should.
    @inline(never)
    func damaged(_ column: Int32, expected: String) -> DamagedValue {
        let name = unsafe sqlite3_column_name(statement, column).map { unsafe String(cString: $0) }
        let found =
            switch unsafe sqlite3_column_type(statement, column) {
            case SQLITE_NULL: "nothing"
            case SQLITE_INTEGER: String(unsafe sqlite3_column_int64(statement, column))
            case SQLITE_FLOAT: String(unsafe sqlite3_column_double(statement, column))
            case SQLITE_TEXT: "a text"
            default: "a blob"
            }
        return DamagedValue(column: name ?? "\(column)", expected: expected, found: found)
    }
}

/// More tokens than any text has. Sums over splits stay exact, as integers and in floating point.
let largestCount = 1 << 50

/// A value that no sound database holds where it stands.
struct DamagedValue: Error {
    let column: String
    let expected: String
    let found: String
}

extension Database {
    /// Runs a query and shows its rows in turn, each until the next is asked for.
    ///
    /// - Parameter isCached: whether the query is compiled once for all of its arguments; it must not run within itself.
    /// - Throws: `DatabaseError`, what `body` throws.
    func forEachRow(
        _ sql: String, _ arguments: StatementArguments = [], isCached: Bool = false, _ body: (StoredRow) throws -> Void
    ) throws {
        let budget = WorkBudget.current
        try withRows(of: isCached ? cachedStatement(sql: sql) : makeStatement(sql: sql), arguments) { next in
            var rows = 0
            while let row = try next() {
                try body(row)
                rows &+= 1
                if rows & 0xFFF == 0 { try budget?.check() }
            }
        }
    }

    /// What the first row of a query gives; `nil` if there is none. The query is compiled once for all of its arguments.
    func firstRow<Result>(
        _ sql: String, _ arguments: StatementArguments = [], _ body: (StoredRow) throws -> Result
    ) throws -> Result? {
        try withRows(of: cachedStatement(sql: sql), arguments) { next in try next().map(body) }
    }

    private func withRows<Result>(
        of statement: Statement, _ arguments: StatementArguments, _ body: (() throws -> StoredRow?) throws -> Result
    ) throws -> Result {
        try statement.setArguments(arguments)
        let sqlite = unsafe statement.sqliteStatement
        defer { unsafe sqlite3_reset(sqlite) }
        let row = unsafe StoredRow(sqlite)
        return try body {
            switch unsafe sqlite3_step(sqlite) {
            case SQLITE_ROW: row
            case SQLITE_DONE: nil
            case let code:
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: statement.sql)
            }
        }
    }
}

/// A sum of counts that should come to no more than a text has tokens.
func sumOfCounts(_ a: Int, _ b: Int, of path: String) throws(StorageError) -> Int {
    guard a + b <= largestCount else { throw .changed(path) }
    return a + b
}
