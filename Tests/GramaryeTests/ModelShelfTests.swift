internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Models by name, what they share, and what the database keeps of them.
@Suite struct ModelShelfTests {
    private func corpus(_ folder: CorpusFolder, minimumCount: Int = 2) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(400, seed: 21)), valid: text(of: randomLines(80, seed: 22)),
            test: text(of: randomLines(80, seed: 23)), minimumCount: minimumCount)
    }

    private func scores(_ model: any LanguageModel, _ corpus: Corpus, _ split: Split = .test) throws -> [Double] {
        model.logProbabilities(of: try corpus.events(of: split, in: model.vocabulary), threads: 1)
    }

    /// Saves an n-gram model made of the corpus.
    private func save(_ name: String, as saved: String, in corpus: Corpus) throws {
        let trained = try ModelShelf(corpus).train(NgramModelName(parsing: name))
        try CorpusStore(path: corpus.store.path, access: .readWrite).save(trained, named: saved)
    }

    // MARK: Names

    @Test(arguments: [
        ("KN:2", "kneser-ney:2"), ("mkn:3", "mkn:3"), ("add-one:1", "laplace:1"), ("lidstone:2:0.50", "lidstone:2:0.5"),
    ])
    func aNameInAnySpellingIsTheModels(name: String, standard: String) throws {
        let folder = try CorpusFolder()
        let model = try ModelShelf(corpus(folder)).model(name)
        #expect(
            model.name == standard
                && model.contextScope == .ngram(order: Int(String(standard.split(separator: ":")[1]))!))
    }

    @Test(arguments: ["nosuch", "mkn", "mkn:0", "cache", "mkn:3+", "mkn:3+mkn:3", "base+stupid-backoff:2", ""])
    func whatNamesNoModelIsAnError(name: String) throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        try save("mkn:2", as: "base", in: corpus)
        #expect(throws: ModelNameError.self) { try ModelShelf(corpus).model(name) }
    }

    // MARK: What models share

    @Test func modelsOfAShelfHaveItsVocabularyAndTheUnsmoothedOneEveryWord() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let shelf = ModelShelf(corpus, rule: .minimumCount(5))
        let hash = try corpus.vocabulary(.minimumCount(5)).hash
        for name in ["laplace:1", "mkn:3", "laplace:1+mkn:2", "mle:2+mkn:2"] {
            #expect(try shelf.model(name).vocabulary.hash == hash, "\(name)")
        }
        #expect(try shelf.model("mle:2").vocabulary.hash == corpus.vocabulary(.minimumCount(1)).hash)
        #expect(try ModelShelf(corpus).vocabulary().hash == corpus.vocabulary(.minimumCount(2)).hash)
    }

    /// What a shelf has read is of one state, whatever becomes of the database meanwhile.
    @Test func aPreparedShelfNeedsTheDatabaseNoMore() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let names = ["mkn:3", "laplace:1+mkn:2", "jelinek-mercer:2"]
        let before = try names.map { try scores(ModelShelf(corpus).model($0), corpus) }
        let shelf = ModelShelf(corpus)
        shelf.prepare(try names.map { try ModelName(parsing: $0) })
        let changed = try folder.add(text(of: randomLines(200, seed: 24)), to: corpus, split: .train)
        for (name, scores) in zip(names, before) {
            #expect(try self.scores(shelf.model(name), corpus) == scores, "\(name)")
            #expect(try self.scores(ModelShelf(changed).model(name), changed) != scores, "\(name)")
        }
    }

    // MARK: Mixtures

    @Test func aMixtureIsBetweenItsPartsAndOnValidNoWorse() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let shelf = ModelShelf(corpus)
        let mixture = try shelf.model("laplace:1+witten-bell:2+mkn:3")
        let parts = try ["laplace:1", "witten-bell:2", "mkn:3"].map { try shelf.model($0) }
        let separate = try parts.map { try scores($0, corpus) }
        for (event, score) in try scores(mixture, corpus).enumerated() {
            let bounds = separate.map { $0[event] }
            #expect(score >= bounds.min()! - 1e-9 && score <= bounds.max()! + 1e-9)
        }
        let valid = try shelf.events(of: .valid, in: mixture.vocabulary)
        let best = parts.compactMap { $0.perplexity(of: valid) }.min()!
        #expect(mixture.perplexity(of: valid)! <= best * (1 + 1e-6))
    }

    @Test func aMixtureIsFittedToValidOrNot() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: text(of: randomLines(50, seed: 25)))
        #expect(throws: CorpusError.self) { try ModelShelf(corpus).model("laplace:1+mkn:2") }
    }

    // MARK: Saved models

    @Test(arguments: ["mkn:2", "laplace:3", "katz:2"]) func aSavedModelIsWhatItWas(name: String) throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        try save(name, as: "base", in: corpus)
        let shelf = ModelShelf(corpus)
        let saved = try shelf.model("base")
        #expect(saved.name == "base")
        // In single precision.
        for (score, wanted) in zip(try scores(saved, corpus), try scores(shelf.model(name), corpus)) {
            expectClose(score, wanted, 1e-5)
        }
    }

    /// A mixture takes the vocabulary of the saved model in it, whatever the shelf's rule.
    @Test func aSavedModelKeepsItsVocabulary() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        try save("mkn:2", as: "base", in: corpus)
        let shelf = ModelShelf(corpus, rule: .size(9))
        #expect(try shelf.model("laplace:1").vocabulary.hash != corpus.vocabulary().hash)
        for name in ["base", "base+laplace:1", "laplace:1+base"] {
            #expect(try shelf.model(name).vocabulary.hash == corpus.vocabulary().hash, "\(name)")
        }
    }

    @Test func aModelOfATrainSplitThatChangedIsStale() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        try save("mkn:2", as: "base", in: corpus)
        let judged = try folder.add("w1 w2\n", to: corpus, split: .test)
        #expect(try ModelShelf(judged).model("base").name == "base")
        let changed = try folder.add("w1 w2 w3\n", to: corpus, split: .train)
        for name in ["base", "base+laplace:1"] {
            let error = #expect(throws: ModelError.self) { try ModelShelf(changed).model(name) }
            guard case .stale("base", _, let recipe) = error else {
                Issue.record("\(error.map(String.init(describing:)) ?? "no error")")
                continue
            }
            #expect(recipe.maker == .ngrams("mkn:2", nil))
        }
        var leftOut: [String] = []
        #expect(try changed.comparableModels { leftOut.append($0) }.isEmpty)
        #expect(leftOut.count == 1 && leftOut[0].contains("base"))
    }
}
