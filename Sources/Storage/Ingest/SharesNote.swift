internal import GRDB
internal import Tokenization

/// What to say where shares could not be kept to: a split ends where a segment does.
enum SharesNote {
    /// How far off a split may end, in parts of the whole.
    private static let tolerance = 0.05 + 1e-9

    /// - Returns: `nil` if every split of the documents that shares divide ends about where it should.
    static func text(_ splitting: Splitting, in db: Database) throws -> String? {
        guard splitting.by == .segments else { return nil }
        var tokens = [0, 0, 0]
        try db.forEachRow(
            """
            SELECT s.split, sum(s.tokens) FROM segment_block AS s JOIN document AS d ON d.id = s.document
            WHERE d.split IS NULL GROUP BY s.split
            """
        ) { row in
            let split = try row.count(0)
            if tokens.indices.contains(split) { tokens[split] = try row.count(1) }
        }
        let (sum, shares) = (Double(tokens.reduce(0, +)), Double(splitting.shares.reduce(0, +)))
        guard sum > 0 else { return nil }
        for (index, split) in [Split.train, .valid].enumerated() {
            let end = Double(tokens[...index].reduce(0, +)) / sum
            let wanted = Double(splitting.shares[...index].reduce(0, +)) / shares
            guard abs(end - wanted) > tolerance else { continue }
            return "\(split.name) ends after \(percent(end)) of the tokens, not after \(percent(wanted)): "
                + "texts are cut at the ends of segments, and there are few"
        }
        return nil
    }

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
