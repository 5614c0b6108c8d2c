public import Basics
public import Reporting
public import Statistics
public import Tokenization

/// Frequencies of one kind of n-gram with all that is fitted to them.
public struct ZipfResult: Sendable {
    /// `nil` for frequencies that come from no corpus.
    public let order: Int?
    /// What is counted, for people: `words`, `bigrams`.
    public let name: String
    public let analysis: ZipfAnalysis

    /// Which exponent to quote, if a power law is tenable.
    public var verdict: ZipfVerdict { ZipfVerdict(analysis) }

    /// The verdict and what it rests on, in words.
    public var sentences: [String] { verdict.sentences(analysis, what: name) }

    /// Fits everything.
    /// - Throws: `ZipfError.ranksBeyondTypes` if the ranks asked for begin where there are none.
    package init(
        of spectrum: FrequencySpectrum, order: Int?, name: String, _ options: ZipfAnalysis.Options
    ) throws(ZipfError) {
        if let ranks = options.ranks, ranks.lowerBound > 1, ranks.lowerBound >= spectrum.types {
            throw .ranksBeyondTypes(first: ranks.lowerBound, types: spectrum.types, of: name)
        }
        self.order = order
        self.name = name
        analysis = ZipfAnalysis(of: spectrum, options)
    }
}

/// Why there is nothing to fit Zipf's law to.
public enum ZipfError: ExplainedError, Hashable {
    /// The ranks asked for begin at or beyond the last.
    case ranksBeyondTypes(first: Int, types: Int, of: String)
    /// No segment of a part of the corpus has so many tokens.
    case noNgrams(order: Int, in: CorpusPart)

    public var explanation: Explanation {
        switch self {
        case .ranksBeyondTypes(let first, let types, let name):
            Explanation(
                "the ranks begin at \(NumberText.grouped(first)), but there are only \(NumberText.grouped(types)) of \(name)",
                remedy: "Give ranks that exist, or none for all.", kind: .usage)
        case .noNgrams(let order, let part):
            Explanation(
                "there are no \(ngramName(order)) in "
                    + (part.splits.count == 1 ? "split \(part.splits.first?.name ?? "")" : "the corpus")
                    + (part.documents.map { " (\($0))" } ?? ""),
                cause: "No segment has \(order) tokens.", kind: .badData)
        }
    }
}

extension Corpus {
    /// Fits Zipf's law to the n-grams of an order, boundary markers left out.
    ///
    /// - Parameters:
    ///   - order: 1 or more.
    ///   - splits: all where `nil`.
    ///   - options: the ranks of the line, the bootstraps and their seed among them.
    public func zipf(
        order: Int, splits: Set<Split>? = nil, _ options: ZipfAnalysis.Options = .init()
    ) throws -> ZipfResult {
        try zipf(order: order, of: CorpusPart(splits: splits ?? Set(Split.allCases)), options)
    }

    /// The same of a part.
    public func zipf(
        order: Int, of part: CorpusPart, _ options: ZipfAnalysis.Options = .init()
    ) throws -> ZipfResult {
        try ZipfResult(
            of: fittedSpectrum(order: order, of: part), order: order, name: ngramName(order), options)
    }

    /// - Throws: `ZipfError.noNgrams` where there is nothing to fit to.
    private func fittedSpectrum(order: Int, of part: CorpusPart) throws -> FrequencySpectrum {
        let spectrum = try frequencySpectrum(order: order, of: part)
        if spectrum.isEmpty { throw ZipfError.noNgrams(order: order, in: part) }
        return spectrum
    }

    /// The same for several orders as a report.
    ///
    /// - Parameters:
    ///   - orders: of the n-grams.
    ///   - part: of the corpus.
    ///   - options: the ranks of the line, the bootstraps and their seed among them.
    ///   - progress: called with how many orders are fitted.
    public func zipfReport(
        orders: [Int] = [1, 2, 3], of part: CorpusPart = .whole, _ options: ZipfAnalysis.Options = .init(),
        progress: (_ done: Int) -> Void = { _ in }
    ) throws -> Report {
        progress(0)
        let spectra = try orders.map { try fittedSpectrum(order: $0, of: part) }
        let provenance = try provenance(seed: options.seed, of: part.documents)
        let results = try zip(orders, spectra).enumerated().map { done, counted in
            progress(done)
            return try ZipfResult(of: counted.1, order: counted.0, name: ngramName(counted.0), options)
        }
        return results.zipfReport(options, provenance: provenance).about(part.documents)
    }

    /// The fits of each group of documents: a row for each and each order, its value in a first column; charts
    /// `rank-frequency` and `textbook` of the first order.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - orders: of the n-grams.
    ///   - part: of the corpus, all of it by default.
    ///   - options: of the fits.
    ///   - progress: called before each group with how many are done, of how many.
    public func zipfReport(
        by key: String, orders: [Int] = [1, 2, 3], of part: CorpusPart = .whole,
        _ options: ZipfAnalysis.Options = .init(), progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let counted = try orders.map { order in
            try groups.results(lacking: ngramName(order), when: ZipfError.saysNoNgrams) { group in
                (order: order, spectrum: try fittedSpectrum(order: order, of: group.part))
            }
        }
        let provenance = try provenance(seed: options.seed, of: part.documents, by: groups.key)
        let total = counted.reduce(0) { $0 + $1.results.count }
        var done = 0
        let results = try counted.map { counted in
            try counted.results.map { group, found in
                progress(done, total)
                done += 1
                let name = "\(ngramName(found.order)), \(group.label)"
                return (
                    group: group,
                    result: try ZipfResult(of: found.spectrum, order: found.order, name: name, options)
                )
            }
        }
        return ZipfByGroup(groups: groups, results: results).report(
            options, notes: counted.flatMap(\.notes), provenance: provenance
        ).about(part.documents, by: groups)
    }
}

extension ZipfError {
    static func saysNoNgrams(_ error: any Error) -> Bool {
        if case ZipfError.noNgrams = error { true } else { false }
    }
}

extension [ZipfResult] {
    /// The fits of all, what follows from them, and their charts: `rank-frequency`, `ccdf`, `residuals`, `textbook`.
    ///
    /// - Parameter options: those of the analyses.
    package func zipfReport(_ options: ZipfAnalysis.Options, provenance: Provenance) -> Report {
        let names = map(\.name)
        var report = Report(
            "Zipf’s law: \(names.joined(separator: ", "))", rows: fits, blocks: [], provenance: provenance)
        report.answer = first?.sentences[0] ?? ""
        report.further = [
            .init("comparisons", .list(comparisons.objects)), .init("residuals", .list(residuals.objects)),
        ]
        report.notes = flatMap { $0.notes(options) }
        // For a terminal one chart of all kinds, the rank–frequency curves unless another is asked for; a page has the
        // textbook's figure beside it.
        for kind in ZipfChart.allCases {
            let place: Report.Block.Place =
                switch kind {
                case .rankFrequency: count > 1 ? .everywhere : .terminal
                case .textbook: count > 1 ? .page : .chosen
                case .ccdf, .residuals: .chosen
                }
            report.blocks.append(
                .chart(.zipf(kind, self, ranks: options.ranks), named: kind.rawValue).only(place))
        }
        for (index, result) in enumerated() {
            report.blocks += result.blocks(
                prefix: count > 1 ? "\(index + 1)-" : "", isAnswered: index == 0, options)
        }
        report.blocks += [
            .heading("One model against another"), .table(comparisons, named: "comparisons"),
            .heading("Residuals by doublings of the rank"),
            .paragraph("The mean of ln observed − ln fitted frequency. A law that holds leaves no trend."),
            .table(residuals, named: "residuals"),
            .heading("All numbers"), .table(sideways, named: "numbers", rightAligned: Set(names)),
            .data(fits, named: "zipf"),
        ].map { (block: Report.Block) in block.only(.page) }
        return report
    }

    var fits: ResultTable { table(ZipfAnalysis.columns) { [$0.values] } }
    private var comparisons: ResultTable { table(ZipfAnalysis.comparisonColumns, \.comparisonValues) }
    private var residuals: ResultTable { table(ZipfAnalysis.residualColumns, \.residualValues) }

    private func table(_ columns: [String], _ rows: (ZipfAnalysis) -> [[Value]]) -> ResultTable {
        var table = ResultTable(columns: ["order"] + columns)
        for result in self {
            for row in rows(result.analysis) { table.append([.of(result.order)] + row) }
        }
        return table
    }

    /// The fits with a row for each figure and a column for each kind of n-gram, which a page is wide enough for.
    private var sideways: ResultTable {
        let fits = fits
        var table = ResultTable(columns: ["figure"] + map(\.name), names: Set(map(\.name)))
        for column in 1..<fits.columns.count {
            table.append([.text(fits.columns[column].replacing("_", with: " "))] + fits.rows.map { $0[column] })
        }
        return table
    }
}

extension ZipfResult {
    /// What people read of one kind of n-gram.
    /// - Parameter isAnswered: whether its verdict is the answer, which a page has as its heading.
    fileprivate func blocks(prefix: String, isAnswered: Bool, _ options: ZipfAnalysis.Options) -> [Report.Block] {
        let halves =
            options.independentHalves ? "; ranks from one half of the tokens, frequencies from the other" : ""
        let fits = Report.Block.table(analysis.fitTable, named: prefix + "fits")
        let sentences = sentences.map { Report.Block.paragraph($0) }
        var spectrum = ResultTable(columns: ["frequency", "types"])
        for entry in analysis.spectrum.entries {
            spectrum.append([.integer(entry.frequency), .integer(entry.types)])
        }
        var blocks: [Report.Block] = [
            .paragraph("\(name): \(analysis.spectrum.size)\(halves)").only(.terminal), fits.only(.terminal),
            .heading(name.capitalizingFirst).only(.page),
            .paragraph("\(analysis.spectrum.size)\(halves).").only(.page),
        ]
        for (index, sentence) in sentences.enumerated() {
            blocks.append(index > 0 ? sentence.attached : isAnswered ? sentence.only(.terminal) : sentence)
        }
        blocks.append(fits.only(.page))
        for kind in ZipfChart.allCases where kind != .textbook {
            let chart = Chart.zipf(kind, [self], ranks: options.ranks)
            blocks.append(.chart(chart, named: prefix + kind.rawValue).only(.page))
        }
        return blocks + [.data(spectrum, named: prefix + "spectrum").only(.page)]
    }

    func notes(_ options: ZipfAnalysis.Options) -> [String] {
        var notes: [String] = []
        if analysis.line == nil { notes.append("\(name): fewer than two ranks to fit a line to") }
        if analysis.isTooLargeToTest {
            notes.append(
                "\(name): \(NumberText.counted(analysis.spectrum.types, "type")) are too many for "
                    + "\(NumberText.counted(options.samples, "bootstrap")), so there are no p-values; fewer bootstraps may do"
            )
        }
        if let xmin = options.tailMinimum, analysis.tail == nil {
            notes.append(
                "\(name): fewer than two frequencies from \(NumberText.grouped(xmin)) on, so there is no tail to fit")
        }
        return notes
    }
}

extension FrequencySpectrum {
    /// 209,994 tokens, 18,855 types.
    fileprivate var size: String {
        "\(NumberText.counted(tokens, "token")), \(NumberText.counted(types, "type"))"
    }
}

extension Corpus {
    /// What is counted, for people: as `ngramName(_:)`, but single tokens of a corpus of characters are characters, and those
    /// of one of subwords subwords.
    func ngramName(_ order: Int) -> String {
        guard order == 1, tokenizer.tokensAbut else { return Gramarye.ngramName(order) }
        return tokenizer.tokens.rawValue
    }
}

/// Words, bigrams, trigrams, 4-grams.
package func ngramName(_ order: Int) -> String {
    switch order {
    case 1: "words"
    case 2: "bigrams"
    case 3: "trigrams"
    default: "\(order)-grams"
    }
}
