internal import GRDB
package import Tokenization

extension CorpusStore {
    /// How many types, markers left out, occur at least this often in a split.
    package func typeCount(of split: Split, minimum: Int) throws -> Int {
        try read { db in
            // The spectrum has no markers but a literal `<unk>`.
            let types =
                try db.firstRow(
                    "SELECT coalesce(sum(types), 0) FROM spectrum WHERE split = ? AND n_gram_order = 1 AND frequency >= ?",
                    [split.rawValue, minimum]
                ) { try $0.count(0) } ?? 0
            let unknown =
                try db.firstRow(
                    "SELECT 1 FROM unigram WHERE split = ? AND w1 = ? AND n >= ?",
                    [split.rawValue, Int(Marker.unknown), max(1, minimum)]
                ) { _ in 1 } ?? 0
            return max(0, types - unknown)
        }
    }
}

extension CorpusStore {
    /// One more than the largest id of a type: how long an array of counts by type is.
    package func idCount() throws -> Int { try read { try $0.idCount(of: path) } }
}
