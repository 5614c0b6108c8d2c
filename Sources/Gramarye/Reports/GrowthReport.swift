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
                .chart(chart, named: "growth"), .lines([size]).only(.terminal),
                .table(summaryTable, named: "growth-summary"),
            ] + (caution.map { [.paragraph($0)] } ?? []) + [
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

    /// What the curve is summed up in, each with its interval of 95 %.
    var summaryTable: ResultTable {
        var table = ResultTable(columns: ["quantity", "value", "standard_error", "low", "high"])
        func add(_ name: String, _ estimate: EstimateWithError?) {
            guard let estimate else { return }
            table.append([
                .text(name), .of(estimate.value), .of(estimate.standardError), .of(estimate.interval.lowerBound),
                .of(estimate.interval.upperBound),
            ])
        }
        add("Heaps h, in text order", heaps?.exponent)
        add("Heaps K, in text order", heaps?.coefficient)
        add("Heaps h, shuffled", shuffledHeaps?.exponent)
        add("Heaps K, shuffled", shuffledHeaps?.coefficient)
        add("probability of a new type", newTypeProbability)
        for (tokens, types) in extrapolations { add("types in \(NumberText.grouped(tokens)) tokens", types) }
        return table
    }

    /// How far the extrapolation is to be trusted; `nil` where there is none.
    private var caution: String? {
        guard let fit = populationFit, !extrapolations.isEmpty else { return nil }
        let p = fit.pValue
        let figures =
            "X² = \(NumberText.rounded(fit.chiSquared)) on \(fit.degreesOfFreedom) degrees of freedom, "
            + "p \(p < 0.001 ? "< 0.001" : "= " + NumberText.rounded(p, significantDigits: 2))"
        return p > 0.05
            ? "The Zipf–Mandelbrot population that the extrapolation rests on fits the frequencies (\(figures))."
            : "The Zipf–Mandelbrot population that the extrapolation rests on does not fit the frequencies (\(figures)): "
                + "its intervals are those of chance alone, and the model errs by more."
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
        func heapsValue(_ heaps: Heaps?) -> Value {
            .object([.init("k", value(heaps?.coefficient)), .init("h", value(heaps?.exponent))])
        }
        return [
            .init("heaps", .object([.init("text", heapsValue(heaps)), .init("shuffled", heapsValue(shuffledHeaps))])),
            .init("new_type_probability", value(newTypeProbability)),
            .init(
                "population",
                .object([
                    .init("alpha", .of(population?.alpha)), .init("upper_bound", .of(population?.upperBound)),
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
