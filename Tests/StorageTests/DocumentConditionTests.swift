internal import Basics
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing

/// Expressions that choose documents, and what they may do.
@Suite struct DocumentConditionTests {
    static let keys = ["author", "year", "two words", "quote\"d", "o'clock", "semi;colon"]

    /// Documents a.txt, b.txt, … with random values, or none, of each key.
    private func store(_ folder: TemporaryFolder, count: Int = 8, seed: UInt64 = 1) throws -> (
        CorpusStore, [String: KnownMetadata.Values]
    ) {
        var generator = SeededGenerator(seed: seed)
        var metadata: [String: KnownMetadata.Values] = [:]
        let values = [
            "1930", "1925.5", "007", "Woolf", "'; drop table document; --", "\u{1B}[2J", "x\"y", "-1", "Ärger",
        ]
        for number in 0..<count {
            let name = "\(number).txt"
            try folder.write("a b c d\n\(number)\n", to: name)
            metadata[name] = Self.keys.filter { _ in Bool.random(using: &generator) }
                .map { ($0, values.randomElement(using: &generator)!) }
        }
        let known = metadata
        let store = try folder.ingest((0..<count).map { folder.path("\($0).txt") }) {
            $0.tableMetadata = { known[$0] ?? [] }
        }.store
        return (store, metadata)
    }

    private func names(_ store: CorpusStore, _ expression: String) throws -> [String] {
        try store.documents(where: expression).map(\.name)
    }

    /// `key = value` chooses the documents that have it, whatever stands in keys and values.
    @Test(arguments: [1, 2, 3] as [UInt64]) func equalityChoosesWhatHasTheValue(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let (store, metadata) = try store(folder, seed: seed)
        for key in Self.keys {
            let column = "\"" + key.replacing("\"", with: "\"\"") + "\""
            for value in Set(metadata.values.joined().map(\.value)) {
                let text = "'" + value.replacing("'", with: "''") + "'"
                let isNumber = Double(value) != nil && value != "007"
                let expected = metadata.filter { $0.value.contains { $0.key == key && $0.value == value } }.keys
                    .sorted()
                #expect(try names(store, "\(column) = \(isNumber ? value : text)") == expected)
                // Texts that read as numbers are numbers, and equal no text.
                if isNumber { #expect(try names(store, "\(column) = \(text)").isEmpty) }
            }
            let without = metadata.filter { !$0.value.contains { $0.key == key } }.keys.sorted()
            #expect(try names(store, "\(column) is null") == without)
        }
    }

    @Test func columnsAndFunctionsOfThem() throws {
        let folder = try TemporaryFolder()
        let (store, _) = try store(folder)
        #expect(try names(store, "tokens = 5 and types = 5 and split = 'shares'").count == 8)
        #expect(try names(store, "name glob '[12].txt'") == ["1.txt", "2.txt"])
        #expect(try names(store, "NAME like '3.%' or upper(name) = '4.TXT'") == ["3.txt", "4.txt"])
        #expect(try names(store, "tokens > (select avg(tokens) from documents)").isEmpty)
        #expect(try names(store, "name = (select max(name) from documents) -- the last") == ["7.txt"])
        #expect(try names(store, "name in (select name from documents where name < '2')") == ["0.txt", "1.txt"])
        #expect(try names(store, "null").isEmpty)
        // Texts do not grow without end.
        #expect(throws: StorageError.self) { try names(store, "printf('%.*c', 100000000, 'x') is null") }
        #expect(throws: StorageError.self) { try names(store, "format('%.*c', 100000000, 'x') is null") }
    }

    /// What has an effect, reads anything else, or depends on more than its arguments.
    static let forbidden = [
        "random() is not null", "randomblob(4) is not null", "sqlite_version() > ''", "last_insert_rowid() = 0",
        "changes() = 0", "total_changes() = 0", "sqlite_source_id() > ''", "sqlite_compileoption_used('x') = 0",
        "load_extension('x')", "current_timestamp > ''", "date('now') > ''", "strftime('%s', 'now') > 0",
        "(select count(*) from type) > 0", "(select count(*) from metadata) > 0", "exists (select value from setting)",
        "exists (select sql from sqlite_schema)", "exists (select * from pragma_table_info('document'))",
        "exists (select name from document)", "exists (select text from main.type)", "exists (select id from model)",
        "exists (with documents as (select sha256 from document) select * from documents)",
        "exists (with documents as (select value from setting) select * from documents)",
        "exists (select sha256 from document as documents)",
        "(with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c) > 0",
        "zeroblob(1000000000) is null", "exists (select * from pragma_database_list)",
    ]

    @Test(arguments: forbidden) func nothingElseIsPermitted(expression: String) throws {
        let folder = try TemporaryFolder()
        let (store, _) = try store(folder, count: 2)
        let before = try Data(contentsOf: URL(filePath: store.path))
        let error = try #require(throws: StorageError.self) { try store.documents(where: expression) }
        #expect("\(error.explanation)".contains("not authorized") || "\(error.explanation)".contains("may read"))
        #expect(try Data(contentsOf: URL(filePath: store.path)) == before)
    }

    static let broken = [
        "", "  ", "tokens >", "1); delete from document; --", "1; delete from document", "1) union select 'x' --",
        "tokens > 0\0", "yeer = 1", "author = \"Woolf\"", "'open", "pragma user_version", "delete from document",
        "attach 'x' as y", "exists (select 1 from json_each('[1]'))", "name regexp 'a'",
        "rowid = 1", "rowid is null", "\"RowID\" is null", "oid is null", "_rowid_ is null", "documents.rowid is null",
        "exists (select d.rowid from documents as d)", "?1 = 1", "? is null", ":x is null", "@x is null", "$x is null",
        "1) union select 3 where (1", "1) limit 1 offset (1", "1) or (1", "')') union select 3 where (1",
        "/* ( */ 1) limit 1 offset (1", "-- (\n1) limit 1 offset (1", "[(]) limit 1 offset (1",
    ]

    @Test(arguments: broken) func whatIsNoExpressionIsAnError(expression: String) throws {
        let folder = try TemporaryFolder()
        let (store, _) = try store(folder, count: 2)
        let before = try Data(contentsOf: URL(filePath: store.path))
        #expect(throws: StorageError.self) { try store.documents(where: expression) }
        #expect(try Data(contentsOf: URL(filePath: store.path)) == before)
    }

    /// Parentheses in texts, names and comments are none.
    @Test func parenthesesInTextsAreNone() throws {
        let folder = try TemporaryFolder()
        let (store, _) = try store(folder)
        for expression in [
            "name <> ')'", "name <> 'it''s :-)'", "1 /* :-) */", "1 -- )", "((name) <> (')'))", "name <> '--' and (1)",
            "1 -- '\n and (2)", "name <> ?1 || ')'".replacing("?1", with: "'('"),
        ] {
            #expect(try names(store, expression).count == 8, "\(expression)")
        }
    }

    /// A key may be called as what SQLite would have numbers of rows by.
    @Test func aKeyMayBeCalledRowid() throws {
        let folder = try TemporaryFolder()
        for (number, key) in ["rowid", "ROWID"].enumerated() {
            try folder.write("a b\n", to: "a.txt")
            let store = try folder.ingest([folder.path("a.txt")], into: "\(number).db") {
                $0.tableMetadata = { _ in [(key, "7")] }
            }.store
            #expect(try names(store, "rowid = 7") == ["a.txt"])
        }
    }

    @Test func anUnknownKeyListsThoseThatThereAre() throws {
        let folder = try TemporaryFolder()
        try folder.write("a b\n", to: "a.txt")
        let store = try folder.ingest([folder.path("a.txt")]) {
            $0.tableMetadata = { _ in (0..<30).map { ("key\($0)", "x") } }
        }.store
        let error = try #require(throws: StorageError.self) { try store.documents(where: "yeer = 1") }
        let cause = try #require(error.explanation.cause)
        #expect(error.explanation.fact.contains("yeer"))
        #expect(cause.contains("key0, key1, key10") && cause.contains("and 10 more"))
    }

    /// Walks without end are cut by steps, comparisons of long texts by time.
    @Test func whatTakesLongEnds() throws {
        let folder = try TemporaryFolder()
        let (store, _) = try store(folder)
        let product = (0..<9).map { "documents as d\($0)" }.joined(separator: ", ")
        for expression in [
            "(select count(*) from \(product) where d0.tokens + d8.types = -1) > 0",
            "tokens + (select sum(length(replace(d0.name, d1.name, d2.name))) from \(product)) = 0",
        ] {
            let error = try #require(throws: StorageError.self) {
                try store.documents(where: expression, steps: 1_000_000, seconds: 1_000)
            }
            #expect("\(error.explanation)".contains("takes too long"))
        }
        // 64 · 64 · 48 characters.
        func grown(_ text: String, _ counts: [Int]) -> String {
            counts.reduce(text) { "replace(\($0), '0', '\(String(repeating: "0", count: $1))')" }
        }
        let zeros = String(repeating: "0", count: 400)
        let heavy = (0..<40).map { _ in "\(grown("'0'", [64, 64, 48])) like '%\(zeros)b'" }
        let error = try #require(throws: StorageError.self) {
            try store.documents(where: heavy.joined(separator: " or "), steps: .max, seconds: 0.1)
        }
        #expect("\(error.explanation)".contains("takes too long"))
        // A pattern is at most so long.
        let pattern = String(repeating: "%", count: 5000)
        #expect(throws: StorageError.self) { try store.documents(where: "name like '\(pattern)'") }
    }
}
