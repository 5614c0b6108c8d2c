internal import Foundation
internal import LanguageModeling
internal import RecurrentModels
internal import Reporting

extension NetworkExplanation {
    /// The softmax of the word asked for, of a rare word in an adaptive softmax its cluster's and its own.
    var equations: [Equation] {
        let subject = Formula.ofWords("P", word, given: context)
        let shifted = Formula.function("exp", .difference(.symbol("z"), .symbol("m")))
        func fraction(_ softmax: NetworkStep.Softmax) -> Formula {
            .fraction(
                .function("exp", .difference(.number(softmax.logit), .number(softmax.maximum))), .number(softmax.sum))
        }
        guard step.softmaxes.count > 1 else {
            let softmax = step.softmaxes[0]
            return [
                Equation(
                    subject,
                    [
                        .fraction(shifted, .function("Σ exp", .difference(.symbol("z′"), .symbol("m")))),
                        fraction(softmax), .fraction(.number(softmax.exponential), .number(softmax.sum)),
                        .number(softmax.probability),
                    ])
            ]
        }
        let (cluster, own) = (step.softmaxes[0], step.softmaxes[1])
        return [
            Equation(
                subject,
                [
                    .product([.symbol("P(cluster)"), .symbol("P(word in cluster)")]),
                    .product([fraction(cluster), fraction(own)]),
                    .product([.number(cluster.probability), .number(own.probability)]),
                    .number(cluster.probability * own.probability),
                ])
        ]
    }

    /// The words read, each layer's vectors, and the words that are likeliest.
    var blocks: [Report.Block] {
        [
            .formulas(architecture.formulas).attached,
            .table(vectors, named: "step"),
            .table(candidates, named: "softmax"),
        ]
    }

    /// What a step computes, in its order: shapes, norms and the first numbers.
    private var vectors: ResultTable {
        var table = ResultTable(columns: ["layer", "vector", "what", "shape", "norm", "beginning"])
        for (index, input) in inputs.enumerated() {
            let embedding = step.embeddings.indices.contains(index) ? step.embeddings[index] : nil
            let place = inputs.count > 1 ? "X_t, word \(index + 1) back" : "X_t"
            table.append([
                .null, .text(place), .text(embedding == nil ? "one-hot, of “\(input)”" : "embedding of “\(input)”"),
                .text("1 × \(embedding?.values.count ?? vocabularySize)"), .number(embedding?.norm ?? 1),
                .text(embedding.map(Self.beginning) ?? ""),
            ])
        }
        for (layer, vectors) in step.layers.enumerated() {
            for vector in vectors {
                table.append([
                    .integer(layer + 1), .text(vector.name), .text(architecture.cell.meaning(of: vector.name)),
                    .text("1 × \(vector.values.count)"), .number(vector.norm), .text(Self.beginning(vector)),
                ])
            }
        }
        return table
    }

    private static func beginning(_ vector: NetworkStep.Vector) -> String {
        vector.values.prefix(4).map { NumberText.rounded($0, significantDigits: 3) }.joined(separator: " ")
            + (vector.values.count > 4 ? " …" : "")
    }

    private var candidates: ResultTable {
        let isAdaptive = architecture.cutoffs != nil
        var table = ResultTable(
            columns: ["rank", "word", "logit", "exponential"] + (isAdaptive ? ["cluster"] : []) + ["probability"])
        for (index, candidate) in step.likeliest.enumerated() {
            let softmax = candidate.softmaxes[candidate.softmaxes.count - 1]
            let cluster = candidate.softmaxes.count > 1 ? candidate.softmaxes[0].probability : nil
            table.append(
                [
                    .integer(index + 1), .text(likeliest[index]), .number(softmax.logit), .number(softmax.exponential),
                ] + (isAdaptive ? [.of(cluster)] : []) + [.number(candidate.probability)])
        }
        return table
    }
}

extension NetworkArchitecture.Cell {
    /// What a vector of a step is, by its letter in the formulas.
    fileprivate func meaning(of letter: String) -> String {
        switch letter {
        case "A": "before the activation"
        case "R": "reset gate"
        case "Z": "update gate"
        case "C": "candidate"
        case "I": "input gate"
        case "F": "forget gate"
        case "G": "candidate"
        case "O": "output gate"
        case "C_t": "memory"
        case "C_{t−1}": "memory before"
        case "H_{t−1}": "state before"
        case "H": "hidden units"
        default: "state"
        }
    }
}
