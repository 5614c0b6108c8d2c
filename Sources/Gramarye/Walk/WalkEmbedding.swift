internal import LinearAlgebra
internal import RecurrentModels
internal import Reporting

extension WalkGround {
    /// 7. The row of a word in W_xh, looked up, and as the product of its one-hot vector and the whole matrix.
    func embeddingScene() throws -> WalkScene {
        let wordClass = try requireEvents()[0]
        let network = WalkNetwork(vocabularySize: vocabulary.size, seed: settings.seed)
        let place = Int(wordClass)
        let oneHot = Matrix<Float>(rows: 1, columns: vocabulary.size)
        oneHot[0, place] = 1
        let product = Matrix<Float>(rows: 1, columns: network.units)
        multiply(oneHot, network.inputWeights, into: product)
        let lookedUp = network.inputWeights.row(ofValues: place)
        var rows = ResultTable(columns: ["what", "shape"] + network.unitColumns)
        func append(_ what: String, _ shape: String, _ values: [Double]) {
            rows.append([.text(what), .text(shape)] + values.map { .number($0) })
        }
        let size = vocabulary.size
        append("x W_xh, multiplied", "1 × \(network.units)", product.row(ofValues: 0))
        append("row \(place) of W_xh, looked up", "1 × \(network.units)", lookedUp)
        let token = word(wordClass).shownToken
        return WalkScene(
            answer: "‘\(token)’ is row \(NumberText.grouped(place)) of the matrix: its one-hot vector times W_xh takes "
                + "\(NumberText.counted(size * network.units, "product")), all but \(network.units) of them with 0, and gives "
                + "just that row.",
            rows: rows,
            further: [
                .init("word", .text(word(wordClass))), .init("row", .integer(place)),
                .init("vocabulary_size", .integer(size)),
            ],
            blocks: [
                .formulas([
                    "x = \(oneHotText(place, of: size))",
                    "x W_xh = Σ_i x_i W_xh[i, ·] = W_xh[\(place), ·]",
                ]),
                .table(rows, named: "product"),
                .paragraph(
                    "So no program multiplies: a row is looked up. An embedding E is the same with its own width, x E = "
                        + "the word’s vector. Rows are numbered from 0 and leave out <s>, which is never read: <unk> is "
                        + "row 0, </s> row 1. The weights are drawn with seed \(settings.seed), and have learned nothing."
                ),
            ], pointer: pointer(.embedding))
    }

    /// `[0, 0, 1, 0, …, 0]`: its first places, and the 1.
    private func oneHotText(_ place: Int, of size: Int) -> String {
        let first = (0..<min(6, size)).map { $0 == place ? "1" : "0" }
        var parts = first
        if size > first.count {
            if place >= first.count {
                if place > first.count { parts.append("…") }
                parts.append("1")
            }
            if place < size - 1 { parts += ["…", "0"] }
        }
        return "[\(parts.joined(separator: ", "))], V = \(NumberText.grouped(size)) numbers, the 1 at place \(place)"
    }

    /// A pointer of a station of the network.
    func pointer(_ station: WalkStation) -> WalkPointer {
        var pointer = WalkPointer(station: station)
        pointer.network = station == .gradients ? recurrentNetwork : network
        if station == .embedding || station == .step { pointer.pair = try? pair().asked }
        return pointer
    }
}

extension WalkNetwork {
    /// A column for each unit.
    var unitColumns: [String] { (1...units).map { "unit_\($0)" } }
}
