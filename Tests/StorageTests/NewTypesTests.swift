internal import Basics
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// The types of a new database, which are written as pages, are what SQLite would have written.
@Suite struct NewTypesTests {
    /// Words without white space, in an order of their own, of one byte or up to `longest`, many with a beginning in common.
    private static func words(_ count: Int, longest: Int, using generator: inout SeededGenerator) -> [String] {
        let beginnings = ["", "", "common", "beginnings", "\u{1}", "é", "𝄞"]
        var words: Set<String> = []
        while words.count < count {
            let length = Int.random(
                in: 1...(Int.random(in: 0..<8, using: &generator) == 0 ? longest : 9), using: &generator)
            let letters = (0..<length).map { _ in "abcdeABC\u{1}é漢𝄞".randomElement(using: &generator)! }
            words.insert(beginnings.randomElement(using: &generator)! + String(letters))
        }
        return words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.shuffled(using: &generator)
    }

    // A page, several, several levels and more than are written together; texts that SQLite lays out itself.
    @Test(
        arguments: [(1, 1), (40, 30), (3_000, 60), (3_000, 160), (120_000, 12), (30_000, 170), (500, 3_000)], [1, 3])
    func theyAreAsSQLiteHasThem(size: (count: Int, longest: Int), threads: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size.count * 7 + size.longest))
        let words = Self.words(size.count, longest: size.longest, using: &generator)
        let folder = try TemporaryFolder()
        let text = words.enumerated().map { $1 + ($0 % 10 == 9 ? "\n" : " ") }.joined()
        _ = try folder.ingest([folder.write(text, to: "text.txt")]) {
            $0.threads = threads
            ($0.tokens, $0.segments, $0.normalization) = (.whitespace, .lines, TokenizerSettings.Normalization.none)
        }
        let all = Marker.texts + words
        let sorted = all.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        func expectSound(_ db: Database, _ comment: Comment) throws {
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"], comment)
            #expect(try String.fetchAll(db, sql: "SELECT text FROM type ORDER BY text") == sorted, comment)
            for (id, word) in all.enumerated().shuffled(using: &generator).prefix(200) {
                #expect(try Int.fetchOne(db, sql: "SELECT id FROM type WHERE text = ?", arguments: [word]) == id)
                #expect(try String.fetchOne(db, sql: "SELECT text FROM type WHERE id = ?", arguments: [id]) == word)
            }
        }
        let queue = try DatabaseQueue(path: folder.path("corpus.db"))
        try queue.writeWithoutTransaction { db in
            #expect(try String.fetchAll(db, sql: "SELECT text FROM type ORDER BY id") == all)
            try expectSound(db, "as loaded")
            // SQLite changes them as it does its own.
            try db.execute(sql: "INSERT INTO type SELECT id + 1000000, text || ' ' FROM type WHERE id % 3 = 0")
            try db.execute(sql: "DELETE FROM type WHERE id >= 1000000")
            try expectSound(db, "as changed")
            try db.execute(sql: "VACUUM")
            try expectSound(db, "as copied")
        }
    }
}
