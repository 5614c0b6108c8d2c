internal import Foundation
internal import GRDB
internal import Storage

/// Rows a second of the loader that writes finished pages, beside SQLite's own insertion of the same rows.
///
///     Loading [MILLIONS] [ROUNDS]
///
/// The rows are those of a table of trigrams, ascending. Each way fills a new file without a journal, in turn; the last of its
/// work is a commit, or the header. Prints medians.
@main
enum Loading {
    private static let table =
        "(split INTEGER NOT NULL, w1 INTEGER NOT NULL, w2 INTEGER NOT NULL, w3 INTEGER NOT NULL, n INTEGER NOT NULL, "
        + "PRIMARY KEY (split, w1, w2, w3)) STRICT, WITHOUT ROWID"

    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let (count, rounds) = ((numbers.first ?? 10) * 1_000_000, numbers.dropFirst().first ?? 3)
        let folder = FileManager.default.temporaryDirectory.appending(path: "gram-loading-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var times: [[Double]] = [[], [], []]
        var sizes = [0, 0, 0]
        for _ in 0..<rounds {
            for (way, fill) in [pages, selected, bound].enumerated() {
                let path = folder.appending(path: "\(way).db").path
                times[way].append(try fill(path, count))
                sizes[way] = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
                guard try sum(path) == count * (count - 1) / 2 else { throw CocoaError(.fileReadCorruptFile) }
            }
            for way in 0..<3 { try FileManager.default.removeItem(at: folder.appending(path: "\(way).db")) }
        }
        print("\(count) rows, medians of \(rounds)")
        for (way, name) in ["finished pages", "INSERT … SELECT", "bound inserts"].enumerated() {
            let seconds = times[way].sorted()[rounds / 2]
            print("\(name): \(Int(Double(count) / seconds)) rows a second, \(sizes[way]) bytes")
        }
    }

    /// Sets a row of ascending keys: words repeat as in a text.
    @inline(__always)
    private static func set(_ row: inout [Int64], _ number: Int) {
        let number = Int64(number)
        row[1] = number / 4_000
        row[2] = number / 20
        row[3] = number * 7_919 % 331 + number % 20 * 331
        row[4] = 1 + number % 3
    }

    /// What is made sure of afterwards: that each row is there.
    private static func sum(_ path: String) throws -> Int {
        try DatabaseQueue(path: path).read { db in
            try Int.fetchOne(db, sql: "SELECT sum(w2 * 20 + w3 / 331) FROM t") ?? 0
        }
    }

    private static func make(_ path: String, _ fill: (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                    PRAGMA cache_size = -65536
                    """)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "CREATE TABLE t \(table)")
            try fill(db)
        }
        try queue.close()
    }

    private static func pages(_ path: String, _ count: Int) throws -> Double {
        var root: UInt32 = 0
        try make(path) { root = try UInt32.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema")! }
        let start = ContinuousClock.now
        let descriptor = unsafe open(path, O_RDWR)
        defer { close(descriptor) }
        let pages = try DatabasePages(descriptor: descriptor, path: path)
        let loader = BTreeLoader(pages, root: root, columns: 5)
        var row = [Int64](repeating: 0, count: 5)
        for number in 0..<count {
            set(&row, number)
            try loader.append(row)
        }
        try loader.finish()
        try pages.finish()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// The rows of another table, which SQLite's loop reads and writes.
    private static func selected(_ path: String, _ count: Int) throws -> Double {
        let source = path + ".rows"
        _ = try pages(source, count)
        defer { try? FileManager.default.removeItem(atPath: source) }
        var seconds = 0.0
        try make(path) { db in
            try db.execute(sql: "ATTACH ? AS source", arguments: [source])
            let start = ContinuousClock.now
            // What is computed keeps SQLite from copying pages' cells as they stand.
            try db.execute(
                sql: "INSERT OR REPLACE INTO t SELECT split + 0, w1, w2, w3, n FROM source.t ORDER BY split, w1, w2, w3"
            )
            seconds = (ContinuousClock.now - start) / .seconds(1)
            try db.execute(sql: "DETACH source")
        }
        return seconds
    }

    private static func bound(_ path: String, _ count: Int) throws -> Double {
        var seconds = 0.0
        try make(path) { db in
            let start = ContinuousClock.now
            try db.beginTransaction()
            let insert = try db.makeStatement(sql: "INSERT INTO t VALUES (?, ?, ?, ?, ?)")
            var row = [Int64](repeating: 0, count: 5)
            for number in 0..<count {
                set(&row, number)
                try insert.execute(arguments: [row[0], row[1], row[2], row[3], row[4]])
            }
            try db.commit()
            seconds = (ContinuousClock.now - start) / .seconds(1)
        }
        return seconds
    }
}
