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
        pointer.text = sample.beginning
        let (count, distinct) = (sample.tokens.count, Set(sample.tokens.map(\.text)).count)
        let different = distinct == count ? "all" : "\(NumberText.grouped(distinct)) of them"
        let verb = sample.segments == 1 ? "is" : "are"
        return WalkScene(
            answer: "\(sample.origin) \(verb) \(NumberText.counted(count, "token")) to the models"
                + (count == 1 ? "." : ", \(different) different."),
            rows: rows, further: [.init("source", .text(sample.source))],
            blocks: [
                .paragraph("As it stood: \(sample.source)"),
                .paragraph("As tokens: \(sample.tokens.map(\.text.shownToken).joined(separator: " | "))"),
                .table(rows.beginning(12), named: "tokens"), .paragraph(corpus.tokenizer.sentences),
            ], pointer: pointer)
    }
}
