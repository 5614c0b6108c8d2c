internal import GRDB

/// Whether documents come into a database by a new file, made of finished pages, or by SQLite's own insertion.
///
/// SQLite looks for a new n-gram in each split and then puts it in its place, which is estimated to cost several times what a
/// row that is there costs in a new file. So a new file is made where the text has more than a tenth as many n-grams as the
/// database has different ones, or where nothing is left of what the database had counted. The tenth is a choice near where
/// both are estimated to cost the same; that place was not measured. Where text comes to 80 MB of English: 8 MB take
/// 7.3 s of processor time by a new file and 12.2 s by insertion, as measured.
struct FileReplacement {
    /// How many rows that are there may be written anew for a token that comes: it makes up to two, a bigram and a trigram.
    static let rowsPerToken = 20
    /// Bytes that a token takes, about: an id, and rows of counts.
    private static let bytesPerToken = 30

    private let path: String
    private let documents: [ReadDocument]
    private let replaced: [Int]

    /// - Parameters:
    ///   - documents: what comes.
    ///   - replaced: ids of those that go for that.
    init(of path: String, adding documents: [ReadDocument], replacing replaced: [Int]) {
        (self.path, self.documents, self.replaced) = (path, documents, replaced)
    }

    /// Makes the new file, empty, if it pays and can be had.
    ///
    /// - Parameter db: the database, in a transaction.
    /// - Returns: the file, and whether what is counted goes into it, too; `nil` if SQLite is to change the database.
    func begin(in db: Database) throws -> (file: NewDatabase, keepsCounts: Bool)? {
        let tokens = documents.reduce(0) { $0 + $1.tokenCount }
        let keepsCounts = try db.firstRow("SELECT count(*) FROM document") { try $0.count(0) } != replaced.count
        if keepsCounts {
            // Of documents that go among others that stay, the rows would have to be subtracted.
            guard replaced.isEmpty, try rows(in: db) < tokens * Self.rowsPerToken else { return nil }
        }
        let growth = documents.reduce(0) { $0 + $1.end.bytes }
        return try Self.file(inPlaceOf: path, adding: (tokens, growth), in: db).map { ($0, keepsCounts) }
    }

    /// Makes the new file, empty, if it can be had.
    ///
    /// - Parameter text: the tokens that come, `</s>` counted, and the bytes of their text.
    static func file(
        inPlaceOf path: String, adding text: (tokens: Int, bytes: Int), in db: Database
    ) throws -> NewDatabase? {
        let growth = text.tokens * bytesPerToken + text.bytes
        guard try DatabaseCopy.isPossible(path, db, growth: growth) else { return nil }
        // Where a file cannot be made, or not as the owner's, SQLite may still write to the one that is there.
        return try? NewDatabase(path: path, takesPlace: true)
    }

    /// How many n-grams are counted, without those of the bounds of segments.
    private func rows(in db: Database) throws -> Int {
        try db.firstRow("SELECT coalesce(sum(types), 0) FROM spectrum WHERE split >= 0") { try $0.count(0) } ?? 0
    }
}
