internal import ArgumentParser
internal import Foundation
internal import Gramarye

struct DiversityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diversity",
        abstract: "Measure the lexical diversity of each document and of all.",
        discussion: """
            EXAMPLES
              gram diversity library.db                  a row for each document and one for all
              gram diversity library.db --document emma.txt --window 100
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(help: "Only this document; may be repeated.")
    var document: [String] = []

    @Option(parsing: .unconditional, help: "Tokens of the moving window of MATTR.")
    var window = 500

    @OptionGroup var limit: LimitOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard window >= 1 else { throw ValidationError("--window is \(window); give at least 1.") }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot)
        let names = try document.isEmpty ? corpus.store.documents().map(\.name) : document.withoutRepetitions
        var table = ResultTable(columns: [
            "document", "tokens", "types", "ttr", "mattr", "mtld", "hdd", "yule_k", "simpson_d", "guiraud_r",
            "herdan_c", "entropy_bits", "entropy_miller_madow_bits", "entropy_chao_shen_bits",
        ])
        let shown = names.prefix(limit.rows(of: names.count))
        var progress = ProgressLine("diversity", unit: "documents")
        progress.update(done: 0, of: shown.count)
        let texts = try shown.map { try corpus.tokens(ofDocuments: [$0]) }
        let others = try names.count > 1 ? corpus.tokens(ofDocuments: Array(names.dropFirst(shown.count))) : []
        let provenance = try corpus.provenance()
        for (done, text) in texts.enumerated() {
            progress.update(done: done, of: shown.count)
            table.append(row(shown[done], text))
        }
        if names.count > 1 { table.append(row(nil, texts.flatMap(\.self) + others)) }
        progress.finish()
        if shown.count < names.count { table.total = names.count + 1 }
        ResultWriter(format: output.format, provenance: provenance).write(
            table, people: output.format == .table ? people(table) : nil)
    }

    /// - Parameter name: `nil` for all documents.
    private func row(_ name: String?, _ words: [TokenID]) -> [Value] {
        let typeCount = Int(words.max() ?? 0) + 1
        var counts = [Int](repeating: 0, count: typeCount)
        for word in words { counts[Int(word)] += 1 }
        let label = Value.of(name)
        guard let measures = LexicalDiversity(FrequencySpectrum(counts: counts)) else {
            return [label, .integer(0), .integer(0)] + Array(repeating: .null, count: 11)
        }
        let bits = { (nats: Double) in Value.of(nats / log(2)) }
        return [
            label, .integer(measures.tokens), .integer(measures.types), .of(measures.typeTokenRatio),
            .of(SequentialDiversity.movingAverageRatio(words, typeCount: typeCount, window: window)),
            .of(SequentialDiversity.textualDiversity(words, typeCount: typeCount)),
            .of(measures.hypergeometricDiversity), .of(measures.yule), .of(measures.simpson), .of(measures.guiraud),
            .of(measures.herdan), bits(measures.entropy), bits(measures.entropyMillerMadow),
            bits(measures.entropyChaoShen),
        ]
    }

    /// Turned on its side where the terminal is too narrow for a row.
    private func people(_ table: ResultTable) -> [String] {
        var named = ResultTable(columns: table.columns)
        for row in table.rows { named.append([row[0] == .null ? .text("all") : row[0]] + row.dropFirst()) }
        let lines = TextTable(named).lines
        guard table.rows.count <= 4, lines[0].count > Console.width else { return lines }
        var sideways = ResultTable(
            columns: ["measure"] + named.rows.map { "\($0[0].plainText)" },
            names: Set(named.rows.map { "\($0[0].plainText)" }))
        for column in 1..<named.columns.count {
            sideways.append([.text(named.columns[column])] + named.rows.map { $0[column] })
        }
        return TextTable(sideways).lines
    }
}

extension Value {
    fileprivate var plainText: String { if case .text(let text) = self { text } else { "" } }
}
