internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

@Suite struct ModelReportTests {
    private func corpus(_ folder: CorpusFolder) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(200, seed: 5)), valid: text(of: randomLines(40, seed: 6)), minimumCount: 2)
    }

    private func method(_ name: String) throws -> NgramModelName {
        guard case .ngram(let method)? = try ModelName(parsing: name).components.first else { throw Failure() }
        return method
    }
    private struct Failure: Error {}

    /// Every method has a formula, an order a row, and the numbers that it took from the text.
    @Test(arguments: [
        ("mle:2", 0), ("laplace:3", 0), ("lidstone:2:0.5", 0), ("dirichlet:2:50", 0), ("witten-bell:3", 0),
        ("absolute:3", 3), ("kneser-ney:2", 2), ("mkn:3", 9), ("stupid-backoff:3", 0),
    ])
    func ngramModels(name: String, fitted: Int) throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let method = try method(name)
        try CorpusStore(path: corpus.store.path, access: .readWrite).save(
            ModelShelf(corpus).train(method), named: "base")
        let report = try Corpus(path: corpus.store.path).modelReport(of: "base") { _ in "the command" }
        #expect(report.rows.rows.count == method.order && report.answer.hasPrefix("base is \(name)"))
        let further = Dictionary(report.further.map { ($0.key, $0.value) }) { first, _ in first }
        guard case .list(let formulas)? = further["formulas"], case .list(let numbers)? = further["fitted"],
            case .integer(let parameters)? = further["parameters"]
        else { throw Failure() }
        #expect(formulas.count == 2 && numbers.count == fitted, "\(numbers)")
        // Parts are all that the model has.
        let counted = report.rows.rows.reduce(0) { if case .integer(let count) = $1[4] { $0 + count } else { $0 } }
        #expect(counted == parameters)
        #expect(further["made_by"] == .text("Gramarye \(gramaryeVersion)"))
        #expect(further["command"] == .text("the command"))
        #expect(further["stale"] == .bool(false) && report.page.contains("the command"))
        // What was fitted is what estimates.
        if name == "mkn:3" {
            let values = numbers.compactMap { if case .object(let fields) = $0 { fields.last?.value } else { nil } }
            for case .number(let discount) in values { #expect(discount > 0 && discount <= 3) }
        }
        let list = try Corpus(path: corpus.store.path).modelsReport()
        #expect(list.rows.rows.count == 1 && list.charts.isEmpty)
    }

    @Test func changedTextIsSaid() throws {
        let folder = try CorpusFolder()
        var corpus = try corpus(folder)
        try CorpusStore(path: corpus.store.path, access: .readWrite).save(
            ModelShelf(corpus).train(method("mkn:2")), named: "base")
        corpus = try folder.add("w1 w2 w3\n", to: corpus, split: .train)
        let report = try corpus.modelReport(of: "base")
        #expect(report.notes.contains { $0.hasPrefix("stale") })
        #expect(throws: ModelNameError.unknownModel("best", saved: ["base"])) { try corpus.modelReport(of: "best") }
    }

    /// A model is opened once for one state, and anew where another of its name has taken its place.
    @Test func openedModelsAreThoseOfTheDatabase() throws {
        let folder = try CorpusFolder()
        var corpus = try corpus(folder)
        let writer = try CorpusStore(path: corpus.store.path, access: .readWrite)
        try writer.save(ModelShelf(corpus).train(method("mkn:2")), named: "base")
        corpus = try Corpus(path: corpus.store.path)
        corpus.opened = OpenedModels(bound: 1 << 30)
        let first = try corpus.savedModel(named: "base")
        let again = try corpus.savedModel(named: "base")
        #expect(again.parameterCount == first.parameterCount && first.contextScope == .ngram(order: 2))
        try writer.save(ModelShelf(corpus).train(method("mkn:3")), named: "base")
        #expect(try corpus.savedModel(named: "base").contextScope == .ngram(order: 3))
        try Corpus(path: corpus.store.path, access: .readWrite).removeModels(["base"])
        #expect(throws: ModelNameError.unknownModel("base", saved: [])) { try corpus.savedModel(named: "base") }
        // No room for any.
        var small = corpus
        small.opened = OpenedModels(bound: 10)
        try writer.save(ModelShelf(corpus).train(method("mkn:2")), named: "base")
        #expect(try small.savedModel(named: "base").contextScope == .ngram(order: 2))
    }
}
