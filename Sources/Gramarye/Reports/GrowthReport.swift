internal import Foundation
package import Reporting
package import Statistics

extension GrowthAnalysis {
    /// The growth of the vocabulary: the curve, its summary, and the extrapolation to longer texts.
    ///
    /// - Parameter what: what was read, such as `words` or the names of documents.
    package func report(of what: String, provenance: Provenance) -> Report {
        let chart = Chart.growth(of: self, what: what)
        var report = Report(
            "Vocabulary growth: \(what)", rows: curveTable,
            blocks: [
                .chart(chart, named: "growth"), .paragraph(size).only(.terminal),
                .table(summaryTable, named: "growth-summary"),
            ] + cautions.map { .paragraph($0) } + [
                Report.Block.heading("The curve").only(.page), .table(curveTable, named: "curve").only(.page),
            ], provenance: provenance)
        report.answer = chart.finding + " " + hapaxes + "."
        report.further = summaryFields
        if heaps == nil {
            report.notes = [
                "\(NumberText.counted(spectrum.tokens, "token")): too few for Heaps' law and for an extrapolation"
            ]
        } else if extrapolations.isEmpty {
            report.notes = ["no extrapolation: no model of a population of words fits the text"]
        }
        return report
    }

    private var size: String {
        "\(NumberText.counted(spectrum.tokens, "token")), \(NumberText.counted(spectrum.types, "type")); \(hapaxes)"
    }

    private var hapaxes: String {
        let share = NumberText.rounded(
            100 * Double(spectrum.hapaxLegomena) / Double(spectrum.types), significantDigits: 3)
        return "\(NumberText.counted(spectrum.hapaxLegomena, "type")) (\(share) %) "
            + (spectrum.hapaxLegomena == 1 ? "occurs once" : "occur once")
    }

    /// The curve, a row for each size.
    var curveTable: ResultTable {
        var table = ResultTable(columns: [
            "tokens", "types", "types_shuffled", "hapax_legomena", "hapax_share", "new_type_probability",
        ])
        for (point, shuffled) in zip(growth.points, shuffledTypes) {
            let once = Double(point.hapaxLegomena)
            table.append([
                .integer(point.tokens), .integer(point.types), .of(shuffled), .integer(point.hapaxLegomena),
                .of(once / Double(point.types)), .of(once / Double(point.tokens)),
            ])
        }
        return table
    }

    private var recentRate: Double { Double(recentNewTypes.types) / Double(recentNewTypes.tokens) }

    /// What the curve is summed up in, with intervals of 95 % where the text tells them.
    var summaryTable: ResultTable {
        var table = ResultTable(columns: ["quantity", "value", "standard_error", "low", "high"])
        func add(_ name: String, _ estimate: EstimateWithError?) {
            guard let estimate else { return }
            table.append([
                .text(name), .of(estimate.value), .of(estimate.standardError), .of(estimate.interval.lowerBound),
                .of(estimate.interval.upperBound),
            ])
        }
        func add(_ name: String, _ value: Double?) {
            guard let value else { return }
            table.append([.text(name), .of(value), .null, .null, .null])
        }
        add("Heaps h, in text order", heaps?.exponent)
        add("Heaps K, in text order", heaps?.coefficient)
        add("Heaps h, shuffled", shuffledHeaps?.exponent)
        add("Heaps K, shuffled", shuffledHeaps?.coefficient)
        add("probability of a new type, drawn at random", newTypeProbability)
        add("new types by token in the last tenth", recentRate)
        for (tokens, types) in extrapolations { add("types in \(NumberText.grouped(tokens)) tokens", types) }
        return table
    }

    /// What the numbers hold for.
    private var cautions: [String] {
        var cautions: [String] = []
        if heaps != nil {
            cautions.append(
                "No standard error is given of Heaps’ law: each size holds all smaller ones, so that the curve is no sample, "
                    + "and h falls as texts grow.")
        }
        cautions.append(
            "The probability of a new type (Good and Turing’s) is that of a token drawn at random from what the text is a "
                + "sample of. A text that goes on turns to other things: "
                + "\(NumberText.rounded(100 * recentRate, significantDigits: 2)) % of its last "
                + "\(NumberText.counted(recentNewTypes.tokens, "token")) \(recentNewTypes.tokens == 1 ? "was a new type" : "were new types")."
        )
        return cautions + [populationCaution, predicted, intervalCaution].compactMap(\.self)
    }

    /// How the extrapolation does on this text itself.
    private var predicted: String? {
        guard let predictedTypes, !extrapolations.isEmpty else { return nil }
        let error = predictedTypes / Double(spectrum.types) - 1
        let percent = NumberText.rounded(100 * abs(error), significantDigits: 2)
        return
            "From its first half alone, \(NumberText.counted(Int(predictedTypes.rounded()), "type")) are predicted for the "
            + "whole text, \(percent) % too \(error < 0 ? "few" : "many")."
    }

    /// What the intervals of the extrapolation are.
    private var intervalCaution: String? {
        guard let longest = extrapolations.map(\.tokens).max() else { return nil }
        func error(_ times: Double) -> String {
            NumberText.fixed(100 * Extrapolation.bookError(times: times), decimals: 1)
        }
        let measured = Extrapolation.longestMeasured
        let beyond = Double(longest) > measured * Double(spectrum.tokens) * (1 + 1e-9)
        return
            "The intervals of longer texts are those of this text or, where they are wider, of the errors on Gutenberg books: "
            + "\(error(2)) % at twice the text, \(error(measured)) % at ten times."
            + (beyond
                ? " Beyond ten times nothing was measured; the errors there are a guess that continues these." : "")
    }

    /// Whether the population fits; `nil` where there is none.
    private var populationCaution: String? {
        guard let fit = populationFit, !extrapolations.isEmpty else { return nil }
        let p = fit.pValue
        let figures =
            "X² = \(NumberText.rounded(fit.chiSquared)) on \(fit.degreesOfFreedom) degrees of freedom, "
            + "p \(p < 0.001 ? "< 0.001" : "= " + NumberText.rounded(p, significantDigits: 2))"
        return p > 0.05
            ? "The Zipf–Mandelbrot population of rare types without end fits the frequencies (\(figures)). The extrapolation "
                + "is a mean of what it says and of what a finite one does."
            : "The Zipf–Mandelbrot population of rare types without end does not fit the frequencies (\(figures)). The "
                + "extrapolation is a mean of what it says and of what a finite one does, and errs by more than chance."
    }

    /// The same for programs.
    private var summaryFields: [Value.Field] {
        func value(_ estimate: EstimateWithError?) -> Value {
            guard let estimate else { return .null }
            return .object([
                .init("value", .of(estimate.value)), .init("standard_error", .of(estimate.standardError)),
                .init("interval", .list([.of(estimate.interval.lowerBound), .of(estimate.interval.upperBound)])),
            ])
        }
        func heapsValue(_ heaps: HeapsLaw?) -> Value {
            .object([
                .init("k", .object([.init("value", .of(heaps?.coefficient))])),
                .init("h", .object([.init("value", .of(heaps?.exponent))])),
            ])
        }
        return [
            .init("heaps", .object([.init("text", heapsValue(heaps)), .init("shuffled", heapsValue(shuffledHeaps))])),
            .init("new_type_probability", value(newTypeProbability)),
            .init(
                "last_tenth",
                .object([
                    .init("tokens", .integer(recentNewTypes.tokens)),
                    .init("new_types", .integer(recentNewTypes.types)),
                    .init("new_types_by_token", .of(recentRate)),
                ])),
            .init("types_predicted_by_first_half", .of(predictedTypes)),
            .init(
                "population",
                .object([
                    .init("alpha", .of(extrapolation?.endless.alpha)),
                    .init("upper_bound", .of(extrapolation?.endless.upperBound)),
                    .init("finite_alpha", .of(extrapolation?.finite.alpha)),
                    .init("finite_lower_bound", .of(extrapolation?.finite.lowerBound)),
                    .init("finite_upper_bound", .of(extrapolation?.finite.upperBound)),
                    .init("chi_squared", .of(populationFit?.chiSquared)),
                    .init("degrees_of_freedom", .of(populationFit?.degreesOfFreedom)),
                    .init("p_value", .of(populationFit?.pValue)),
                ])),
            .init(
                "extrapolation",
                .list(
                    extrapolations.map {
                        .object([.init("tokens", .integer($0.tokens)), .init("types", value($0.types))])
                    })),
        ]
    }
}
