internal import GRDB
package import Tokenization

extension CorpusStore {
    /// How many types, markers left out, occur at least this often in a split.
    package func typeCount(of split: Split, minimum: Int) throws -> Int {
        try read { db in
            try db.firstRow(
                "SELECT count(*) FROM unigram WHERE split = ? AND w1 > 2 AND n >= ?", [split.rawValue, minimum]
            ) { try $0.count(0) } ?? 0
        }
    }
}

extension CorpusStore {
    /// One more than the largest id of a type: how long an array of counts by type is.
    package func idCount() throws -> Int { try read { try $0.idCount(of: path) } }
}
