internal import GRDB
public import Tokenization

extension CorpusStore {
    /// How many types, markers left out, occur at least so often in a split.
    public func typeCount(of split: Split, minimum: Int) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM unigram WHERE split = ? AND w1 > 2 AND n >= ?",
                arguments: [split.rawValue, minimum]) ?? 0
        }
    }
}
