internal import Foundation
internal import GRDB
internal import Testing

/// Databases that are missing, foreign, newer, locked, or cannot be written.
@Suite struct DatabaseFaultTests {
    @Test(arguments: ["info", "frequencies", "zipf", "vocabulary"]) func missing(command: String) throws {
        let bench = try Workbench()
        expectError(try bench.gram(command, "nowhere.db"), 66, naming: "nowhere.db", "ingest")
        #expect(try bench.files == [])
    }

    @Test func aTextInItsPlaceIsLeftAlone() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        try bench.write("more\n", to: "more.txt")
        for arguments in [["info", "tale.txt"], ["ingest", "tale.txt", "more.txt"], ["ingest", "tale.txt"]] {
            let run = try bench.start(Workbench.gram, arguments).result()
            #expect(run.errors.contains("gram ingest"), "\(run.errors)")
            expectError(run, 64, naming: "tale.txt")
        }
        #expect(try bench.read("tale.txt") == Data(tale.utf8))
        #expect(try bench.files == ["more.txt", "tale.txt"])
    }

    @Test func anotherProgramsDatabase() throws {
        let bench = try Workbench()
        try DatabaseQueue(path: bench.path("birds.db")).write { try $0.execute(sql: "CREATE TABLE bird (name TEXT)") }
        let before = try bench.read("birds.db")
        try bench.write(tale, to: "tale.txt")
        expectError(try bench.gram("info", "birds.db"), 65, naming: "birds.db")
        expectError(try bench.gram("ingest", "birds.db", "tale.txt"), 65, naming: "birds.db")
        #expect(try bench.read("birds.db") == before)
    }

    @Test func aNewerSchema() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try DatabaseQueue(path: bench.path(database)).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        let before = try bench.read(database)
        expectError(try bench.gram("info", database), 65, naming: "99")
        expectError(try bench.gram("ingest", database, "-", input: "more\n"), 65, naming: "99")
        #expect(try bench.read(database) == before)
    }

    @Test func damaged() throws {
        let bench = try Workbench()
        let database = try bench.database()
        var bytes = try bench.read(database)
        for place in stride(from: 4096, to: bytes.count, by: 7) { bytes[place] = 0xAB }
        try bench.write(bytes, to: "damaged.db")
        let run = try bench.gram("frequencies", "damaged.db")
        expectError(run, 65, naming: "damaged.db")
    }

    @Test func locked() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let queue = try DatabaseQueue(path: bench.path(database))
        try queue.inDatabase { connection in
            try connection.execute(sql: "BEGIN EXCLUSIVE")
            expectError(try bench.gram("ingest", database, "-", input: "more\n"), 75, naming: database)
            expectError(try bench.gram("info", database), 75, naming: database)
            try connection.execute(sql: "ROLLBACK")
        }
        expectDone(try bench.gram("info", database))
    }

    /// A file where a folder is wanted, and a folder where no file can be made, bind root too.
    @Test(arguments: ["tale.txt/new.db", "/proc/new.db", "nowhere/new.db"]) func cannotBeCreated(path: String) throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        expectError(try bench.gram("ingest", path, "tale.txt"), 73, naming: "new.db")
        #expect(try bench.files == ["tale.txt"])
    }

    @Test func aFolderInItsPlace() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "folder/tale.txt")
        for arguments in [["info", "folder"], ["ingest", "folder", "folder/tale.txt"]] {
            let run = try bench.start(Workbench.gram, arguments).result()
            #expect([64, 65, 66, 73].contains(run.status), "\(run.errors)")
            #expect(run.errors.contains("folder"))
        }
    }

    /// Reading needs no right to write. Root is bound by a mount of its own where it may make one.
    @Test func aReadOnlyFolder() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "shut/tale.txt")
        expectDone(try bench.gram("ingest", "shut/tale.db", "shut/tale.txt"))
        let readOnly =
            getuid() == 0
            ? "unshare -m bash -c 'mount --bind -o ro shut shut 2>/dev/null || mount --bind shut shut && mount -o remount,bind,ro shut; "
            : "bash -c 'chmod 555 shut; chmod 444 shut/tale.db; trap \"chmod 755 shut\" EXIT; "
        guard try bench.shell(readOnly + "! touch shut/probe 2>/dev/null'").status == 0 else { return }
        let info = try bench.shell(readOnly + "\"$GRAM\" info shut/tale.db'")
        expectDone(info)
        let adding = try bench.shell(readOnly + "echo more | \"$GRAM\" ingest shut/tale.db -'")
        #expect([73, 74].contains(adding.status), "\(adding.errors)")
        #expect((1...3).contains(adding.errors.split(separator: "\n").count))
    }

    /// A limit on the size of files stands in for a full disk.
    @Test(arguments: [8, 64, 200]) func aFullDisk(kilobytes: Int) throws {
        let bench = try Workbench()
        let database = try bench.database()
        let before = try Contents(of: bench.path(database))
        let words = (0..<60_000).map { "word\($0 &* 7919 % 30_011)\($0 % 11 == 0 ? "\n" : " ")" }.joined()
        try bench.write(words, to: "words.txt")
        let limit = "ulimit -f \(kilobytes); trap '' XFSZ; "
        let run = try bench.shell(limit + "exec \"$GRAM\" ingest \(database) words.txt")
        #expect([73, 74].contains(run.status), "\(run.status): \(run.errors)")
        #expect((1...3).contains(run.errors.split(separator: "\n").count), "\(run.errors)")
        #expect(try Contents(of: bench.path(database)) == before)
        let fresh = try bench.shell(limit + "exec \"$GRAM\" ingest fresh.db words.txt")
        #expect([73, 74].contains(fresh.status), "\(fresh.errors)")
        #expect(try bench.files == [database, database + ".txt", "words.txt"].sorted())
    }

    @Test func resultsToAFullDisk() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try bench.shell("\"$GRAM\" frequencies \(database) > /dev/full")
        #expect(run.status == 74)
        #expect(run.errors.contains("standard output"))
    }
}

/// All rows of all tables but the moment of an ingest.
struct Contents: Equatable {
    let tables: [String: [String]]

    /// The names of the tables that differ.
    func differences(from other: Contents) -> [String] {
        Set(tables.keys).union(other.tables.keys).filter { tables[$0] != other.tables[$0] }.sorted()
    }

    init(of path: String) throws {
        tables = try DatabaseQueue(path: path).read { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            var tables: [String: [String]] = [:]
            for name in names {
                tables[name] = try Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\"").map { row in
                    row.filter { $0.0 != "ingested_at" }.map { "\($0.0) \($0.1)" }.joined(separator: "\t")
                }.sorted()
            }
            return tables
        }
    }
}
