public import Reporting
internal import Statistics
internal import Storage

extension Corpus {
    /// Where the hits of queries stand, and how evenly they are spread over parts of the corpus; chart `barcode`.
    ///
    /// - Parameters:
    ///   - texts: of the queries.
    ///   - parts: over which it is measured.
    ///   - documents: whose tokens are read; all where `nil`.
    /// - Throws: `QueryError`, `CorpusError`.
    public func dispersionReport(
        ofQueries texts: [String], over parts: DispersionParts = .documents, of documents: Subcorpus? = nil
    ) throws -> Report {
        let result = try dispersion(ofQueries: texts, over: parts, of: documents)
        let table = ResultTable(result.queries, of: result.queries.count)
        let told = NumberText.counted(result.sizes.parts, result.unit)
        var report = Report(
            "Dispersion over \(told)", rows: table, blocks: [],
            provenance: try provenance(of: documents, by: result.key))
        report.blocks = Report.Block.table(
            table, named: "dispersion", drawnAs: .barcode(result), named: "barcode")
        let sentences = result.queries.map { "“\($0.word)”: \($0.told(over: told))" }
        report.answer = sentences.prefix(4).joined(separator: "; ") + (sentences.count > 4 ? "; …" : ".")
        report.notes += result.notes
        return report.about(documents)
    }
}

extension Chart {
    /// Each query a strip of its hits along the corpus, the documents marked.
    fileprivate static func barcode(_ result: QueryDispersionResult) -> Chart {
        let names = result.queries.map { "\($0.word) (\(NumberText.grouped($0.count)))" }
        var chart = Chart(
            title: "Where the hits stand", horizontal: Axis("position in the corpus (tokens)"),
            vertical: Axis("", categories: names),
            series: result.positions.enumerated().map { row, positions in
                Series("", .strokes, positions.map { Point(Double($0), Double(row)) }, colour: 0)
            })
        chart.bounds = (result.documentStarts + [result.sizes.tokens]).map { Double($0) }
        if let most = result.queries.max(by: { ($0.dispersion?.dp ?? 0) < ($1.dispersion?.dp ?? 0) }),
            let dispersion = most.dispersion
        {
            chart.finding =
                (result.queries.count > 1 ? "The least evenly spread is “" : "“") + most.word + "”"
                + (result.queries.count > 1 ? ": in " : " stands in ")
                + "\(NumberText.grouped(dispersion.range)) of \(NumberText.counted(result.sizes.parts, result.unit)), "
                + "DP \(NumberText.rounded(dispersion.dp, significantDigits: 2))."
        }
        let documents = NumberText.counted(result.documentStarts.count, "document")
        chart.note =
            "Each hit is a stroke, darker or higher where many stand close together"
            + (result.documentStarts.count > 1
                ? "; \(documents) in their order, divided by lines unless these are too close." : ".")
        return chart
    }
}
