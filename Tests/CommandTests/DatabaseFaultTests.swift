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

    @Test(arguments: [
        ("delete from type where id = 5", ["frequencies", "DB"]),
        ("delete from type where id > 20", ["vocabulary", "DB"]),
        ("update unigram set n = -1 where w1 = 4", ["vocabulary", "DB"]),
        ("insert into type values (-5, 'zzz')", ["probability", "DB", "zzz"]),
        ("update segment_block set ids = x'FFFFFFFE02000000' where split = 0", ["growth", "DB"]),
        ("update spectrum set types = -1", ["info", "DB"]),
        ("update frequent set w1 = w1 + (1 << 40)", ["frequencies", "DB"]),
        ("delete from spectrum where types = 1", ["remove", "DB", "text.txt"]),
        ("update trigram set n = 4294967295 where w2 = 3", ["remove", "DB", "text.txt"]),
        ("update text_block set bytes = x'00'", ["export", "DB", "--text", "out"]),
        ("update segment_block set ids = x'FFFFFF7F02000000' where split = 0", ["remove", "DB", "text.txt"]),
        (
            "update setting set value = replace(value, 'paragraphs', 'verses') where name = 'tokenizer'",
            ["tokenize", "DB", "x"]
        ),
        (
            "update setting set value = '{\"by\":\"segments\",\"shares\":[0,0]}' where name = 'splitting'",
            ["ingest", "DB", "b"]
        ),
        ("update segment_block set tokens = 1 << 60", ["info", "DB"]),
    ]) func changedByAnotherProgram(change: String, command: [String]) throws {
        let bench = try Workbench()
        let database = try bench.database(tale, "--segments", "paragraphs")
        try bench.write("more text\n", to: "b")
        try DatabaseQueue(path: bench.path(database)).write { try $0.execute(sql: change) }
        let run = try bench.start(
            Workbench.gram, command.map { $0 == "DB" ? database : $0 == "text.txt" ? "\(database).txt" : $0 }
        ).result()
        // An error or a defined answer, never a crash.
        #expect([0, 65, 66].contains(run.status), "\(run.status): \(run.errors)")
        #expect(!run.errors.contains("Fatal"))
    }

    /// Whatever bytes of a saved model are changed, its use ends in an answer or an error.
    @Test func damagedModels() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "saved", "--ngram", "mkn:3"))
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var refused = 0
        for number in 0..<12 {
            let copy = "copy\(number).db"
            try bench.write(bench.read(database), to: copy)
            try DatabaseQueue(path: bench.path(copy)).write { db in
                var bytes = try #require(
                    try Data.fetchOne(db, sql: "SELECT bytes FROM model_block WHERE part = 'ngrams' AND block = 0"))
                for _ in 0..<10 { bytes[bytes.startIndex + next(bytes.count)] = UInt8(next(256)) }
                try db.execute(
                    sql: "UPDATE model_block SET bytes = ? WHERE part = 'ngrams' AND block = 0", arguments: [bytes])
            }
            for command in [
                ["perplexity", copy, "--model", "saved"], ["export", copy, "saved", "-"], ["next", copy, "the"],
            ] {
                let run = try bench.start(Workbench.gram, command).result()
                #expect([0, 65].contains(run.status), "\(command): \(run.status) \(run.errors)")
                if run.status == 65 { refused += 1 }
            }
        }
        #expect(refused > 0)
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
        guard try bench.shell(readOnly + "! touch shut/probe 2>/dev/null'").status == 0 else {
            try Test.cancel("no folder can be shut")
        }
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

/// All rows of all tables but the moments when they came.
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
                    row.filter { $0.0 != "ingested_at" && $0.0 != "created_at" }.map { "\($0.0) \($0.1)" }.joined(
                        separator: "\t")
                }.sorted()
            }
            return tables
        }
    }
}
