internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing

/// What is loaded as pages is what SQLite reads, and a database like any other.
@Suite struct BTreeLoaderTests {
    /// Values at both ends of every width that the record format has.
    private static let edges: [Int64] = [0, 1, 7, 15, 23, 31, 39, 47, 63].flatMap { bits -> [Int64] in
        let power = bits == 63 ? Int64.max : Int64(1) << Int64(bits)
        return [power - 1, power, -power, -power - (bits == 63 ? 0 : 1)]
    }

    /// All that SQLite has.
    private static let pageSizes = (9...16).map { 1 << $0 }

    private static func randomRows(
        _ count: Int, columns: Int, wide: Bool, using generator: inout SeededGenerator
    ) -> [[Int64]] {
        let key = columns - 1
        var rows: [[Int64]: [Int64]] = [:]
        while rows.count < count {
            let row = (0..<columns).map { _ in
                wide || Int.random(in: 0..<3, using: &generator) == 0
                    ? Int64.random(in: .min ... .max, using: &generator) | 1 << 60
                    : edges.randomElement(using: &generator)!
            }
            rows[Array(row.prefix(key))] = row
        }
        return rows.values.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func names(_ columns: Int) -> [String] { (0..<columns).map { "c\($0)" } }

    /// Makes a database whose tables are loaded, each row given to each in turn.
    private static func load(_ rows: [[Int64]], columns: Int, tables: Int = 1, pageSize: Int, path: String) throws {
        let names = names(columns)
        let roots = try {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA page_size = \(pageSize); PRAGMA journal_mode = OFF")
                let key = names.prefix(columns - 1).joined(separator: ", ")
                let columns = names.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")
                return try (0..<tables).map { table in
                    try db.execute(
                        sql: "CREATE TABLE t\(table) (\(columns), PRIMARY KEY (\(key))) STRICT, WITHOUT ROWID")
                    return try UInt32.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 't\(table)'")!
                }
            }
        }()
        let descriptor = unsafe open(path, O_RDWR)
        defer { close(descriptor) }
        let pages = try DatabasePages(descriptor: descriptor, path: path)
        let loaders = roots.map { BTreeLoader(pages, root: $0, columns: columns) }
        for row in rows { for loader in loaders { try loader.append(row) } }
        for loader in loaders { try loader.finish() }
        try pages.finish()
    }

    private static func rows(_ db: Database, _ table: String, columns: Int) throws -> [[Int64]] {
        let names = names(columns).joined(separator: ", ")
        return try Row.fetchAll(db, sql: "SELECT \(names) FROM \(table) ORDER BY \(names)").map { row in
            (0..<columns).map { row[$0] }
        }
    }

    /// Every number of rows up to four levels of the smallest pages, so that each level ends in every way it can.
    @Test func everyNumberOfRows() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 171)
        let all = Self.randomRows(900, columns: 5, wide: true, using: &generator)
        for count in 0...900 {
            let path = folder.path("\(count).db")
            try Self.load(Array(all.prefix(count)), columns: 5, pageSize: 512, path: path)
            try DatabaseQueue(path: path).read { db in
                let found = try Self.rows(db, "t0", columns: 5)
                #expect(found == Array(all.prefix(count)), "\(count)")
                #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"], "\(count)")
            }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// None, one, a full page, one more, a full page above full ones, one more: with pages of every size.
    @Test(arguments: pageSizes) func fullPages(pageSize: Int) throws {
        let folder = try TemporaryFolder()
        let columns = 5
        // The record's length, its header of six bytes, five integers of eight; and where the cell stands.
        let cell = 1 + 6 + 5 * 8 + 2
        let leaf = (pageSize - 8) / cell
        // With the number of a page.
        let interior = (pageSize - 12) / (cell + 4)
        let full = (interior + 1) * leaf + interior
        let large: Int64 = 1 << 48
        let all = (0..<Int64(full + leaf)).map { number -> [Int64] in
            [large + number, large, -large, .max - 1, .max - number]
        }
        for count in [0, 1, leaf, leaf + 1, leaf + 2, 2 * leaf + 1, full - 1, full, full + 1, full + leaf] {
            let path = folder.path("full.db")
            try Self.load(Array(all.prefix(count)), columns: columns, pageSize: pageSize, path: path)
            let queue = try DatabaseQueue(path: path)
            try queue.read { db in
                let found = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT count(*), coalesce(max(c0), 0), coalesce(max(c4), 0), coalesce(sum(c0 - c1), 0),
                            coalesce(sum(c4 - c3), 0) FROM t0
                        """)!
                let (last, most, sum): (Int64, Int64, Int) = (all[max(count - 1, 0)][0], .max, count * (count - 1) / 2)
                #expect(found[0] == count && found[3] == sum && found[4] == count - sum)
                #expect(found[1] == (count > 0 ? last : 0) && found[2] == (count > 0 ? most : 0))
                #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"], "\(count)")
                // The first page, the root, the leaves below it, and two pages between where the root would be too full.
                let leaves = count <= leaf ? 0 : (count + leaf + 1) / (leaf + 1)
                #expect(
                    try Int.fetchOne(db, sql: "PRAGMA page_count") == 2 + leaves + (count <= full ? 0 : 2), "\(count)")
            }
            try queue.close()
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// Rows of all widths in pages of all sizes, two tables at a time, are found by their keys and change as others do.
    @Test(arguments: Self.pageSizes, [2, 3, 4, 5, 6])
    func loadedTablesAreTables(pageSize: Int, columns: Int) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: UInt64(pageSize + columns))
        let count = columns == 2 ? 30 : [3, 400, 8_000].randomElement(using: &generator)!
        let rows = Self.randomRows(count, columns: columns, wide: false, using: &generator)
        let path = folder.path("loaded.db")
        try Self.load(rows, columns: columns, tables: 2, pageSize: pageSize, path: path)
        let queue = try DatabaseQueue(path: path)
        let names = Self.names(columns)
        let keys = names.prefix(columns - 1)
        let condition = keys.map { "\($0) = ?" }.joined(separator: " AND ")
        try queue.write { db in
            #expect(try Self.rows(db, "t0", columns: columns) == rows)
            #expect(try Self.rows(db, "t1", columns: columns) == rows)
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
            for row in rows.shuffled(using: &generator).prefix(50) {
                let found = try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM t0 WHERE \(condition)",
                    arguments: StatementArguments(row.prefix(keys.count)))
                #expect(found == 1)
            }
            // SQLite's own changes.
            var left = rows
            let marks = names.map { _ in "?" }.joined(separator: ", ")
            for step in 0..<300 {
                if step % 2 == 0, let row = left.randomElement(using: &generator) {
                    try db.execute(
                        sql: "DELETE FROM t0 WHERE \(condition)", arguments: StatementArguments(row.prefix(keys.count)))
                    left.removeAll { $0 == row }
                } else {
                    let row = (0..<columns).map { _ in Int64.random(in: .min ... .max, using: &generator) }
                    try db.execute(sql: "INSERT INTO t0 VALUES (\(marks))", arguments: StatementArguments(row))
                    left.append(row)
                }
            }
            left.sort { $0.lexicographicallyPrecedes($1) }
            #expect(try Self.rows(db, "t0", columns: columns) == left)
            #expect(try Self.rows(db, "t1", columns: columns) == rows)
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
        }
        let before = try queue.read { try Self.rows($0, "t0", columns: columns) }
        try queue.vacuum()
        #expect(try queue.read { try Self.rows($0, "t0", columns: columns) } == before)
        #expect(try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }

    /// The page by which SQLite locks a file, at its first gibibyte, holds nothing and is passed over.
    @Test func thePageOfTheLockIsPassedOver() throws {
        let folder = try TemporaryFolder()
        let (path, pageSize) = (folder.path("large.db"), 65_536)
        try Self.load([], columns: 2, pageSize: pageSize, path: path)
        let descriptor = unsafe open(path, O_RDWR)
        defer { close(descriptor) }
        // Two pages before it.
        let count = (1 << 30) / pageSize - 2
        #expect(ftruncate(descriptor, off_t(count * pageSize)) == 0)
        let number = (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
        #expect(unsafe pwrite(descriptor, number, 4, 28) == 4)
        let pages = try DatabasePages(descriptor: descriptor, path: path)
        #expect(pages.count == count)
        let content = (0..<4 * pageSize).map { UInt8(truncatingIfNeeded: 1 + $0 / pageSize) }
        let numbers = try unsafe content.withUnsafeBytes { unsafe try pages.append($0) }
        // Pages have numbers from 1: that of the lock is 16,385.
        #expect(numbers == [16_383, 16_384, 16_386, 16_387])
        for (page, number) in numbers.enumerated() {
            var byte: UInt8 = 0
            #expect(unsafe pread(descriptor, &byte, 1, off_t(Int(number - 1) * pageSize)) == 1)
            #expect(byte == UInt8(page + 1))
        }
        #expect(pages.count == 16_387)
    }
}
