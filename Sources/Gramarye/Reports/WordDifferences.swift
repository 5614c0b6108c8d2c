internal import LanguageModeling
internal import Reporting

/// The words on which the models of a comparison differ most.
struct WordDifferences {
    private let comparison: Comparison
    private let losses: WordLosses

    init(_ comparison: Comparison) {
        self.comparison = comparison
        losses = WordLosses(of: comparison)
    }

    /// `differences_by_word`: every word of test with its mean bits by model.
    var value: Value {
        .list(
            losses.words.map { word in
                .object([
                    .init("word", .text(comparison.vocabulary.words[Int(word.id)])),
                    .init("count", .integer(word.count)),
                    .init("difference_bits", .of(word.difference)),
                    .init("bits_per_token", .object(zip(losses.models, word.bits).map { .init($0, .of($1)) })),
                ])
            })
    }

    /// A short table for two models: the best n-gram model and the best network, or the best two.
    func blocks(limit: Int = 10) -> [Report.Block] {
        guard let (first, second) = pair else { return [] }
        let greatest = losses.greatest(limit, between: first, and: second)
        guard !greatest.isEmpty else { return [] }
        var table = ResultTable(
            columns: ["word", "count", losses.models[first], losses.models[second], "difference"],
            names: [losses.models[first], losses.models[second]])
        for (word, difference) in greatest {
            table.append([
                .text(comparison.vocabulary.words[Int(word.id)]), .integer(word.count), .of(word.bits[first]),
                .of(word.bits[second]), .of(difference),
            ])
        }
        let title = "The words on which \(losses.models[first]) and \(losses.models[second]) differ most"
        let meaning = "mean bits, and the difference summed over all occurrences"
        return [
            Report.Block.paragraph("\(title): \(meaning)").only(.terminal), .heading(title).only(.page),
            .paragraph("\(meaning.capitalizingFirst).").only(.page),
            .table(table, named: "words"),
        ]
    }

    private var pair: (Int, Int)? {
        let sums = comparison.models.map { $0.test.reduce(0, +) }
        let ranked = sums.indices.filter { sums[$0].isFinite }.sorted { sums[$0] > sums[$1] }
        guard ranked.count > 1 else { return nil }
        let networks = ranked.filter { comparison.models[$0].includesNetwork }
        let others = ranked.filter { !comparison.models[$0].includesNetwork }
        guard let network = networks.first, let other = others.first else { return (ranked[0], ranked[1]) }
        return (other, network)
    }
}
