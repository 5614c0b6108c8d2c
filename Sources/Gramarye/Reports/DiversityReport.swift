internal import Foundation
public import Reporting
internal import Statistics
internal import Tokenization

/// The lexical diversity of a document, or of several read one after the other.
public struct DocumentDiversity: Sendable {
    /// `nil` for all documents together.
    public let document: String?
    public let tokens: Int
    public let types: Int
    /// `nil` where there are no tokens.
    let measures: LexicalDiversity?
    /// MATTR (Covington & McFall 2010); `nil` in texts shorter than the window.
    public let movingAverageRatio: Double?
    /// MTLD (McCarthy & Jarvis 2010).
    public let textualDiversity: Double?
}

extension Corpus {
    /// The lexical diversity of a document; for `nil`, of all documents in the order of ingestion.
    ///
    /// - Parameters:
    ///   - document: its name.
    ///   - window: tokens of the moving window of MATTR, 1 or more.
    public func diversity(ofDocument document: String?, window: Int = 500) throws -> DocumentDiversity {
        DocumentDiversity(of: try tokens(ofDocuments: document.map { [$0] }), named: document, window: window)
    }

    /// The diversity of documents, one row each and one for all of them; chart `diversity` of several documents.
    ///
    /// - Parameters:
    ///   - documents: all where `nil`.
    ///   - window: tokens of the moving window of MATTR, 1 or more.
    ///   - limit: how many have a row of their own; all where `nil`.
    ///   - progress: called with how many documents are done, and of how many.
    public func diversityReport(
        of documents: Subcorpus? = nil, window: Int = 500, limit: Int? = nil,
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Report {
        let names = try documents ?? subcorpus()
        let shown = names.documents.prefix(limit ?? names.documents.count)
        progress(0, shown.count)
        let texts = try shown.map { try words(of: .documents(names.choosing([$0]))) }
        let others = names.documents.dropFirst(shown.count)
        let rest =
            others.isEmpty || names.documents.count == 1
            ? [] : try words(of: .documents(names.choosing(Array(others))))
        let provenance = try provenance(of: documents)
        var rows: [DocumentDiversity] = []
        for (document, text) in zip(shown, texts) {
            progress(rows.count, shown.count)
            rows.append(DocumentDiversity(of: text, named: document.name, window: window))
        }
        if names.documents.count > 1 {
            rows.append(DocumentDiversity(of: texts.flatMap(\.self) + rest, named: nil, window: window))
        }

        var table = ResultTable(columns: DocumentDiversity.columns)
        for row in rows { table.append(row.values) }
        if shown.count < names.documents.count { table.total = names.documents.count + 1 }
        var report = Report("Lexical diversity", rows: table, blocks: [], provenance: provenance)
        if let all = rows.last, let ratio = all.measures?.typeTokenRatio {
            report.answer =
                "\(NumberText.counted(all.tokens, "token")) of \(NumberText.counted(all.types, "type")) have a type–token "
                + "ratio of \(NumberText.rounded(ratio))."
        }
        report.blocks = [.measures(rows, table)]
        if let chart = Chart.diversity(rows, of: names.documents.count, window: window) {
            report.blocks.insert(Report.Block.chart(chart, named: "diversity").only(.page), at: 0)
        }
        return report.about(documents)
    }

    /// The diversity of groups of documents, of each read one after the other; chart `diversity`.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - part: of the corpus, all of it by default.
    ///   - window: tokens of the moving average.
    ///   - limit: how many groups have a row; all where `nil`.
    ///   - progress: called before each group with how many are done, of how many.
    public func diversityReport(
        by key: String, of part: CorpusPart = .whole, window: Int = 500, limit: Int? = nil,
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Report {
        let groups = try groups(of: part, by: key)
        let shown = groups.groups.prefix(limit ?? groups.groups.count)
        let rows = try shown.enumerated().map { done, group in
            progress(done, shown.count)
            return DocumentDiversity(of: try words(of: group.part), named: group.label, window: window)
        }
        let provenance = try provenance(of: part.documents, by: groups.key)
        let measures = Array(DocumentDiversity.columns.dropFirst())
        let column = groups.column(beside: measures)
        var (table, named) = (
            ResultTable(columns: [column] + measures, names: [column]),
            ResultTable(columns: [column] + measures, names: [column])
        )
        for (group, row) in zip(shown, rows) {
            table.append([group.cell] + row.values.dropFirst())
            named.append([group.shownCell] + row.values.dropFirst())
        }
        table.total = groups.groups.count
        var report = Report(
            "Lexical diversity", rows: table, blocks: [.measures(rows, named)], provenance: provenance)
        if let chart = Chart.diversity(rows, of: groups.groups.count, window: window, unit: "group") {
            report.blocks.insert(Report.Block.chart(chart, named: "diversity").only(.page), at: 0)
            report.answer = chart.finding
        }
        return report.about(part.documents, by: groups)
    }
}

extension DocumentDiversity {
    init(of words: [TokenID], named name: String?, window: Int) {
        let typeCount = Int(words.max() ?? 0) + 1
        var counts = [Int](repeating: 0, count: typeCount)
        for word in words { counts[Int(word)] += 1 }
        let measures = LexicalDiversity(FrequencySpectrum(counts: counts))
        self.init(
            document: name, tokens: words.count, types: measures?.types ?? 0, measures: measures,
            movingAverageRatio: measures.flatMap { _ in
                SequentialDiversity.movingAverageRatio(words, typeCount: typeCount, window: window)
            },
            textualDiversity: measures.flatMap { _ in
                SequentialDiversity.textualDiversity(words, typeCount: typeCount)
            })
    }
}

extension DocumentDiversity {
    static let columns = [
        "document", "tokens", "types", "ttr", "mattr", "mtld", "hdd", "yule_k", "simpson_d", "guiraud_r",
        "herdan_c", "entropy_bits", "entropy_miller_madow_bits", "entropy_chao_shen_bits",
    ]

    var values: [Value] {
        guard let measures else {
            return [.of(document), .integer(0), .integer(0)] + Array(repeating: .null, count: 11)
        }
        let bits = { (nats: Double) in Value.of(nats / log(2)) }
        return [
            .of(document), .integer(tokens), .integer(types), .of(measures.typeTokenRatio), .of(movingAverageRatio),
            .of(textualDiversity), .of(measures.hypergeometricDiversity), .of(measures.yule), .of(measures.simpson),
            .of(measures.guiraud), .of(measures.herdan), bits(measures.entropy), bits(measures.entropyMillerMadow),
            bits(measures.entropyChaoShen),
        ]
    }
}

extension Report.Block {
    /// The rows for people: a few stand side by side, a measure a row.
    fileprivate static func measures(_ rows: [DocumentDiversity], _ table: ResultTable) -> Report.Block {
        let names = rows.map { $0.document ?? "all" }
        if names.count > 4 {
            var named = ResultTable(columns: table.columns, names: table.names)
            for (name, row) in zip(names, table.rows) { named.append([.text(name)] + row.dropFirst()) }
            return .table(named, named: "diversity")
        }
        var sideways = ResultTable(columns: ["measure"] + names, names: Set(names))
        for column in 1..<table.columns.count {
            sideways.append([.text(table.columns[column].replacing("_", with: " "))] + table.rows.map { $0[column] })
        }
        return .table(sideways, named: "diversity")
    }
}

extension Chart {
    /// The diversity of documents side by side, by the measure that depends least on their lengths; `nil` with fewer than
    /// two that have it.
    ///
    /// - Parameter total: how many documents there are, with those that were not measured.
    fileprivate static func diversity(
        _ rows: [DocumentDiversity], of total: Int, window: Int, unit: String = "document"
    ) -> Chart? {
        func named(_ measure: KeyPath<DocumentDiversity, Double?>) -> [Row] {
            rows.compactMap { row in
                row.document.flatMap { name in row[keyPath: measure].map { Row(name, $0) } }
            }.sorted { $0.value > $1.value }
        }
        // Texts shorter than the window have no moving average.
        let (averages, lengths) = (named(\.movingAverageRatio), named(\.textualDiversity))
        let isAverage = averages.count >= lengths.count
        let documents = isAverage ? averages : lengths
        guard documents.count > 1, let first = documents.first else { return nil }
        let measure = isAverage ? "type–token ratio in windows of \(window) tokens (MATTR)" : "MTLD"
        var chart = Chart.rows(
            title: "Lexical diversity by \(unit)", value: Axis(measure), Array(documents.prefix(shownDocuments)),
            dots: isAverage)
        let measured = documents.count < total ? "\(NumberText.grouped(documents.count)) measured of " : ""
        chart.finding =
            "The most diverse of \(measured)\(NumberText.counted(total, unit)) is \(first.name): "
            + "\(isAverage ? "MATTR" : "MTLD") \(NumberText.rounded(first.value))."
        if documents.count > shownDocuments {
            chart.note = "The \(shownDocuments) most diverse of \(NumberText.counted(documents.count, unit))."
        }
        return chart
    }

    /// More are sooner read in the table.
    private static let shownDocuments = 40
}
