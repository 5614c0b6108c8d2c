/// The counts spelled out, `<s>` and `</s>` left out.
///
/// `CROSS JOIN` fixes the order of the loops, so that a given `first` is looked up in `type` and its n-grams in the primary
/// key of the counts. Grouping by the words, not their ids, lets SQLite apply that condition before it groups.
enum CountViews {
    static func sql(order: Int) -> String {
        let table = Schema.countTableName(order: order)
        let names = ["first", "second", "third"].prefix(order)
        let columns = names.indices.map { "t\($0 + 1).text AS \(names[$0])" }.joined(separator: ", ")
        let splits = """
            (SELECT 0 AS id, 'train' AS name UNION ALL SELECT 1, 'valid' UNION ALL SELECT 2, 'test' \
            UNION ALL SELECT 3, 'across') AS splits
            """
        let further = (1..<order + 1).dropFirst().map { " CROSS JOIN type AS t\($0) ON t\($0).id = c.w\($0)" }.joined()
        // `<s>` stands first alone, `</s>` last alone.
        let from = """
            FROM \(splits) CROSS JOIN type AS t1
                CROSS JOIN \(table) AS c ON c.split = splits.id AND c.w1 = t1.id\(further)
                WHERE c.w1 <> 1 AND c.w\(order) <> 2
            """
        return """
            CREATE VIEW \(table)s AS SELECT \(columns), sum(c.n) AS n
                \(from)
                GROUP BY \(names.indices.map { "t\($0 + 1).text" }.joined(separator: ", "));
            CREATE VIEW \(table)s_by_split AS SELECT splits.name AS split, \(columns), c.n AS n
                \(from);

            """
    }
}
