internal import Basics
internal import GRDBSQLite

/// Evaluates a user's expression over the view `documents`.
///
/// It runs on a read-only connection of its own, which may read that view and call functions whose results depend on their
/// arguments alone, and nothing else, within a number of steps.
@safe
final class DocumentCondition {
    /// What an expression may take, in steps of SQLite's machine: some seconds.
    private static let steps = 500
    private static let stepSize: Int32 = 1_000_000
    /// The longest text that a function may make, in bytes.
    private static let longestText: Int32 = 1_000_000

    private static let functions: Set<String> = [
        "abs", "char", "coalesce", "format", "glob", "hex", "ifnull", "iif", "instr", "length", "like", "lower",
        "ltrim",
        "max", "min", "nullif", "printf", "quote", "replace", "round", "rtrim", "sign", "substr", "substring", "trim",
        "typeof", "unicode", "upper",
    ]

    private let connection: OpaquePointer
    private let path: String
    private let keys: [String]
    private var stepsLeft = DocumentCondition.steps

    /// - Parameter keys: of the documents' metadata.
    init(path: String, keys: [String]) throws {
        self.path = path
        self.keys = keys
        var connection: OpaquePointer?
        let status = unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil)
        guard status == SQLITE_OK, let connection = unsafe connection else {
            unsafe sqlite3_close(connection)
            throw StorageError.locked(path, isWriting: false)
        }
        unsafe self.connection = unsafe connection
        unsafe sqlite3_busy_timeout(connection, 5_000)
        let view = "PRAGMA trusted_schema = OFF; CREATE TEMP VIEW documents AS \(DocumentsView.query(keys: keys))"
        guard unsafe sqlite3_exec(connection, view, nil, nil, nil) == SQLITE_OK else { throw failure(of: view) }
        unsafe sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.longestText)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_set_authorizer(
            connection,
            { _, action, first, second, _, accessor in
                func text(_ pointer: UnsafePointer<CChar>?) -> String {
                    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
                }
                switch action {
                case SQLITE_SELECT: return SQLITE_OK
                case SQLITE_READ:
                    let isView = unsafe text(first) == "documents"
                    let isBehind =
                        unsafe ["document", "metadata"].contains(text(first)) && text(accessor) == "documents"
                    return isView || isBehind ? SQLITE_OK : SQLITE_DENY
                case SQLITE_FUNCTION:
                    return unsafe DocumentCondition.functions.contains(text(second).lowercased())
                        ? SQLITE_OK : SQLITE_DENY
                default: return SQLITE_DENY
                }
            }, nil)
        unsafe sqlite3_progress_handler(
            connection, Self.stepSize,
            { context in
                let condition = unsafe Unmanaged<DocumentCondition>.fromOpaque(context!).takeUnretainedValue()
                condition.stepsLeft -= 1
                return condition.stepsLeft < 0 ? 1 : 0
            }, context)
    }

    deinit { unsafe sqlite3_close(connection) }

    /// The names of the documents for which an expression is true, in no order.
    /// - Throws: `StorageError.badExpression`.
    func names(where expression: String) throws -> [String] {
        // A comment in the expression ends with its line.
        let sql = "SELECT name FROM documents WHERE (\(expression)\n)"
        var statement: OpaquePointer?
        let (status, isWhole): (Int32, Bool) = unsafe sql.withCString { start in
            var tail: UnsafePointer<CChar>?
            let status = unsafe sqlite3_prepare_v2(connection, start, -1, &statement, &tail)
            return unsafe (status, tail.map { unsafe $0.pointee == 0 } ?? true)
        }
        defer { unsafe sqlite3_finalize(statement) }
        guard status == SQLITE_OK, let statement = unsafe statement else { throw failure(of: expression) }
        guard isWhole, !expression.contains("\0") else {
            throw StorageError.badExpression(expression, reason: "it is more than one expression", in: path, keys: keys)
        }
        let row = unsafe StoredRow(statement)
        var names: [String] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: try names.append(row.text(0))
            case SQLITE_DONE: return names
            default: throw failure(of: expression)
            }
        }
    }

    private func failure(of expression: String) -> StorageError {
        let reason =
            switch unsafe sqlite3_errcode(connection) & 0xFF {
            case SQLITE_INTERRUPT: "it takes too long"
            case SQLITE_AUTH: "it may read documents and their metadata alone, and call functions of them"
            default: unsafe String(cString: sqlite3_errmsg(connection))
            }
        return .badExpression(expression, reason: reason, in: path, keys: keys)
    }
}

extension CorpusStore {
    /// The names of the documents for which an SQL expression over the columns of the view `documents` is true, in the order
    /// of ingestion: `author = 'Woolf' and year < 1930`.
    ///
    /// - Throws: `StorageError.badExpression`, which lists the keys that there are.
    public func documentNames(where expression: String) throws -> [String] {
        let keys = try metadataKeys()
        let names = try explainingErrors(of: path) {
            try Set(DocumentCondition(path: path, keys: keys).names(where: expression))
        }
        return try documents().map(\.name).filter(names.contains)
    }
}
