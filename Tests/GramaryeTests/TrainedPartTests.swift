internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// Models of the train split of some documents.
@Suite struct TrainedPartTests {
    /// Probabilities are those of a corpus that has these documents alone, with the vocabulary of all.
    @Test(arguments: ["laplace:2", "mkn:2", "witten-bell:3"]) func isThatOfTheDocumentsAlone(method: String) throws {
        let folder = try CorpusFolder()
        let lines = (0..<4).map { randomLines(60, words: 9, seed: UInt64($0)) }
        let all = try folder.corpus(train: text(of: lines[0] + lines[1]), valid: text(of: lines[3]))
        let corpus = try folder.add(text(of: lines[2]), to: all, split: .train)
        let first = try #require(corpus.store.namedDocuments().first)
        let part = try corpus.subcorpus(named: [first.name])
        let alone = try folder.corpus(train: text(of: lines[0] + lines[1]), valid: text(of: lines[3]))
        let vocabulary = try corpus.vocabulary()

        let name = try ModelName(parsing: method)
        guard case .ngram(let ngram) = name.components[0] else { return }
        let store = try CorpusStore(path: corpus.store.path, access: .readWrite)
        try store.save(ModelShelf(corpus).train(ngram, of: part), named: "part")
        let saved = try ModelShelf(corpus).model("part")
        let expected = try ModelShelf(alone).model(name, in: vocabulary)
        #expect(saved.vocabulary.hash == vocabulary.hash)
        let events = try corpus.events(of: .valid, in: vocabulary)
        for (a, b) in zip(
            saved.logProbabilities(of: events, threads: 1), expected.logProbabilities(of: events, threads: 1))
        {
            expectClose(a, b, 1e-5)
        }
    }

    /// One that is made in bounded memory is the same, of all or of some documents, forwards and backwards.
    @Test(arguments: ["mkn:4", "kneser-ney:2", "witten-bell:3"], [ReadingDirection.forward, .backward])
    func boundedMemoryGivesTheSame(method: String, direction: ReadingDirection) throws {
        let folder = try CorpusFolder()
        let train = text(of: randomLines(90, words: 9, seed: 3))
        let corpus = try folder.corpus(train: train, valid: train)
        let store = try CorpusStore(path: corpus.store.path, access: .readWrite)
        let name = try ngram(method)
        for part in [nil, try corpus.subcorpus(named: [corpus.store.namedDocuments()[0].name])] {
            let shelf = ModelShelf(corpus, direction: direction)
            try store.save(shelf.train(name, of: part), named: "whole")
            try store.save(shelf.train(name, of: part, within: 1 << 26), named: "bounded")
            let models = try store.models()
            #expect(models[0].settings == models[1].settings && models[0].vocabularyHash == models[1].vocabularyHash)
            let events = try corpus.events(of: .valid, in: corpus.vocabulary())
            let scores = try ["whole", "bounded"].map {
                try ModelShelf(corpus).model($0).logProbabilities(of: events, threads: 1)
            }
            #expect(scores[0] == scores[1])
        }
        #expect(throws: ModelError.self) { try ModelShelf(corpus).train(ngram("katz:3"), within: 1_000) }
        #expect(try ModelShelf(corpus).train(ngram("katz:3"), within: 1 << 26).validPerplexity != nil)
    }

    /// It is fresh while its documents are as they were, whatever becomes of others, and stale when they change.
    @Test func isStaleWhenItsDocumentsChange() throws {
        let folder = try CorpusFolder()
        let train = text(of: randomLines(60, words: 9, seed: 1))
        let corpus = try folder.corpus(train: train, valid: train)
        let document = try corpus.store.namedDocuments()[0]
        let part = try corpus.subcorpus(named: [document.name], where: "tokens > 0 and name <> 'it''s \"x\"'")
        let store = try CorpusStore(path: corpus.store.path, access: .readWrite)
        try store.save(ModelShelf(corpus).train(try ngram("mkn:2"), of: part), named: "part")
        try store.save(ModelShelf(corpus).train(try ngram("mkn:2")), named: "whole")
        let vocabulary = try corpus.vocabulary()
        var settings = TrainingSettings()
        settings.epochs = 1
        func training(_ corpus: Corpus, on documents: Subcorpus?) throws -> NetworkTraining {
            try corpus.training(
                of: .usual(vocabularySize: vocabulary.size, cell: .elman), settings: settings, vocabulary: vocabulary,
                threads: 1, on: documents)
        }
        let network = try training(corpus, on: part)
        while try network.next() != nil {}
        try store.save(network, named: "network", of: part)
        func stale(_ corpus: Corpus) throws -> [String] {
            try corpus.store.models().filter { try corpus.store.isStale($0) }.map(\.name)
        }
        #expect(try stale(corpus).isEmpty)

        let grown = try folder.add("entirely new words here\n", to: corpus, split: .train)
        #expect(try stale(grown) == ["whole"])
        let shelf = ModelShelf(grown)
        #expect(try shelf.model("part").vocabulary.hash == vocabulary.hash)
        #expect(try shelf.model("network").vocabulary.hash == vocabulary.hash)
        #expect(throws: ModelError.self) { try shelf.model("whole") }
        // Its training goes on with the same part.
        let resumed = try grown.resumedTraining(ofModel: "network", epochs: 2, threads: 1)
        while try resumed.next() != nil {}
        try store.save(resumed, named: "network", of: grown.subcorpus(of: grown.store.models()[2]))
        #expect(try stale(grown) == ["whole"])
        let info = try grown.infoReport().data(as: .json).joined()
        #expect(info.contains("\"documents\": 1, \"where\": \"tokens > 0 and name <> 'it''s \\\"x\\\"'\""))

        try store.remove([document.name])
        #expect(Set(try stale(try Corpus(path: corpus.store.path))) == ["part", "network", "whole"])
    }

    @Test func documentsWithoutAPartOfTrainAreAnError() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(train: "a b c\n", valid: "a b\n")
        let part = try corpus.subcorpus(where: "split = 'valid'")
        #expect(throws: CorpusError.emptyPart(.train, of: part)) {
            try ModelShelf(corpus).train(try ngram("mkn:2"), of: part)
        }
        #expect(throws: CorpusError.emptyPart(.test, of: part)) { try corpus.evaluationText(.test, of: part) }
    }

    private func ngram(_ name: String) throws -> NgramModelName {
        guard case .ngram(let ngram) = try ModelName(parsing: name).components[0] else { fatalError(name) }
        return ngram
    }
}
