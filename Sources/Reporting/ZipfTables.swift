public import Statistics

extension ZipfAnalysis {
    /// The columns of ``values``.
    public static let columns = [
        "tokens", "types", "ranks", "exponent", "intercept", "r_squared", "standard_error",
        "shifted_rank_exponent", "shifted_rank_standard_error", "per_frequency_exponent", "per_doubling_exponent",
        "xmin", "tail_exponent", "tail_standard_error", "tail_types", "tail_log_likelihood", "tail_distance",
        "tail_p_value", "tail_zipf_exponent", "tail_zipf_standard_error",
        "f2_exponent", "f2_standard_error", "f2_log_likelihood", "f2_distance", "f2_p_value", "f2_zipf_exponent",
        "f2_zipf_standard_error",
        "rank_likelihood_exponent", "zipf_mandelbrot_exponent", "zipf_mandelbrot_shift",
        "verdict", "zipf_exponent", "zipf_standard_error", "zipf_interval",
    ]

    /// The line and the further fits: a row of the table for programs.
    public var values: [Value] {
        let verdict = ZipfVerdict(self)
        let ranks = line.map { Value.list([.integer($0.ranks.lowerBound), .integer($0.ranks.upperBound)]) }
        let interval = verdict.interval.map { Value.list([.number($0.lowerBound), .number($0.upperBound)]) }
        let lines: [Value] = [
            .integer(spectrum.tokens), .integer(spectrum.types), ranks ?? .null,
            .of(line?.exponent), .of(line?.intercept), .of(line?.rSquared), .of(line?.standardError),
            .of(shiftedRank?.zipfExponent), .of(shiftedRank?.zipfStandardError),
            .of(perFrequency.map { -$0.slope }), .of(perDoubling.map { -$0.slope }),
        ]
        let laws: [Value] = [
            .of(tail?.minimum), .of(tail?.exponent), .of(tail?.standardError), .of(tail?.tailTypes),
            .of(tail?.logLikelihood), .of(tail?.distance), .of(tailTest?.pValue), .of(tail?.zipfExponent),
            .of(tail?.zipfStandardError),
            .of(wholeRange?.exponent), .of(wholeRange?.standardError), .of(wholeRange?.logLikelihood),
            .of(wholeRange?.distance), .of(wholeRangeTest?.pValue), .of(wholeRange?.zipfExponent),
            .of(wholeRange?.zipfStandardError),
            .of(zipf?.exponent), .of(zipfMandelbrot?.exponent), .of(zipfMandelbrot?.shift),
        ]
        let quoted: [Value] = [
            .text(verdict.basis.rawValue), .of(verdict.exponent), .of(verdict.standardError), interval ?? .null,
        ]
        return lines + laws + quoted
    }

    /// The fits side by side, each with the Zipf exponent it implies: the table for people.
    public var fitTable: ResultTable {
        var table = ResultTable(columns: ["fit", "range", "zipf_exponent", "standard_error", "parameters", "p_value"])
        let lineRanks = line.map { "ranks " + span($0.ranks) } ?? ""
        func add(
            _ fit: String, _ range: String, _ exponent: Double?, _ error: Double?, _ parameters: String, _ p: Double?
        ) {
            guard let exponent else { return }
            table.append([.text(fit), .text(range), .of(exponent), .of(error), .text(parameters), .of(p)])
        }
        let squares = line?.rSquared.map { "R² \(number($0))" } ?? ""
        add("least squares", lineRanks, line?.exponent, line?.standardError, squares, nil)
        add("– rank − ½", lineRanks, shiftedRank?.zipfExponent, shiftedRank?.zipfStandardError, "", nil)
        add("– a point a frequency", lineRanks, perFrequency.map { -$0.slope }, perFrequency?.standardError, "", nil)
        add("– a point a doubling", lineRanks, perDoubling.map { -$0.slope }, perDoubling?.standardError, "", nil)
        add("rank likelihood", "all ranks", zipf?.exponent, zipf?.exponentStandardError, "", nil)
        add(
            "Zipf–Mandelbrot", "all ranks", zipfMandelbrot?.exponent, zipfMandelbrot?.exponentStandardError,
            zipfMandelbrot.map { "b \(number($0.shift))" } ?? "", nil)
        add(
            "power law f₂", "all frequencies", wholeRange?.zipfExponent, wholeRange?.zipfStandardError,
            wholeRange.map { "β \(number($0.exponent)), D \(number($0.distance))" } ?? "", wholeRangeTest?.pValue)
        if let tail {
            add(
                "discrete power law", "frequencies ≥ \(NumberText.grouped(tail.minimum))", tail.zipfExponent,
                tail.zipfStandardError, "α \(number(tail.exponent)), D \(number(tail.distance))", tailTest?.pValue)
        }
        return table
    }

    /// The columns of ``comparisonValues``.
    public static let comparisonColumns = [
        "first", "second", "xmin", "log_likelihood_ratio", "z", "p_value", "favours",
    ]

    /// The tests of one model against another, a row each.
    public var comparisonValues: [[Value]] {
        comparisons.map { test in
            [
                .text(test.first.rawValue), .text(test.second.rawValue), .integer(test.minimum),
                .of(test.logLikelihoodRatio), .of(test.z), .of(test.pValue), .of(test.favoured?.rawValue),
            ]
        }
    }

    private func number(_ value: Double) -> String { NumberText.rounded(value) }
    private func span(_ range: ClosedRange<Int>) -> String {
        "\(NumberText.grouped(range.lowerBound))–\(NumberText.grouped(range.upperBound))"
    }
}
