internal import Foundation
internal import Gramarye
internal import Testing

/// The documentation's articles show what runs: their code is that of the functions here, their results what these print.
@Suite struct ArticleTests {
    typealias Print = (Any...) -> Void

    private static let articles: [(name: String, example: @Sendable (String, String, Print) throws -> Void)] = [
        ("Counting", counting), ("ZipfsLaw", zipfsLaw), ("ProbabilityAndSmoothing", probabilityAndSmoothing),
        ("Perplexity", perplexity), ("TrainingNetworks", trainingNetworks), ("ComparingModels", comparingModels),
    ]

    @Test(arguments: articles.map(\.name)) func showsWhatRuns(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let book = LibraryExampleTests.package.appending(path: "Corpora/ferry-book.txt").path
        var printed: [String] = []
        let example = try #require(Self.articles.first { $0.name == name }).example
        try example(book, folder.appending(path: "book.db").path) { items in
            printed.append(items.map { "\($0)" }.joined(separator: " "))
        }
        let article = try text(of: "\(name).md")
        // Word for word: an article breaks long lines.
        let results = blocks("text", of: article).joined(separator: "\n").split(whereSeparator: \.isWhitespace)
        let words = printed.joined(separator: "\n").split(whereSeparator: \.isWhitespace)
        #expect(results.count == words.count && zip(results, words).allSatisfy(Self.agree), "\(results) \(words)")

        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let function = name.prefix(1).lowercased() + name.dropFirst()
        let body = try #require(
            source.firstMatch(of: try Regex(#"func \#(function)\(.*\n((?:        .*\n|\n)+)    }"#))?.output[1]
                .substring)
        let code = body.split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst(8) }
        let shown = blocks("swift", of: article).joined(separator: "\n\n")
        #expect(shown == code.joined(separator: "\n").trimmingCharacters(in: .newlines))
    }

    /// Whether two words are the same, or numbers that two processors may round to.
    private static func agree(_ shown: Substring, _ printed: Substring) -> Bool {
        guard let number = Double(shown), let other = Double(printed) else { return shown == printed }
        return abs(number - other) <= 0.02 * abs(number)
    }

    /// Each article of the catalog has its test.
    @Test func noArticleIsLeftOut() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.catalog.path)
        #expect(files.sorted() == (["Gramarye"] + Self.articles.map(\.name)).map { "\($0).md" }.sorted())
    }

    // MARK: The articles' code

    private static func counting(book: String, database: String, print: Print) throws {
        let text = try TextCounts(of: "the cat sat on the mat, and the dog sat too")
        for (ngram, count) in text.ngrams(order: 1).prefix(3) { print(count, ngram.joined(separator: " ")) }
        print(text.count(of: ["sat", "on"]))

        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        print(try corpus.frequenciesReport(order: 3, limit: 3).rows)

        let spectrum = try corpus.frequencySpectrum(order: 1)
        print(spectrum.tokens, spectrum.types, spectrum.hapaxLegomena)

        let types = try corpus.store.types()
        for (ids, count) in countNgrams(in: try corpus.tokens(of: [.train]), order: 2)
        where ids.first == Marker.segmentStart && count > 5 {
            print(count, ids.map { types[$0] }.joined(separator: " "))
        }
    }

    private static func zipfsLaw(book: String, database: String, print: Print) throws {
        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        let zipf = try corpus.zipf(order: 1)
        for sentence in zipf.sentences { print(sentence) }

        let (verdict, analysis) = (zipf.verdict, zipf.analysis)
        print(verdict.basis, verdict.reservation!, verdict.support!, verdict.exponent == nil)
        let tail = (analysis.tail!.zipfExponent, analysis.tailBootstrap!.zipfStandardError)
        print(String(format: "the tail by rank: %.2f ± %.2f", tail.0, tail.1))
        print(String(format: "the line: %.2f, R² %.2f", analysis.line!.exponent, analysis.line!.rSquared!))

        let flat = FrequencySpectrum(counts: (1...5000).map { 1 + $0 % 100 })
        print(ZipfVerdict(ZipfAnalysis(of: flat)).basis)
    }

    private static func probabilityAndSmoothing(book: String, database: String, print: Print) throws {
        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        let shelf = ModelShelf(corpus)
        for name in ["mle:2", "laplace:2", "dirichlet:2:1"] {
            let model = try shelf.wordProbabilityModel(ModelName(parsing: name))
            print(try model.answer("river", after: ["the"], explained: true).formula!)
        }

        let model = try shelf.model("mkn:3")
        let context = ["in", "the"].map { model.vocabulary.id(of: $0) }
        let distribution = model.probabilities(after: context)!
        print(String(format: "%.9f", distribution.reduce(0, +)))
        print(model.score("zeppelin", after: ["in", "the"]) == distribution[Int(Marker.unknown)])

        let likely = try shelf.wordProbabilityModel(ModelName(parsing: "mkn:3"))
        for next in try likely.likeliest(after: ["in", "the"], limit: 3, unknown: false) {
            print(next.word, String(format: "%.4f", exp(next.logProbability!)), "\(next.count)/\(next.contextCount)")
        }
    }

    private static func perplexity(book: String, database: String, print: Print) throws {
        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        let shelf = ModelShelf(corpus)
        let model = try shelf.model("mkn:3")
        let evaluation = model.evaluation(of: try shelf.events(of: .test, in: model.vocabulary))
        print(evaluation.events, "events,", evaluation.segments, "</s>,", evaluation.outOfVocabulary, "<unk>")
        print(String(format: "%.1f", evaluation.perplexity!))
        print(String(format: "%.1f", evaluation.perplexityExcludingOutOfVocabulary!))
        print(String(format: "%.2f bits a token", evaluation.crossEntropyBits!))

        let text = try corpus.events(of: "The goat looked at the river.", in: model.vocabulary)
        for (word, logProbability) in zip(text.words, model.logProbabilities(of: text, threads: 1)) {
            print(model.vocabulary.words[Int(word)], String(format: "%.2f", -logProbability / log(2)))
        }
    }

    private static func trainingNetworks(book: String, database: String, print: Print) throws {
        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        let architecture = NetworkArchitecture(cell: .lstm, hidden: 64, embedding: 64)
        let settings = TrainingSettings(learningRate: 0.01, batch: 8, epochs: 4, dropout: 0.3, seed: 1)
        let training = try corpus.training(of: architecture, settings: settings, vocabulary: corpus.vocabulary())
        print(training.parameterCount, "parameters")
        while let event = try training.next() {
            if case .epoch(let epoch) = event { print(epoch.epoch, String(format: "%.0f", exp(epoch.validLoss))) }
        }

        let preset = try corpus.network(by: .tiny, in: corpus.vocabulary())
        print(preset.training.epochs, preset.training.batch, preset.training.dropout)

        try Corpus(path: database, access: .readWrite).store.save(training, named: "net")
        let network = try ModelShelf(corpus).model("net")
        print(network.name, network.includesNetwork, network.contextScope)
    }

    private static func comparingModels(book: String, database: String, print: Print) throws {
        let corpus = try Corpus.ingest([IngestInput(path: book)], into: database)
        let comparison = try ModelShelf(corpus).comparison(of: ["laplace:2", "mkn:3", "mkn:3+cache"])
        print(comparison.table)

        let significance = comparison.significance(resamples: 2000, seed: 1)
        let found = significance.difference(of: "laplace:2", from: "mkn:3")!
        print(String(format: "%.2f bits a token, p = %.4f", found.difference, found.adjustedPValue!))

        let names = try ["laplace:2", "mkn:3"].map { try ModelName(parsing: $0) }
        let report = try corpus.comparisonReport(of: names)
        print(report.answer)
        print(report.charts.map(\.name))
    }

    // MARK: Articles as texts

    private static let catalog = LibraryExampleTests.package.appending(path: "Sources/Gramarye/Gramarye.docc")

    private func text(of article: String) throws -> String {
        try String(contentsOf: Self.catalog.appending(path: article), encoding: .utf8)
    }

    /// The contents of the fenced blocks of a language.
    private func blocks(_ language: String, of article: String) -> [String] {
        article.split(separator: "```\(language)\n").dropFirst().map { rest in
            rest.split(separator: "```", omittingEmptySubsequences: false)[0].trimmingCharacters(in: .newlines)
        }
    }
}
