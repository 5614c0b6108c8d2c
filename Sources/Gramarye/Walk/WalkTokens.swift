internal import Reporting
internal import Tokenization

extension WalkGround {
    /// 1. A text as it stood, and its tokens.
    func tokensScene() throws -> WalkScene {
        let sample = try sample()
        var rows = ResultTable(columns: ["segment", "position", "source", "token"])
        for token in sample.tokens {
            rows.append([.integer(token.segment), .integer(token.position), .of(token.source), .text(token.text)])
        }
        var pointer = WalkPointer(station: .tokens)
        pointer.text = settings.text ?? sample.source
        let distinct = Set(sample.tokens.map(\.text)).count
        return WalkScene(
            answer: "\(sample.origin) is \(NumberText.counted(sample.tokens.count, "token")) to the models, "
                + "\(NumberText.grouped(distinct)) of them different.",
            rows: rows, further: [.init("source", .text(sample.source))],
            blocks: [
                .paragraph("As it stood: \(sample.source)"),
                .paragraph("As tokens: \(sample.tokens.map(\.text.shownToken).joined(separator: " | "))"),
                .table(rows.beginning(12), named: "tokens"), .paragraph(corpus.tokenizer.sentences),
            ], pointer: pointer)
    }
}
