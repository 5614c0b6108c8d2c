internal import Foundation
internal import Gramarye
internal import Testing

/// The corpus and its models in chapters, as a value.
@Suite struct OverviewReportTests {
    private func corpus(_ folder: CorpusFolder, test: Int = 60) throws -> Corpus {
        try folder.corpus(
            train: text(of: randomLines(200, seed: 41)), valid: text(of: randomLines(60, seed: 42)),
            test: text(of: randomLines(test, seed: 43)))
    }

    private func chapters(of report: Report) -> [String] {
        report.rows.rows.map { row in if case .text(let key) = row[0] { key } else { "" } }
    }

    @Test func hasAChapterForEachQuestionAndEachNetwork() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder)
        let training = try corpus.training(
            of: NetworkArchitecture(cell: .gru, hidden: 8, embedding: 8), settings: TrainingSettings(epochs: 1),
            vocabulary: corpus.vocabulary())
        while try training.next() != nil {}
        try CorpusStore(path: corpus.store.path, access: .readWrite).save(training, named: "net")
        var written: [String] = []
        let report = try Corpus(path: corpus.store.path).overviewReport { written.append($0) }
        #expect(chapters(of: report) == ["corpus", "words", "zipf", "growth", "training", "models"])
        #expect(
            written.starts(with: ["What was read", "Words by frequency"]) && written.contains("Models side by side"))
        #expect(!report.notes.contains { $0.hasPrefix("left out") })
        // Every chapter has an answer, and a terminal and a page show each once, with the table that bears it out.
        let answers = report.rows.rows.map { row in if case .text(let answer) = row[2] { answer } else { "" } }
        let terminal = report.text(for: Terminal(width: 100_000)).map { $0 + "\n" }
        let shown = terminal.joined().replacing("\n", with: " ")
        for answer in answers {
            #expect(
                !answer.isEmpty && shown.split(separator: "\(answer) ", omittingEmptySubsequences: false).count == 2,
                "\(answer)")
        }
        for table in ["rank  ngram", "range", "learning rate", "valid ppl"] {
            #expect(shown.contains(table), "\(table)")
        }
        #expect(report.page.contains("How the networks were trained"))
        // What programs read has the rows of each chapter by its key.
        let json = try JSONSerialization.jsonObject(with: Data(report.data(as: .json).joined(separator: "\n").utf8))
        let object = try #require(json as? [String: Any])
        for key in chapters(of: report) { #expect((object[key] as? [Any])?.isEmpty == false, "\(key)") }
    }

    @Test func aChapterThatCannotBeWrittenIsSaidToBeLeftOut() throws {
        let folder = try CorpusFolder()
        let corpus = try corpus(folder, test: 0)
        let report = try corpus.overviewReport()
        #expect(chapters(of: report) == ["corpus", "words", "zipf", "growth"])
        let notes = report.notes.filter { $0.hasPrefix("left out") }
        #expect(notes.count == 1 && notes[0].contains("Models side by side") && notes[0].contains("test split"))
    }
}
