internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Statistics
internal import Tokenization

/// What people read of a comparison.
extension ComparisonRows {
    /// Charts, the table, the paragraph under it, what models cost, and where each wins.
    var blocks: [Report.Block] {
        var blocks = charts.map { Report.Block.chart($0.chart, named: $0.name).only(.page) }
        blocks += [
            .table(figures, named: "comparison", rightAligned: ["gain_%"]), .paragraph(vocabularyLine).only(.terminal),
            .paragraph(vocabularyLine.capitalizingFirst + ".").only(.page),
        ]
        if !paragraph.isEmpty { blocks.append(.paragraph(paragraph).only(.terminal)) }
        blocks += spreads.map { .paragraph(sentence($0)) }
        blocks += [
            Report.Block.heading("What the models cost").only(.page),
            .table(costs, named: "costs", rightAligned: ["MB", "training_s"]),
        ]
        guard settings.showsBreakdowns else { return blocks }
        for breakdown in breakdowns {
            let table = LossTable(breakdown, of: comparison)
            blocks += [
                Report.Block.lines(table.lines).only(.terminal),
                .heading(table.title.capitalizingFirst).only(.page),
                .table(table.table, named: breakdown.criterion).only(.page),
            ]
        }
        return blocks + WordDifferences(comparison).blocks()
    }

    /// By name: the perplexities, the networks' learning curves, and the loss by kinds of events.
    private var charts: [(name: String, chart: Chart)] {
        var charts: [(name: String, chart: Chart)] = []
        let perplexities = comparison.models.compactMap { model -> Chart.Row? in
            let evaluation = Evaluation(of: comparison.test, logProbabilities: model.test)
            guard let perplexity = evaluation.perplexity, perplexity.isFinite else { return nil }
            return Chart.Row(
                model.name, perplexity,
                interval: comparison.test.perplexityInterval(model.test)?.range)
        }
        if var chart = Chart.perplexities(perplexities, on: judge.name) {
            // The answer says it.
            chart.finding = ""
            charts.append(("perplexity", chart))
        }
        if let learningChart { charts.append((ComparisonChart.learning.rawValue, learningChart)) }
        for kind in ComparisonChart.allCases {
            guard let breakdown = breakdowns.first(where: { $0.criterion == kind.criterion }) else { continue }
            charts.append((kind.rawValue, .losses(breakdown, judge: judge.name)))
        }
        return charts
    }

    /// The networks' learning curves, across them the models of counts; `nil` without a network.
    private var learningChart: Chart? {
        let curves = comparison.models.filter { $0.includesNetwork && !$0.isVariant && $0.parts.count == 1 }
            .map { model in
                LearningCurve(
                    model: model.name, validPerplexities: validPerplexities[model.parts[0].origin] ?? [])
            }
        guard !curves.isEmpty else { return nil }
        let levels = comparison.models.filter { !$0.includesNetwork }.compactMap { model in
            Evaluation(of: comparison.valid, logProbabilities: model.valid).perplexity
                .flatMap { $0.isFinite ? (name: model.name, perplexity: $0) : nil }
        }
        return .learning(curves, across: levels)
    }

    private var figures: ResultTable {
        let split = judge == .test ? "test" : "valid"
        var table = ResultTable(
            columns: ["model", "context"] + (judge == .test ? ["valid_ppl"] : [])
                + ["\(split)_ppl", "bits/token", isLowerBound ? "bits/char_≥" : "bits/char"]
                + (shownMixtures.isEmpty ? [] : ["gain_%"]) + ["without_<unk>", "without_</s>"])
        for row in models + shownMixtures.map(row) {
            table.append(
                [.text(shortName(row.model)), .text(row.scope.shortLabel)]
                    + (judge == .test ? [.of(row.valid.perplexity)] : [])
                    + [.of(row.judged.perplexity), .of(row.judged.crossEntropyBits), .of(bitsPerCharacter(row))]
                    + (shownMixtures.isEmpty ? [] : [.of(row.gain.map { NumberText.fixed($0, decimals: 1) })])
                    + [
                        .of(row.judged.perplexityExcludingOutOfVocabulary),
                        .of(row.judged.perplexityExcludingSegmentEnds),
                    ])
        }
        return table
    }

    private var costs: ResultTable {
        var table = ResultTable(columns: ["model", "parameters", "MB", "training_s", "tokens/s"])
        for row in models {
            table.append([
                .text(shortName(row.model)), .integer(row.parameters),
                .text(NumberText.rounded(Double(row.bytes) / 1e6, significantDigits: 3)),
                .of(row.trainingSeconds.map { NumberText.rounded($0, significantDigits: 3) }),
                .of(tokensPerSecond(row).map { Int($0) }),
            ])
        }
        return table
    }

    /// All models together as they were asked for, or as many mixtures as are asked for.
    private var shownMixtures: [ComparedMixture] {
        guard settings.mixtures == .one else { return mixtures }
        let asAsked = mixtures.filter { mixture in !mixture.rows.contains { $0.isVariant } }
        guard let most = asAsked.map(\.parts.count).max() else { return mixtures.suffix(1) }
        return asAsked.filter { $0.parts.count == most }.suffix(1)
    }

    /// A mixture of many models by their number.
    private func shortName(_ name: String) -> String {
        guard name.count > 24, let mixture = mixtures.first(where: { $0.name == name }) else { return name }
        return "all \(mixture.rows.count) mixed"
    }

    var paragraph: String {
        ComparisonSentences(comparison, mixtures: mixtures, significance: significance, judge: judge.name).paragraph
    }

    private func sentence(_ spread: SeedSpread) -> String {
        let (valid, test) = (spread.validPerplexities, spread.testPerplexities)
        func figures(_ values: [Double]) -> String {
            "\(NumberText.rounded(mean(values))) ± "
                + NumberText.rounded(standardDeviation(values), significantDigits: 2)
        }
        return "Trained from \(spread.seeds.count) seeds, \(spread.model) reaches a perplexity of \(figures(test)) on "
            + "\(judge.name) (mean and standard deviation; from \(NumberText.rounded(test.min() ?? 0)) to "
            + "\(NumberText.rounded(test.max() ?? 0)))"
            + (judge == .valid ? "." : ", on valid \(figures(valid)).")
            + " What the seed alone changes says nothing of the kind of network."
    }

    private var vocabularyLine: String {
        let rate = 100 * Double(comparison.test.outOfVocabularyCount) / Double(max(1, comparison.test.count))
        return "vocabulary \(NumberText.grouped(comparison.vocabulary.size)) (\(comparison.vocabulary.rule)); "
            + "\(String(format: "%.1f", rate)) % of \(judge.name) is <unk>; "
            + "\(NumberText.grouped(comparison.test.count)) events of \(judge.name)"
    }

    /// Notes on how figures are to be read.
    var remarks: [String] {
        // What is said of a network is said once, not of each of its rows and mixtures.
        var told: Set<[String]> = []
        var remarks = comparison.models.flatMap(\.parts).flatMap { part in
            part.notes.filter { told.insert([part.origin, $0]).inserted }.map { "\(part.name): \($0)" }
        }
        let unknown = Double(comparison.test.outOfVocabularyCount) / Double(max(1, comparison.test.count))
        if let note = noteOnUnknown(share: unknown, of: judge.name) { remarks.append(note) }
        if isLowerBound {
            remarks.append(
                "bits per character are a lower bound: \(NumberText.grouped(spelling.literalUnknowns)) tokens are <unk> "
                    + "in the text itself, so their spelling is unknown")
        }
        for model in comparison.models {
            let zeros = model.test.count { $0 == -.infinity }
            if zeros > 0 {
                remarks.append(
                    "\(model.name) gives \(NumberText.grouped(zeros)) events of \(judge.name) probability zero: its "
                        + "perplexity is infinite, shown as –")
            }
        }
        if shownMixtures.count < mixtures.count {
            remarks.append("\(shownMixtures.count) of \(mixtures.count) mixtures\(settings.allMixturesHint)")
        }
        return remarks
    }
}
