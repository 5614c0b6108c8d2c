internal import Foundation
internal import Gramarye
internal import Synchronization
internal import Testing

/// Results are values of the library: a program that never runs the command has the same rows, charts and pages.
@Suite struct ReportLibraryTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    private func corpus() throws -> Corpus {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = LibraryExampleTests.package.appending(path: "Corpora/ferry-book.txt").path
        return try Corpus.ingest([IngestInput(path: text)], into: folder.appending(path: "book.db").path)
    }

    @Test func typesAreReadOnceForAnAnswer() throws {
        let path = try corpus().store.path
        defer { try? FileManager.default.removeItem(at: folder) }
        let models = try ["laplace:2", "mkn:5", "mkn:3+cache"].map { try ModelName(parsing: $0) }
        let answers: [(String, (Corpus) throws -> Report)] = [
            ("perplexity", { try ModelShelf($0).perplexityReport(of: models, on: .split(.test)) { _ in } }),
            (
                "compare",
                { corpus in
                    var settings = ComparisonSettings()
                    settings.resamples = 10
                    return try corpus.comparisonReport(of: models, settings)
                }
            ),
            ("vocabulary", { try $0.vocabularyReport() }),
        ]
        for (name, answer) in answers {
            let corpus = try Corpus(path: path, access: .snapshot)
            _ = try answer(corpus)
            #expect(corpus.store.typeTableReads.load(ordering: .relaxed) == 1, "\(name)")
        }
    }

    @Test func reportsAreMadeWithoutTheCommand() throws {
        let corpus = try corpus()
        defer { try? FileManager.default.removeItem(at: folder) }
        let models: [ModelName] = ["laplace:2", "mkn:3"]
        let shelf = ModelShelf(corpus)
        var settings = ComparisonSettings()
        (settings.resamples, settings.mixtures) = (100, .none)
        var untested = ZipfAnalysis.Options()
        untested.samples = 0
        var made: [String] = []
        let reports: [(report: Report, rows: Int, charts: Set<String>)] = [
            (try corpus.infoReport(), 12, []),
            (try corpus.diversityReport(), 1, []),
            (try corpus.growthReport(points: 10), 10, ["growth"]),
            (try corpus.zipfReport(orders: [1, 2], untested), 2, ["rank-frequency", "textbook", "ccdf", "residuals"]),
            (try shelf.perplexityReport(of: models, on: .split(.test)) { made.append($0) }, 2, ["perplexity"]),
            (
                try shelf.surprisalReport(of: models, named: "a text") { _ in
                    StimuliFile(text: "The ferry crossed.", isItemEachLine: false)
                }, 6, ["surprisal"]
            ),
            (
                try corpus.comparisonReport(of: models, settings), 2,
                ["perplexity", "frequency", "history", "position"]
            ),
            (try shelf.probabilityReport(of: "river", after: "the", models: models), 2, []),
            (try shelf.generatedReport(by: models[1], length: 5, count: 3), 3, []),
        ]
        for (report, rows, charts) in reports {
            #expect(report.rows.rows.count == rows, "\(report.title)")
            #expect(charts.isSubset(of: report.charts.map(\.name)), "\(report.title): \(report.charts.map(\.name))")
            #expect(report.provenance.corpusFingerprint?.count == 64 && report.provenance.commandLine == nil)
            let json = try JSONSerialization.jsonObject(
                with: Data(report.data(as: .json).joined(separator: "\n").utf8))
            #expect((json as? [String: Any])?["rows"] as? [Any] != nil)
            #expect(report.page.contains("<h1>"))
            for chart in charts { #expect(report.svg(ofChart: chart)?.hasPrefix("<svg") ?? false, "\(chart)") }
        }
        #expect(made == ["making laplace:2", "making mkn:3"])
    }

    /// What the command words as an option is a case with its data here.
    @Test func errorsAreCases() throws {
        let corpus = try corpus()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: ZipfError.noNgrams(order: 5000, in: .whole)) {
            try corpus.zipfReport(orders: [5000])
        }
        let methods = try ModelName(parsing: "mkn:2").components.compactMap { component in
            if case .ngram(let method) = component { method } else { nil }
        }
        try CorpusStore(path: corpus.store.path, access: .readWrite)
            .save(ModelShelf(corpus).train(try #require(methods.first)), named: "base")
        #expect(throws: ModelError.noLearningCurve("base")) { try corpus.learningCurveReport(of: "base") }
        #expect(throws: ModelError.nothingLearns) {
            try ModelShelf(corpus).perplexityReport(
                of: [ModelName(parsing: "mkn:2")], on: .split(.test), isDynamic: true, dynamicRate: 0.1)
        }
        #expect(throws: ModelError.notNormalized("stupid-backoff:2", .perplexity)) {
            try ModelShelf(corpus).perplexityReport(of: [ModelName(parsing: "stupid-backoff:2")], on: .split(.test))
        }
    }
}
