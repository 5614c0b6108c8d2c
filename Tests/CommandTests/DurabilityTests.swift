internal import Foundation
internal import TestSupport
internal import Testing

/// Whatever ends a command that writes, the database is as it was before, or as it should be, and nothing is left beside it.
@Suite struct DurabilityTests {
    /// What is killed: how the database comes about, and the command.
    struct Work: Sendable, CustomTestStringConvertible {
        let title: String
        let before: [String]
        let command: [String]

        var testDescription: String { title }
    }

    static let works = [
        Work(title: "a new database", before: [], command: ["ingest", "DB", "words.txt"]),
        Work(
            title: "a new database in little memory", before: [],
            command: ["ingest", "DB", "words.txt", "--memory", "1", "--threads", "1"]),
        Work(title: "more text", before: ["ingest", "DB", "tale.txt"], command: ["ingest", "DB", "words.txt"]),
        Work(
            title: "more text in little memory", before: ["ingest", "DB", "tale.txt"],
            command: ["ingest", "DB", "words.txt", "--memory", "1"]),
        Work(
            title: "another text of the name", before: ["ingest", "DB", "tale.txt", "old/words.txt"],
            command: ["ingest", "DB", "words.txt", "--replace"]),
        Work(
            title: "removal", before: ["ingest", "DB", "tale.txt", "words.txt"], command: ["remove", "DB", "words.txt"]),
        Work(title: "a model in a new database", before: [], command: ["import", "DB", "model", "words.arpa"]),
        Work(
            title: "a model in place of another", before: ["import", "DB", "model", "tale.arpa"],
            command: ["import", "DB", "model", "words.arpa", "--replace"]),
    ]

    /// When a model was made is no part of what it is.
    @Test(arguments: works) func killedAtRandomMoments(work: Work) throws {
        let bench = try Workbench()
        var generator = SeededGenerator(seed: UInt64(work.title.utf8.count))
        try bench.write(tale, to: "tale.txt")
        try bench.write(Self.words(90_000, step: 7_919), to: "words.txt")
        try bench.write(Self.words(60_000, step: 104_729), to: "old/words.txt")
        if work.command.contains("words.arpa") {
            for name in ["tale", "words"] {
                expectDone(try bench.gram("ingest", "made.db", "\(name).txt"))
                expectDone(try bench.gram("export", "made.db", "mkn:3", "\(name).arpa"))
                try FileManager.default.removeItem(atPath: bench.path("made.db"))
            }
        }
        let texts = try bench.files

        func run(_ arguments: [String], _ database: String) throws -> Running {
            try bench.start(Workbench.gram, arguments.map { $0 == "DB" ? database : $0 })
        }
        if !work.before.isEmpty { expectDone(try run(work.before, "start.db").result()) }
        let start = work.before.isEmpty ? nil : try bench.read("start.db")
        let before = try start.map { _ in try Contents(of: bench.path("start.db")) }
        if let start { try bench.write(start, to: "whole.db") }
        let clock = ContinuousClock.now
        expectDone(try run(work.command, "whole.db").result())
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        let after = try Contents(of: bench.path("whole.db"))

        var killed = 0
        for round in 0..<10 {
            try? FileManager.default.removeItem(atPath: bench.path("killed.db"))
            try? FileManager.default.removeItem(atPath: bench.path("killed.db-journal"))
            if let start { try bench.write(start, to: "killed.db") }
            let running = try run(work.command, "killed.db")
            // The last one early, so that there is something to do again.
            let moment = round == 9 ? 0.4 : Double.random(in: 0..<1.1, using: &generator)
            usleep(UInt32(seconds * 1e6 * moment))
            running.kill()
            if try running.result().status == 128 + SIGKILL { killed += 1 }

            // The next who opens it finds one of the two states.
            let info = try bench.gram("info", "killed.db", "--quiet")
            let left = try bench.files.filter { $0.contains("killed") }
            if info.status == 66 && before == nil {
                #expect(left == [])
            } else {
                expectDone(info)
                // A journal that never reached the disk has nothing to undo; the next who writes takes it away.
                #expect(left.filter { $0 != "killed.db-journal" } == ["killed.db"])
                let found = try Contents(of: bench.path("killed.db"))
                #expect(
                    found == before || found == after,
                    "other: \(before.map(found.differences) ?? []), \(found.differences(from: after))")
            }
        }
        #expect(killed > 3)
        // What was killed can be done again, whatever it left.
        if try before == nil || Contents(of: bench.path("killed.db")) == before {
            expectDone(try run(work.command, "killed.db").result())
        }
        #expect(try Contents(of: bench.path("killed.db")) == after)
        #expect(
            try Set(bench.files) == Set(texts + ["killed.db", "whole.db"] + (start == nil ? [] : ["start.db"])))
    }

    /// Whether a file system of few bytes can be mounted for a process alone.
    static let canMount: Bool = {
        let bench = try? Workbench()
        let run = try? bench?.shell("mkdir small && unshare -m mount -t tmpfs -o size=64k tmpfs small")
        return run?.status == 0
    }()

    /// On a disk that fills up at any moment, an error says so, and the database is as it was.
    @Test(.enabled(if: canMount, "needs the right to mount a small file system"), arguments: [400, 700, 1_500, 3_000])
    func aFullDisk(kilobytes: Int) throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        try bench.write(Self.words(90_000, step: 7_919), to: "words.txt")
        expectDone(try bench.gram("ingest", "tale.db", "tale.txt"))
        expectDone(try bench.gram("ingest", "words.db", "words.txt"))
        expectDone(try bench.gram("export", "words.db", "mkn:3", "words.arpa"))
        let before = try Contents(of: bench.path("tale.db"))
        let run = try bench.shell(
            """
            mkdir small; exec unshare -m bash -c '
            mount -t tmpfs -o size=\(kilobytes)k tmpfs small && cp tale.db small/old.db || exit 99
            for options in "--memory 2G" "--memory 1"; do
                "$GRAM" ingest small/old.db words.txt $options; echo "old $?"
                "$GRAM" ingest small/new.db words.txt $options; echo "new $?"
            done
            if [ \(kilobytes) -lt 3000 ]; then
                "$GRAM" import small/old.db model words.arpa; echo "old $?"
                "$GRAM" import small/new.db model words.arpa; echo "new $?"
            fi
            ls -A small; cp small/old.db after.db'
            """)
        // The model is smaller than the text.
        let runs = kilobytes < 3_000 ? 3 : 2
        #expect(
            run.output == String(repeating: "old 74\nnew 74\n", count: runs) + "old.db\n", "\(run.errors)")
        #expect((2 * runs...6 * runs).contains(run.errors.split(separator: "\n").count), "\(run.errors)")
        #expect(try Contents(of: bench.path("after.db")) == before)
    }

    /// Nothing is written to the folder of temporary files, full or not.
    @Test(.enabled(if: canMount, "needs the right to mount a small file system"), arguments: ["2G", "1"])
    func aFullTemporaryFolder(memory: String) throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        try bench.write(Self.words(90_000, step: 7_919), to: "words.txt")
        let run = try bench.shell(
            """
            mkdir small; exec unshare -m bash -c '
            mount -t tmpfs -o size=16k tmpfs small && ! head -c 1M /dev/zero 2>/dev/null > small/full || exit 99
            export TMPDIR=$PWD/small SQLITE_TMPDIR=$PWD/small
            "$GRAM" ingest new.db tale.txt words.txt --memory \(memory) --quiet &&
            "$GRAM" ingest old.db tale.txt --quiet &&
            "$GRAM" ingest old.db words.txt --memory \(memory) --quiet && cp old.db both.db &&
            "$GRAM" remove old.db words.txt --quiet'
            """)
        expectDone(run)
        expectDone(try bench.gram("ingest", "tale.db", "tale.txt"))
        let (both, new) = try (Contents(of: bench.path("both.db")), Contents(of: bench.path("new.db")))
        // Which n-grams are frequent was decided when the smaller text came.
        #expect(Set(both.differences(from: new)).isSubset(of: ["frequent", "setting"]))
        let rest = try Contents(of: bench.path("old.db")).differences(from: Contents(of: bench.path("tale.db")))
        // Types keep their ids.
        #expect(rest == ["type"])
    }

    /// Lines of eleven words, most of which come two or three times.
    static func words(_ count: Int, step: Int) -> String {
        (0..<count).map { "word\($0 &* step % 30_011)\($0 % 11 == 0 ? "\n" : " ")" }.joined()
    }
}
