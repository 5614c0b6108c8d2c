internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Results of some documents, and by groups of them.
@Suite struct SubcorpusTests {
    static let seeds: [UInt64] = [1, 2, 3]
    static let keys = ["author", "YEAR", "count", "document"]

    /// What each report says of a part, and by the values of a key.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Fits take their time.
        var keys = SubcorpusTests.keys
        let of: @Sendable (Corpus, Subcorpus) throws -> Report
        let by: @Sendable (Corpus, String) throws -> Report
    }

    static let kinds: [Kind] = {
        var fits = ZipfAnalysis.Options()
        fits.samples = 0
        let untested = fits
        let models = ["laplace:1", "mkn:2"]
        @Sendable func named() throws -> [ModelName] { try models.map { try ModelName(parsing: $0) } }
        return [
            Kind(testDescription: "frequencies") {
                try $0.frequenciesReport(order: 2, of: .documents($1), limit: 7)
            } by: {
                try $0.frequenciesReport(by: $1, order: 2, limit: 7)
            },
            Kind(testDescription: "look-ups") {
                try $0.frequenciesReport(of: ["w0", "w1 w0", "w0 w0 w0 w0"], in: .documents($1))
            } by: {
                try $0.frequenciesReport(of: ["w0", "w1 w0", "w0 w0 w0 w0"], by: $1)
            },
            Kind(testDescription: "spectrum") {
                try $0.spectrumReport(order: 1, of: .documents($1))
            } by: {
                try $0.spectrumReport(by: $1, order: 1)
            },
            Kind(testDescription: "zipf", keys: ["author", "YEAR"]) {
                try $0.zipfReport(orders: [1], of: .documents($1), untested)
            } by: {
                try $0.zipfReport(by: $1, orders: [1], untested)
            },
            Kind(testDescription: "growth", keys: ["author"]) {
                try $0.growthReport(of: .documents($1), points: 4)
            } by: {
                try $0.growthReport(by: $1, points: 4)
            },
            Kind(testDescription: "info") {
                try $0.infoReport(of: $1)
            } by: {
                try $0.infoReport(by: $1)
            },
            Kind(testDescription: "perplexity") {
                try ModelShelf($0).perplexityReport(of: named(), on: .split(.train, of: $1))
            } by: { corpus, key in
                try ModelShelf(corpus).perplexityReport(of: named(), on: .split(.train, by: key))
            },
        ]
    }()

    private func objects(_ lines: [String]) throws -> [[String: Any]] {
        try lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// A row of JSON without its first key.
    private func rest(_ line: String, column: String) -> String {
        let start = line.firstRange(of: "\"\(column)\": ")!.upperBound
        var index = start
        var isQuoted = false
        while isQuoted || line[index] != "," {
            if line[index] == "\\" {
                index = line.index(after: index)
            } else if line[index] == "\"" {
                isQuoted.toggle()
            }
            index = line.index(after: index)
        }
        return "{" + line[line.index(index, offsetBy: 2)...]
    }

    @Test(arguments: kinds, seeds) func aGroupIsTheDocumentsOfItsValue(kind: Kind, seed: UInt64) throws {
        let library = try CorpusFolder.library(seed: seed)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        for key in kind.keys {
            let report = try kind.by(corpus, key)
            let column = try #require(report.rows.columns.first)
            var groups: [(value: Any, lines: [String])] = []
            for (line, row) in zip(report.lines, try objects(report.lines)) {
                let value = try #require(row[column])
                if let last = groups.last, exact(last.value) == exact(value) {
                    groups[groups.count - 1].lines.append(line)
                } else {
                    groups.append((value, [line]))
                }
            }
            // A row for each model stands among those of the other groups.
            var lines: [String: [String]] = [:]
            for group in groups { lines[exact(group.value), default: []] += group.lines }
            #expect(lines.count > 1)
            for (text, found) in lines {
                let value = try #require(groups.first { exact($0.value) == text }?.value)
                let name = key == "document" ? "name" : key
                let condition = value is NSNull ? "\(name) is null" : "\(name) = \(literal(value))"
                let expected = try kind.of(corpus, corpus.subcorpus(where: condition)).lines
                #expect(found.map { rest($0, column: column) } == expected, "\(condition)")
            }
        }
    }

    /// Values are in order, numbers first, documents without one last; each document is in one group.
    @Test(arguments: seeds) func groupsPartitionTheDocuments(seed: UInt64) throws {
        let library = try CorpusFolder.library(seed: seed)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        for key in Self.keys + ["split"] {
            let report = try corpus.frequenciesReport(by: key, minimum: 1, limit: nil)
            let values = report.rows.rows.map { $0[0] }.reduce(into: [Value]()) { if $0.last != $1 { $0.append($1) } }
            #expect(Set(values.map { exact($0.plainText) }).count == values.count)
            let ranks = values.map { value in
                switch value {
                case .numeral, .number: 0
                case .text: 1
                default: 2
                }
            }
            #expect(ranks == ranks.sorted())
            let texts = values.compactMap { value -> [UInt8]? in
                if case .text(let text) = value { Array(text.utf8) } else { nil }
            }
            #expect(key == "split" || zip(texts, texts.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        }
    }

    /// The groups' counts of each n-gram sum to its count in the corpus, in rows and side by side.
    @Test(arguments: seeds, [1, 2, 4]) func groupsSumToTheWhole(seed: UInt64, order: Int) throws {
        for segments in [TokenizerSettings.Segments.lines, .document] {
            let library = try CorpusFolder.library(seed: seed, segments: segments)
            defer { withExtendedLifetime(library) {} }
            let corpus = library.corpus
            let whole = try counts(corpus.frequenciesReport(order: order, limit: nil))
            for key in Self.keys {
                var sums: [String: Int] = [:]
                for row in try objects(corpus.frequenciesReport(by: key, order: order, limit: nil).lines) {
                    sums["\(row["ngram"]!)", default: 0] += row["count"] as! Int
                }
                #expect(sums == whole)
                let wide = try corpus.frequenciesSideBySide(by: key, order: order, limit: nil)
                #expect(try counts(wide) == whole)
                for row in wide.rows.rows {
                    let counts = row.dropFirst(2).map { if case .integer(let count) = $0 { count } else { -1 } }
                    #expect(counts[0] == counts.dropFirst().reduce(0, +))
                }
            }
        }
    }

    private func counts(_ report: Report) throws -> [String: Int] {
        Dictionary(
            try objects(report.lines).map { ("\($0["ngram"]!)", $0["count"] as! Int) }, uniquingKeysWith: { _, _ in -1 }
        )
    }

    /// Side by side stands what stands below one another.
    @Test func wideIsLongTurnedRound() throws {
        let library = try CorpusFolder.library(seed: 4)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        let wide = try corpus.frequenciesSideBySide(of: ["w0", "w1 w2"], by: "author")
        let long = try corpus.frequenciesReport(of: ["w0", "w1 w2"], by: "author")
        let width = wide.rows.columns.count - 3
        for (index, row) in wide.rows.rows.enumerated() {
            let column = long.rows.columns.firstIndex(of: "count")!
            #expect(Array(row.dropFirst(3)) == (0..<width).map { long.rows.rows[$0 * 2 + index][column] })
        }
    }

    /// All documents, however they are chosen, are the corpus.
    @Test func allDocumentsAreTheCorpus() throws {
        let library = try CorpusFolder.library(seed: 5)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        for chosen in [try corpus.subcorpus(where: "true"), try corpus.subcorpus(named: ["d*"])] {
            for order in [1, 3, 5] {
                #expect(
                    try corpus.frequenciesReport(order: order, of: .documents(chosen), limit: nil).lines
                        == corpus.frequenciesReport(order: order, limit: nil).lines)
            }
            #expect(try corpus.tokens(of: .documents(chosen)) == corpus.tokens(of: .whole))
            for split in Split.allCases {
                let part = CorpusPart(splits: [split], documents: chosen)
                #expect(try corpus.tokens(of: part) == corpus.tokens(of: .splits([split])))
            }
            let models = [try ModelName(parsing: "mkn:2")]
            #expect(
                try ModelShelf(corpus).perplexityReport(of: models, on: .split(.train, of: chosen)).lines
                    == ModelShelf(corpus).perplexityReport(of: models, on: .split(.train)).lines)
        }
    }

    /// A column that a key would stand in twice has another name.
    @Test func aKeyCalledAsAColumnHasAnotherName() throws {
        let library = try CorpusFolder.library(seed: 6)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        #expect(try corpus.frequenciesReport(by: "count").rows.columns.first == "by_count")
        #expect(try corpus.spectrumReport(by: "count").rows.columns.first == "count")
        let wide = try corpus.frequenciesSideBySide(by: "count").rows.columns
        #expect(Set(wide).count == wide.count)
    }

    @Test func titlesAndProvenanceSayOfWhat() throws {
        let library = try CorpusFolder.library(seed: 7)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        let chosen = try corpus.subcorpus(named: ["d1*"], where: "tokens > 0")
        let told = "\(chosen.documents.count) of \(chosen.total) documents (d1*), where tokens > 0"
        #expect("\(chosen)" == told && chosen.documents.count > 1)
        let report = try corpus.frequenciesReport(by: "author", of: .documents(chosen))
        #expect(report.title.contains(told) && report.title.hasSuffix("by author"))
        #expect(report.notes.contains("of \(told)"))
        let json = report.data(as: .json).joined()
        #expect(
            json.contains("\"where\": \"tokens > 0\", \"documents\": \(chosen.documents.count), \"by\": \"author\""))
        let whole = try corpus.frequenciesReport().data(as: .json).joined()
        #expect(whole.contains("\"where\": null, \"documents\": null, \"by\": null"))
    }

    @Test func errorsListWhatThereIs() throws {
        let library = try CorpusFolder.library(seed: 8)
        defer { withExtendedLifetime(library) {} }
        let corpus = library.corpus
        #expect(throws: CorpusError.unknownKey("yeer", database: corpus.store.path, keys: ["author", "count", "year"]))
        {
            try corpus.infoReport(by: "yeer")
        }
        #expect(throws: CorpusError.noDocument(database: corpus.store.path, names: [], condition: "tokens < 0")) {
            try corpus.subcorpus(where: "tokens < 0")
        }
        #expect(throws: StorageError.self) { try corpus.subcorpus(where: "yeer = 1") }
        #expect(throws: StorageError.self) { try corpus.subcorpus(named: ["x*"]) }
    }
}

/// The bytes of a value, which tell apart what Swift takes for equal.
private func exact(_ value: Any) -> String { "\(Array("\(value)".utf8))" }

/// A library that goes with its folder.
struct Library {
    let folder: CorpusFolder
    let corpus: Corpus
}

extension CorpusFolder {
    static func library(seed: UInt64, segments: TokenizerSettings.Segments = .lines) throws -> Library {
        let folder = try CorpusFolder()
        return Library(folder: folder, corpus: try folder.library(14, seed: seed, segments: segments))
    }
}
