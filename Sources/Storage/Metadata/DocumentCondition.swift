internal import Basics
internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// Evaluates a user's expression over the view `documents`.
///
/// It runs on a read-only connection of its own, which may read that view and call functions whose results depend on their
/// arguments alone, and nothing else, within a number of steps.
@safe
final class DocumentCondition {
    /// What an expression may take.
    struct Limits {
        /// In steps of SQLite's machine: some seconds.
        var steps = 500_000_000
        /// Seconds: a single step may compare long texts.
        var seconds = 20.0
    }

    /// Steps between two looks at the limits.
    private static let stepSize: Int32 = 100
    /// The longest text that a function may make, in bytes.
    private static let longestText: Int32 = 1_000_000
    /// The longest pattern of LIKE and GLOB, in bytes: each of its characters may be compared with each of a text.
    private static let longestPattern: Int32 = 1_000
    /// The column, after those of the view, with the number of a document.
    private static let idColumn = "\u{1}id"

    /// Without `printf` and `format`, which work through any width that they are given, whatever the limits.
    private static let functions: Set<String> = [
        "abs", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "concat_ws", "count", "exp", "floor",
        "glob", "group_concat", "hex", "ifnull", "iif", "instr", "length", "like", "likelihood", "likely", "ln", "log",
        "log10", "log2", "lower", "ltrim", "max", "min", "mod", "nullif", "octet_length", "pow", "power",
        "quote", "replace", "round", "rtrim", "sign", "sqrt", "string_agg", "substr", "substring", "sum", "total",
        "trim", "trunc", "typeof", "unicode", "unlikely", "upper",
    ]

    /// The columns of the tables behind the view that it shows.
    private static let columns: [String: Set<String>] = [
        "document": ["id", "name", "tokens", "types", "split"], "metadata": ["document", "key", "value"],
    ]

    private let connection: OpaquePointer
    private let path: String
    private let keys: [String]
    private let end: ContinuousClock.Instant
    private var stepsLeft: Int

    /// - Parameter keys: of the documents' metadata.
    init(path: String, keys: [String], limits: Limits = Limits()) throws {
        self.path = path
        self.keys = keys
        stepsLeft = limits.steps
        end = ContinuousClock.now + .seconds(limits.seconds)
        var connection: OpaquePointer?
        let status = unsafe sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil)
        guard status == SQLITE_OK, let connection = unsafe connection else {
            unsafe sqlite3_close(connection)
            if status == SQLITE_CANTOPEN { throw StorageError(errno: errno, opening: path) }
            throw StorageError(DatabaseError(resultCode: ResultCode(rawValue: status)), path: path, isWriting: false)
        }
        unsafe self.connection = unsafe connection
        unsafe sqlite3_busy_timeout(connection, 5_000)
        // A key that does not exist would be taken for a text where it stands in double quotes.
        unsafe _disableDoubleQuotedStringLiterals(connection)
        let setUp = """
            PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
            CREATE TEMP VIEW documents AS \(DocumentsView.query(keys: keys, idColumn: Self.idColumn))
            """
        guard unsafe sqlite3_exec(connection, setUp, nil, nil, nil) == SQLITE_OK else { throw failure(of: "documents") }
        unsafe sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.longestText)
        unsafe sqlite3_limit(connection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, Self.longestPattern)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_set_authorizer(
            connection,
            { context, action, first, second, _, accessor in
                func text(_ pointer: UnsafePointer<CChar>?) -> String {
                    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
                }
                switch action {
                case SQLITE_SELECT: return SQLITE_OK
                case SQLITE_READ:
                    if unsafe text(first) == "documents" {
                        // A view has no row numbers: SQLite takes NULL for them, and no document is chosen.
                        let condition = unsafe Unmanaged<DocumentCondition>.fromOpaque(context!).takeUnretainedValue()
                        return unsafe text(second) == "ROWID" && !condition.keys.contains("ROWID")
                            ? SQLITE_DENY : SQLITE_OK
                    }
                    // So SQLite says that it walks over the documents and needs no column for it.
                    if unsafe text(first) == "document" && text(second).isEmpty { return SQLITE_OK }
                    let isShown = unsafe DocumentCondition.columns[text(first)]?.contains(text(second)) ?? false
                    return unsafe isShown && text(accessor) == "documents" ? SQLITE_OK : SQLITE_DENY
                case SQLITE_FUNCTION:
                    return unsafe DocumentCondition.functions.contains(text(second).lowercased())
                        ? SQLITE_OK : SQLITE_DENY
                default: return SQLITE_DENY
                }
            }, context)
        unsafe sqlite3_progress_handler(
            connection, Self.stepSize,
            { context in
                let condition = unsafe Unmanaged<DocumentCondition>.fromOpaque(context!).takeUnretainedValue()
                condition.stepsLeft -= Int(DocumentCondition.stepSize)
                return condition.stepsLeft < 0 || ContinuousClock.now > condition.end ? 1 : 0
            }, context)
    }

    deinit { unsafe sqlite3_close(connection) }

    /// The numbers of the documents for which an expression is true, in no order.
    /// - Throws: `StorageError.badExpression`.
    func ids(where expression: String) throws -> [Int] {
        guard !expression.allSatisfy(\.isWhitespace) else {
            throw StorageError.badExpression(expression, reason: "it is empty", in: path, keys: keys)
        }
        guard ParenthesisDepth.staysInside(expression) else {
            throw StorageError.badExpression(expression, reason: "it is more than one expression", in: path, keys: keys)
        }
        // A comment in the expression ends with its line.
        let sql = "SELECT \"\(Self.idColumn)\" FROM documents WHERE (\(expression)\n)"
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
        guard unsafe sqlite3_bind_parameter_count(statement) == 0 else {
            throw StorageError.badExpression(
                expression, reason: "parameters such as ?1 and :x have no value here", in: path, keys: keys)
        }
        let row = unsafe StoredRow(statement)
        var ids: [Int] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: try ids.append(row.integer(0))
            case SQLITE_DONE: return ids
            default: throw failure(of: expression)
            }
        }
    }

    private func failure(of expression: String) -> StorageError {
        let reason =
            switch unsafe sqlite3_errcode(connection) & 0xFF {
            case SQLITE_INTERRUPT: "it takes too long"
            case SQLITE_AUTH where unsafe String(cString: sqlite3_errmsg(connection)).contains("documents.ROWID "):
                "rowid is no key"
            case SQLITE_AUTH: "it may read documents and their metadata alone, and call functions of them"
            default: unsafe String(cString: sqlite3_errmsg(connection))
            }
        return .badExpression(expression, reason: reason, in: path, keys: keys)
    }
}

extension CorpusStore {
    /// The documents for which an SQL expression over the columns of the view `documents` is true, in the order of
    /// ingestion: `author = 'Woolf' and year < 1930`.
    ///
    /// - Throws: `StorageError.badExpression`, which lists the keys that there are.
    public func documents(where expression: String) throws -> [NamedDocument] {
        try documents(where: expression, limits: DocumentCondition.Limits())
    }

    /// - Parameters:
    ///   - steps: of SQLite's machine that it may take.
    ///   - seconds: that it may take.
    package func documents(where expression: String, steps: Int, seconds: Double) throws -> [NamedDocument] {
        try documents(where: expression, limits: .init(steps: steps, seconds: seconds))
    }

    private func documents(
        where expression: String, limits: DocumentCondition.Limits
    ) throws -> [NamedDocument] {
        try holding {
            let keys = try metadataKeys()
            let ids = try explainingErrors(of: path) {
                try Set(DocumentCondition(path: path, keys: keys, limits: limits).ids(where: expression))
            }
            return try namedDocuments().filter { ids.contains($0.id) }
        }
    }
}
