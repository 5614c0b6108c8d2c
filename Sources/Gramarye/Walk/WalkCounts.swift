internal import Foundation
internal import Reporting
internal import Tokenization

extension WalkGround {
    /// 4. P̂(Y | X) = n(X, Y)/n(X) of a frequent pair, its likeliest rivals, and a pair that was never seen.
    func countsScene() throws -> WalkScene {
        let pair = try pair()
        let model = shelf.unsmoothed(order: 2)
        let others = pair.continuations.map(\.word).filter { $0 != pair.word }.prefix(5)
        let shown = [pair.word] + others + [pair.unseen].compactMap(\.self)
        var rows = ResultTable(columns: ["context", "word", "count", "context_count", "probability"])
        for word in shown {
            let answer = try model.answer(word, after: [pair.context])
            rows.append([
                .text(pair.context), .text(word), .integer(answer.count), .integer(answer.contextCount),
                .of(answer.logProbability.map { exp($0) }),
            ])
        }
        let first = try model.answer(pair.word, after: [pair.context], explained: true)
        let (x, y) = (pair.context.shownToken, pair.word.shownToken)
        var pointer = WalkPointer(station: .counts)
        pointer.pair = (pair.context, pair.word)
        let kinds = NumberText.counted(pair.continuations.count, "different word")
        return WalkScene(
            answer: "‘\(x)’ stands \(NumberText.counted(pair.total, "time")) in train, "
                + "\(NumberText.grouped(first.count)) of them before ‘\(y)’, so P̂(\(y) | \(x)) = "
                + "\(NumberText.rounded(first.logProbability.map { exp($0) } ?? .nan)).",
            rows: rows,
            further: [
                .init("continuations", .integer(pair.continuations.count)), .init("formula", .of(first.formula)),
            ],
            blocks: [
                .formulas(["P̂(Y | X) = n(X, Y) / n(X)"] + [first.formula].compactMap(\.self)),
                .table(rows, named: "counts"),
                .paragraph(
                    "\(kinds) (with </s>, the end of a segment) follow ‘\(x)’, and their counts sum to n(X) = "
                        + "\(NumberText.grouped(pair.continuations.reduce(0) { $0 + $1.count })): P̂ is a distribution. "
                        + (pair.unseen.map {
                            "But ‘\($0.shownToken)’, which train has, never follows, and P̂ calls it impossible."
                        } ?? "Every word that models know follows it somewhere.")),
            ], pointer: pointer)
    }
}
