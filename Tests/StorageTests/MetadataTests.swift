internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing

/// What is known of documents, where it came from, and what becomes of it.
@Suite struct MetadataTests {
    private func values(_ store: CorpusStore, _ name: String) throws -> [String: MetadataValue] {
        let id = try store.documents(named: [name])[0].id
        return try Dictionary(uniqueKeysWithValues: (store.metadata()[id] ?? []).map { ($0.key, $0.value) })
    }

    @Test func numbersReadBackAsTheSame() {
        for (text, value) in [
            ("1930", MetadataValue.integer(1930)), ("-4", .integer(-4)), ("0", .integer(0)), ("0.5", .number(0.5)),
            ("007", .text("007")), ("1e3", .text("1e3")), ("1.50", .text("1.50")), ("+1", .text("+1")),
            ("1_000", .text("1_000")), ("1930 ", .text("1930 ")), ("nan", .text("nan")), ("inf", .text("inf")),
            ("0x10", .text("0x10")), ("-0", .text("-0")), ("99999999999999999999", .text("99999999999999999999")),
            ("٣", .text("٣")), ("", .text("")),
        ] {
            #expect(MetadataValue(text) == value, "\(text)")
        }
        #expect(MetadataValue.integer(2) == .number(2) && MetadataValue.text("é") != .text("e\u{301}"))
        let ordered: [MetadataValue] = [
            .integer(-3), .number(1.5), .integer(2), .number(10.5), .text("10"), .text("Z"), .text("a"), .text("é"),
        ]
        #expect(ordered.shuffled().sorted() == ordered)
    }

    /// A model of the store: of each document its own keys and those of tables, later ones over earlier.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func replacingRenewsWhatTextsSayAndKeepsTables(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        let keys = ["author", "Year", "genre", "place"]
        let names = ["a.txt", "b.txt", "c.txt"]
        func drawn() -> KnownMetadata.Values {
            keys.filter { _ in Bool.random(using: &generator) }.map { key in
                (
                    Bool.random(using: &generator) ? key : key.uppercased(),
                    ["", "x", "7"].randomElement(using: &generator)!
                )
            }
        }
        var (own, table): ([String: [String: String]], [String: [String: String]]) = ([:], [:])
        var shadowed: [String: Set<String>] = [:]
        var store: CorpusStore?
        for step in 0..<12 {
            let name = names.randomElement(using: &generator)!
            if let store, own[name] != nil, Bool.random(using: &generator) {
                // A table joined later: an empty cell takes the value away.
                let id = try store.documents(named: [name])[0].id
                let values = drawn()
                try store.setMetadata([(id, values)])
                for (key, value) in values {
                    let key = key.lowercased()
                    table[name]![key] = value.isEmpty ? nil : value
                    if value.isEmpty { own[name]![key] = nil } else { shadowed[name]!.insert(key) }
                }
                for (key, value) in values where !value.isEmpty { own[name]![key.lowercased()] = nil }
            } else {
                try folder.write("step \(step) of \(name)\n", to: name)
                let (said, told) = (drawn(), drawn())
                store = try folder.ingest([folder.path(name)]) {
                    $0.replaces = true
                    $0.nameMetadata = { _ in said }
                    $0.tableMetadata = { _ in told }
                }.store
                let kept = table[name] ?? [:]
                table[name] = kept
                own[name] = [:]
                shadowed[name] = []
                for (key, value) in said where !value.isEmpty && kept[key.lowercased()] == nil {
                    own[name]![key.lowercased()] = value
                }
                for (key, value) in told where !value.isEmpty {
                    table[name]![key.lowercased()] = value
                    own[name]![key.lowercased()] = nil
                }
            }
            for (name, values) in own {
                let expected = values.merging(table[name]!) { $1 }.mapValues { MetadataValue($0) }
                let found = try self.values(store!, name)
                #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.key.lowercased(), $0.value) }) == expected)
                // Each key has one spelling.
                #expect(
                    Set(try store!.metadataKeys().map { $0.lowercased() }).count == (try store!.metadataKeys().count))
            }
        }
    }

    /// A text that is there is told what it would have been told at first, or by a table joined later.
    @Test func whatIsThereAlreadyIsJoined() throws {
        let folder = try TemporaryFolder()
        let texts = try ["a", "b"].map { try folder.write("text of \($0)\n", to: "\($0).txt") }
        _ = try folder.ingest(texts) { $0.nameMetadata = { [("letter", $0), ("own", "1")] } }
        let (store, report) = try folder.ingest(texts) {
            $0.nameMetadata = { _ in [("letter", "x"), ("year", "1")] }
            $0.tableMetadata = { $0 == "a.txt" ? [("year", "1930"), ("own", "")] : [] }
        }
        #expect(report.skipped == ["a.txt", "b.txt"] && report.withOtherMetadata == ["a.txt", "b.txt"])
        #expect(try values(store, "a.txt") == ["letter": .text("x"), "year": .integer(1930)])
        #expect(try values(store, "b.txt") == ["letter": .text("x"), "year": .integer(1), "own": .integer(1)])
        #expect(try store.documents(where: "year = 1930").map(\.name) == ["a.txt"])
        // The key of a table stays whatever names say; with others that come, too.
        let more = try folder.write("text of c\n", to: "c.txt")
        let next = try folder.ingest(texts + [more]) {
            $0.nameMetadata = { _ in [("year", "2"), ("new", "y")] }
            $0.replaces = true
        }
        #expect(next.report.added.map(\.name) == ["c.txt"] && next.report.withOtherMetadata == ["a.txt", "b.txt"])
        #expect(try values(next.store, "a.txt") == ["year": .integer(1930), "new": .text("y")])
        #expect(try values(next.store, "b.txt") == ["year": .integer(2), "new": .text("y")])
        #expect(try values(next.store, "c.txt") == ["year": .integer(2), "new": .text("y")])
        #expect(try folder.ingest(texts).report.withOtherMetadata.isEmpty)
    }

    @Test func removingForgetsAll() throws {
        let folder = try TemporaryFolder()
        try folder.write("a b\n", to: "a.txt")
        try folder.write("c d\n", to: "b.txt")
        let store = try folder.ingest([folder.path("a.txt"), folder.path("b.txt")]) {
            $0.tableMetadata = { [("key of \($0)", "x"), ("both", $0)] }
        }.store
        #expect(try store.metadataKeys() == ["both", "key of a.txt", "key of b.txt"])
        try store.remove(["a.txt"])
        #expect(try store.metadataKeys() == ["both", "key of b.txt"])
        let (rows, settings, columns) = try DatabaseQueue(path: store.path).read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM metadata"),
                try Int.fetchOne(db, sql: "SELECT count(*) FROM setting WHERE name LIKE 'table\\_keys%' ESCAPE '\\'"),
                try db.columns(in: "documents").map(\.name)
            )
        }
        #expect(rows == 2 && settings == 1)
        #expect(columns == ["name", "tokens", "types", "split", "both", "key of b.txt"])
    }

    /// The view has a column for each key, whatever it is called, also after keys came and went.
    @Test func theViewHasAColumnForEachKey() throws {
        let folder = try TemporaryFolder()
        try folder.write("a b\n", to: "a.txt")
        let store = try folder.ingest([folder.path("a.txt")]).store
        let id = try store.namedDocuments()[0].id
        let keys = ["two words", "quo\"ted", "o'clock", "; drop table type --", "Jahr", "Größe", "select"]
        try store.setMetadata([(id, keys.map { ($0, "<\($0)>") })])
        let row = try #require(
            try DatabaseQueue(path: store.path).read { try Row.fetchOne($0, sql: "SELECT * FROM documents") })
        for key in keys { #expect(row[key] as String? == "<\(key)>") }
        #expect(row["tokens"] as Int? == 2)
        try store.setMetadata([(id, keys.dropFirst().map { ($0, "") })])
        #expect(try store.metadataKeys() == ["two words"])
        let columns = try DatabaseQueue(path: store.path).read { try $0.columns(in: "documents").map(\.name) }
        #expect(columns == ["name", "tokens", "types", "split", "two words"])
    }

    @Test func keysAreComparedWithoutCaseAndComposition() throws {
        let folder = try TemporaryFolder()
        try folder.write("a b\n", to: "a.txt")
        let store = try folder.ingest([folder.path("a.txt")]) {
            $0.nameMetadata = { _ in [("Année", "1"), ("author", "x")] }
            $0.tableMetadata = { _ in [("ANNE\u{301}E", "2"), ("AUTHOR", "y")] }
        }.store
        #expect(try values(store, "a.txt") == ["Année": .integer(2), "author": .text("y")])
        #expect(try store.documents(where: "Author = 'y'").count == 1)
    }

    @Test func reservedEmptyAndTooManyKeysAreErrors() throws {
        let folder = try TemporaryFolder()
        try folder.write("a b\n", to: "a.txt")
        for key in ["name", "Tokens", "TYPES", "split", "document", "", "a\0b"] {
            #expect(throws: StorageError.reservedKey(key)) {
                try folder.ingest([folder.path("a.txt")]) { $0.nameMetadata = { _ in [(key, "x")] } }
            }
        }
        #expect(throws: StorageError.tooManyKeys(1_001, most: 1_000)) {
            try folder.ingest([folder.path("a.txt")]) {
                $0.tableMetadata = { _ in (0...1_000).map { ("k\($0)", "x") } }
            }
        }
        #expect(try folder.files == ["a.txt"])
        let store = try folder.ingest([folder.path("a.txt")]) {
            $0.tableMetadata = { _ in (0..<1_000).map { ("k\($0)", "\($0)") } }
        }.store
        #expect(try store.documents(where: "k999 = 999 and k0 = 0").count == 1)
        let id = try store.namedDocuments()[0].id
        #expect(throws: StorageError.tooManyKeys(1_001, most: 1_000)) {
            try store.setMetadata([(id, [("one more", "x")])])
        }
        #expect(try store.metadataKeys().count == 1_000)
    }

    @Test func keysAreSummedUp() throws {
        let folder = try TemporaryFolder()
        let names = (0..<6).map { "\($0).txt" }
        for name in names { try folder.write("a \(name)\n", to: name) }
        let store = try folder.ingest(names.map(folder.path)) {
            $0.tableMetadata = { name in
                let number = Int(name.prefix(1))!
                return [("Author", number < 3 ? "B" : "A\(number)"), ("odd", number % 2 == 1 ? "\(number)" : "")]
            }
        }.store
        let summary = try store.metadataSummary()
        #expect(summary.map(\.key) == ["Author", "odd"])
        #expect(summary.map(\.documents) == [6, 3] && summary.map(\.values) == [4, 3])
        #expect(summary[0].examples == [.text("B"), .text("A3"), .text("A4")])
        #expect(summary[1].examples == [.integer(1), .integer(3), .integer(5)])
    }
}
