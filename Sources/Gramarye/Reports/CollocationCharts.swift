internal import CorpusTools
internal import Reporting
internal import Statistics

extension Report.Block {
    /// The node amid the words that are tied to it, and these to each other; `nil` of fewer than two words.
    ///
    /// Its rows are the words by logDice, whatever the table is sorted by: that is comparable from node to node.
    static func network(of found: Collocations, near text: String) -> Report.Block? {
        let measure = AssociationMeasure.logDice
        let strongest = found.words.prefix(found.hitsOfWords.count).enumerated()
            .compactMap { number, word in word.value(by: measure).map { (number: number, word: word.word, value: $0) } }
            .sorted { ($1.value, $0.number) < ($0.value, $1.number) }
        guard strongest.count > 1 else { return nil }
        var chart = Chart.rows(
            title: "Words tied to “\(text)” and to each other", value: Chart.Axis(measure.name),
            strongest.map { Chart.Row($0.word, $0.value) })
        let places = Dictionary(uniqueKeysWithValues: strongest.enumerated().map { ($1.number, $0) })
        let ties = found.ties.compactMap { tie -> (first: Int, second: Int, score: Double)? in
            guard let first = places[tie.first], let second = places[tie.second] else { return nil }
            let product = Double(found.hitsOfWords[tie.first]) * Double(found.hitsOfWords[tie.second])
            let score = Cooccurrence(observed: tie.hits, expected: product / Double(found.hits)).tScore
            return score.flatMap { $0 >= leastScore ? (first, second, $0) : nil }
        }.sorted { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }.prefix(drawnTies)
        let most = ties.first?.score ?? 1
        chart.network = Chart.Network(
            centre: text, nodes: strongest.map { Chart.Network.Node($0.word, strength: $0.value) },
            ties: ties.map { Chart.Network.Tie($0.first, $0.second, weight: $0.score / most) }, measure: measure.name)
        chart.note =
            "The nearer to the middle and the thicker its line, the more strongly a word is tied to the node by logDice."
            + (ties.isEmpty
                ? ""
                : " Grey lines join words that stand near the same hits more often than by chance: "
                    + (ties.count < drawnTies
                        ? "all with a t-score of \(NumberText.rounded(leastScore)) or more."
                        : "the \(drawnTies) pairs with the largest t-scores."))
        return .chart(chart, named: "network")
    }

    /// How many tokens of the words shown stand at each offset from a hit; `nil` where these are not counted.
    static func positions(of found: Collocations) -> Report.Block? {
        guard !found.offsets.isEmpty, !found.words.isEmpty else { return nil }
        let sums = found.offsets.indices.map { place in found.words.reduce(0) { $0 + $1.byOffset[place] } }
        let all = sums.reduce(0, +)
        guard all > 0, let most = sums.indices.max(by: { (sums[$0], $1) < (sums[$1], $0) }) else { return nil }
        var chart = Chart(
            title: "Where these words stand", horizontal: Chart.Axis("tokens from the hit", isWhole: true),
            vertical: Chart.Axis("tokens of the \(NumberText.counted(found.words.count, "word")) shown", isWhole: true),
            series: [
                Chart.Series(
                    "", .bars, zip(found.offsets, sums).map { Chart.Point(Double($0), Double($1)) }, colour: 0)
            ])
        let offset = found.offsets[most]
        let share = NumberText.rounded(100 * Double(sums[most]) / Double(all), significantDigits: 2)
        chart.finding =
            "Of \(NumberText.counted(all, "token")) of these words \(share) % stand "
            + "\(NumberText.grouped(abs(offset))) \(offset < 0 ? "before" : "after") a hit."
        chart.note = "The hit itself is at 0. A token near several hits counts for the nearest."
        return .chart(chart, named: "positions")
    }

    /// What chance gives once in forty times.
    private static let leastScore = 2.0
    /// More would be a grey area.
    private static let drawnTies = 30
}
