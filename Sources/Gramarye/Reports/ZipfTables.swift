internal import Reporting
internal import Statistics

extension ZipfAnalysis {
    /// The columns of ``values``.
    ///
    /// An `exponent` without another word in its name is that of Zipf's law: of frequency by rank. `tail_exponent` and
    /// `f2_exponent` are α and β of the distribution of frequencies, `shifted_rank_slope` that of rank by frequency; what
    /// Zipf exponent each implies stands beside it.
    static let columns = [
        "tokens", "types", "hapax_legomena", "ranks", "exponent", "intercept", "r_squared", "standard_error",
        "shifted_rank_slope", "shifted_rank_slope_standard_error", "shifted_rank_exponent",
        "shifted_rank_standard_error", "per_frequency_exponent", "per_frequency_standard_error",
        "log_binned_exponent", "log_binned_standard_error",
        "rank_likelihood_exponent", "zipf_mandelbrot_exponent", "zipf_mandelbrot_shift",
        "zipf_mandelbrot_at_edge",
        "xmin", "tail_types", "tail_exponent", "tail_standard_error", "tail_log_likelihood", "tail_distance",
        "tail_p_value", "tail_bootstraps", "tail_zipf_exponent", "tail_zipf_standard_error", "tail_zipf_interval",
        "f2_exponent", "f2_standard_error", "f2_log_likelihood", "f2_distance", "f2_p_value", "f2_bootstraps",
        "f2_zipf_exponent", "f2_zipf_standard_error", "zeta_zipf_exponent", "zeta_zipf_standard_error",
        "zeta_p_value",
        "verdict", "support", "reservation", "zipf_exponent", "zipf_standard_error", "zipf_interval",
    ]

    /// The line and the further fits: a row of the table for programs.
    var values: [Value] {
        let verdict = ZipfVerdict(self)
        let ranks = line.map { Value.list([.integer($0.ranks.lowerBound), .integer($0.ranks.upperBound)]) }
        func interval(_ range: ClosedRange<Double>?) -> Value {
            range.map { .list([.of($0.lowerBound), .of($0.upperBound)]) } ?? .null
        }
        let lines: [Value] = [
            .integer(spectrum.tokens), .integer(spectrum.types), .integer(spectrum.hapaxLegomena), ranks ?? .null,
            .of(line?.exponent), .of(line?.intercept), .of(line?.rSquared), .of(line?.standardError),
            .of(shiftedRank?.exponent), .of(shiftedRank?.standardError), .of(shiftedRank?.zipfExponent),
            .of(shiftedRank?.zipfStandardError),
            .of(perFrequency.map { 0 - $0.slope }), .of(perFrequency?.standardError),
            .of(logBinned.map { 0 - $0.slope }), .of(logBinned?.standardError),
        ]
        let likelihoods: [Value] = [
            .of(zipf?.exponent), .of(zipfMandelbrot?.exponent), .of(zipfMandelbrot?.shift),
            zipfMandelbrot.map { .bool($0.isAtEdge) } ?? .null,
        ]
        let laws: [Value] = [
            .of(tail?.minimum), .of(tail?.tailTypes), .of(tail?.exponent), .of(tailErrors?.exponent),
            .of(tail?.logLikelihood), .of(tail?.distance), .of(tailTest?.pValue), .of(tailTest?.samples),
            .of(tail?.zipfExponent), .of(tailErrors?.zipf), interval(tailBootstrap?.zipfInterval),
            .of(wholeRange?.exponent), .of(wholeRange?.standardError), .of(wholeRange?.logLikelihood),
            .of(wholeRange?.distance), .of(wholeRangeTest?.pValue), .of(wholeRangeTest?.samples),
            .of(wholeRange?.zipfExponent), .of(wholeRange?.zipfStandardError), .of(wholeZeta?.zipfExponent),
            .of(wholeZeta?.zipfStandardError), .of(wholeZetaTest?.pValue),
        ]
        let quoted: [Value] = [
            .text(verdict.basis.rawValue), .of(verdict.support?.rawValue), .of(verdict.reservation?.name),
            .of(verdict.exponent), .of(verdict.standardError), interval(verdict.interval),
        ]
        return lines + likelihoods + laws + quoted
    }

    /// Of α and of the Zipf exponent of the tail: those of the bootstrap; of a given xmin, without one, the likelihood's.
    /// That takes xmin as known, so that there is none where the data chose it.
    var tailErrors: (exponent: Double, zipf: Double)? {
        if let tailBootstrap { return (tailBootstrap.standardError, tailBootstrap.zipfStandardError) }
        guard isMinimumGiven, let tail else { return nil }
        return (tail.standardError, tail.zipfStandardError)
    }

    /// The fits side by side, each with the Zipf exponent it implies: the table for people.
    var fitTable: ResultTable {
        var table = ResultTable(columns: ["fit", "range", "exponent", "std_error", "parameters", "p_value"])
        let lineRanks = line.map { "ranks " + span($0.ranks) } ?? ""
        func add(
            _ fit: String, _ range: String, _ exponent: Double?, _ error: Double?, _ parameters: String = "",
            p: Double? = nil
        ) {
            guard let exponent else { return }
            table.append([.text(fit), .text(range), .of(exponent), .of(error), .text(parameters), .of(p)])
        }
        let squares = line?.rSquared.map { "R² \(number($0))" } ?? ""
        add("least squares", lineRanks, line?.exponent, line?.standardError, squares)
        add(
            "– rank − ½", lineRanks, shiftedRank?.zipfExponent, shiftedRank?.zipfStandardError,
            shiftedRank.map { "1/\(number($0.exponent))" } ?? "")
        add("– per frequency", lineRanks, perFrequency.map { 0 - $0.slope }, perFrequency?.standardError)
        add("– log-binned", lineRanks, logBinned.map { 0 - $0.slope }, logBinned?.standardError)
        add("rank likelihood", "all ranks", zipf?.exponent, nil)
        add(
            "Zipf–Mandelbrot", "all ranks", zipfMandelbrot?.exponent, nil,
            zipfMandelbrot.map { "b \(number($0.shift))" + ($0.isAtEdge ? ", at the bound" : "") } ?? "")
        func frequencies(from minimum: Int?) -> String { "frequency ≥ \(NumberText.grouped(minimum ?? 1))" }
        add(
            "power law f₂", frequencies(from: wholeRange?.distribution.minimum), wholeRange?.zipfExponent,
            wholeRange?.zipfStandardError, wholeRange.map { "β \(number($0.exponent))" } ?? "",
            p: wholeRangeTest?.pValue)
        add(
            "discrete power law", frequencies(from: tail?.minimum), tail?.zipfExponent, tailErrors?.zipf,
            tail.map { "α \(number($0.exponent))" } ?? "", p: tailTest?.pValue)
        return table
    }

    /// The columns of ``comparisonValues``.
    static let comparisonColumns = [
        "first", "second", "xmin", "log_likelihood_ratio", "z", "p_value", "favours", "at_edge",
    ]

    /// The tests of one model against another, one row each.
    var comparisonValues: [[Value]] {
        comparisons.map { test in
            [
                .text(test.first.rawValue), .text(test.second.rawValue), .integer(test.minimum),
                .of(test.logLikelihoodRatio), .of(test.z), .of(test.pValue),
                .text(test.favoured?.rawValue ?? "undecided"), .bool(test.isAtEdge),
            ]
        }
    }

    /// The columns of ``residualValues``.
    static let residualColumns = ["ranks", "frequency", "line", "zipf_mandelbrot", "f2"]

    /// ln observed − ln fitted frequency by doublings of the rank, one row each.
    var residualValues: [[Value]] {
        residuals.map { residual in
            [
                .list([.integer(residual.ranks.lowerBound), .integer(residual.ranks.upperBound)]),
                .of(residual.frequency), .of(residual.line), .of(residual.zipfMandelbrot), .of(residual.wholeRange),
            ]
        }
    }

    private func number(_ value: Double) -> String { NumberText.rounded(value) }
    private func span(_ range: ClosedRange<Int>) -> String {
        "\(NumberText.grouped(range.lowerBound))–\(NumberText.grouped(range.upperBound))"
    }
}

extension ZipfVerdict.Reservation {
    /// As programs read it.
    fileprivate var name: String {
        switch self {
        case .cutoff: "better with a cutoff"
        case .worse(let rival): "worse than \(rival.rawValue)"
        case .noBetterThanExponential: "no better than exponential"
        case .drift: "exponent drifts"
        case .tailAlone: "holds of a tail alone"
        case .fewTypes: "too few types to quote"
        case .noRivals: "rivals not tested"
        case .noBootstrap: "no bootstrap"
        }
    }
}
