internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Tokenization

extension WalkGround {
    /// 5. What adding one to every count takes from frequent pairs and gives to rare ones.
    func laplaceScene() throws -> WalkScene {
        let pair = try pair()
        guard vocabulary.contains(pair.context), vocabulary.contains(pair.word) else {
            throw WalkLack(reason: "no pair of two words that models know (\(vocabulary.rule)) stands in train")
        }
        let (plain, laplace) = (shelf.unsmoothed(order: 2), shelf.laplace(order: 2))
        var rows = ResultTable(columns: ["kind", "word", "count", "unsmoothed", "laplace", "ratio", "effective_count"])
        var drawn: (names: [String], unsmoothed: [Chart.Point], laplace: [Chart.Point]) = ([], [], [])
        for (kind, word) in kinds(of: pair) {
            let before = try plain.answer(word, after: [pair.context])
            let after = try laplace.answer(word, after: [pair.context], explained: true)
            guard let p = before.logProbability.map({ exp($0) }), let q = after.logProbability.map({ exp($0) }) else {
                continue
            }
            rows.append([
                .text(kind), .text(word), .integer(before.count), .number(p), .number(q), .of(p > 0 ? q / p : nil),
                .number(q * Double(pair.total)),
            ])
            drawn.unsmoothed.append(Chart.Point(p, Double(drawn.names.count)))
            drawn.laplace.append(Chart.Point(q, Double(drawn.names.count)))
            drawn.names.append("\(word.shownToken) (\(NumberText.grouped(before.count)) ×)")
        }
        // What models do not know follows as <unk>, one word for all of it.
        let seen = Set(pair.continuations.map { vocabulary.id(of: $0.word) }).count
        let size = vocabulary.size
        let share = Double(size - seen) / Double(pair.total + size)
        let formula = try laplace.answer(pair.word, after: [pair.context], explained: true).formula
        var pointer = WalkPointer(station: .laplace)
        pointer.pair = (pair.context, pair.word)
        let (x, y) = (pair.context.shownToken, pair.word.shownToken)
        var chart = Chart(
            title: "Before and after Laplace’s smoothing", horizontal: .init("P(Y | \(x))", .logarithmic),
            vertical: .init("", categories: drawn.names),
            series: [
                Chart.Series("n(X, Y)/n(X)", .points, drawn.unsmoothed),
                Chart.Series("Laplace", .points, drawn.laplace),
            ])
        chart.note = "On a logarithmic axis there is no zero: a pair never seen has no mark before smoothing."
        return WalkScene(
            answer: "One more for every word takes P(\(y) | \(x)) from \(NumberText.rounded(drawn.unsmoothed[0].x)) to "
                + "\(NumberText.rounded(drawn.laplace[0].x)), and gives the "
                + "\(NumberText.counted(size - seen, "word")) of the vocabulary never seen after ‘\(x)’ "
                + "\(NumberText.rounded(100 * share, significantDigits: 3)) % of the probability together.",
            rows: rows,
            further: [
                .init("vocabulary_size", .integer(size)), .init("context_count", .integer(pair.total)),
                .init("unseen_words", .integer(size - seen)), .init("unseen_probability", .number(share)),
                .init("formula", .of(formula)),
            ],
            blocks: [.formulas(["P(Y | X) = (n(X, Y) + 1) / (n(X) + V)"] + [formula].compactMap(\.self))]
                + Report.Block.table(rows, named: "laplace", drawnAs: chart, named: "smoothing") + [
                    .paragraph(
                        "The effective count is P · n(X): the count that would have given this probability without "
                            + "smoothing. V = \(NumberText.grouped(size)) words make the vocabulary; what it lacks counts as one word, "
                            + "<unk>, so that \(NumberText.grouped(seen)) of them follow ‘\(x)’.")
                ], pointer: pointer)
    }

    /// The most frequent word after X, one of middling count, one seen once, and one never seen; each once.
    private func kinds(of pair: WalkPair) -> [(kind: String, word: String)] {
        let known = pair.continuations.filter { vocabulary.contains($0.word) }
        let root = Double(known.first?.count ?? 1).squareRoot()
        let middle = known.min { abs(Double($0.count) - root) < abs(Double($1.count) - root) }
        let kinds = [
            ("frequent", pair.word), ("middling", middle?.word), ("seen once", known.first { $0.count == 1 }?.word),
            ("never seen", pair.unseen),
        ]
        return kinds.reduce(into: []) { found, kind in
            guard let word = kind.1, vocabulary.contains(word), !found.contains(where: { $0.word == word }) else {
                return
            }
            found.append((kind.0, word))
        }
    }
}
