internal import Basics
internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// A preview says what the ingest then does.
@Suite struct PreviewTests {
    /// Folders in which texts are empty, changed since, copies of one another, tables with a name twice; each with and without
    /// `--replace`: outcomes, notes and advice are those of the run, or the error is.
    @Test func aPreviewIsWhatTheRunDoes() throws {
        var generator = SeededGenerator(seed: 71)
        let texts = ["one two\n", "three _four_ five\n", "\n \n", "", "one two\n", "six\n\nseven\n"]
        var errors: Set<String> = []
        var outcomes: Set<IngestPreview.Outcome> = []
        for _ in 0..<60 {
            let folder = try TemporaryFolder()
            func fill() throws {
                for name in ["a.txt", "b.txt", "c.txt"] where Bool.random(using: &generator) {
                    try folder.write(texts.randomElement(using: &generator)!, to: "f/" + name)
                }
                let rows = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                    "\(Bool.random(using: &generator) ? "x" : "y"),\(Bool.random(using: &generator) ? "one" : "two")\n"
                }
                try folder.write("id,txt\n" + rows.joined(), to: "t.csv")
            }
            try folder.write("a first text\n", to: "f/d.txt")
            try fill()
            let takesTable = Bool.random(using: &generator)
            let replaces = Bool.random(using: &generator)
            for round in 0..<2 {
                if round == 1 { try fill() }
                let inputs = takesTable ? ["t.csv"] : Bool.random(using: &generator) ? ["f"] : ["f", "f/d.txt"]
                var options = IngestOptions(inputs: inputs.map { IngestInput(path: folder.path($0)) }) { _, _ in "" }
                options.replaces = replaces
                options.textColumn = takesTable ? "txt" : nil
                let database = folder.path("n.db")
                let before = try? Data(contentsOf: URL(filePath: database))
                let preview = Result { try CorpusStore.preview(of: database, options) }
                let after = try? Data(contentsOf: URL(filePath: database))
                #expect(after == before)
                switch (preview, Result { try CorpusStore.ingest(into: database, options) }) {
                case (.success(let preview), .success(let result)):
                    func names(_ wanted: IngestPreview.Outcome...) -> [String] {
                        preview.documents.filter { wanted.contains($0.outcome) }.map(\.name)
                    }
                    #expect(names(.added, .replaced) == result.added.map(\.name))
                    #expect(names(.replaced) == result.added.filter(\.isReplacement).map(\.name))
                    #expect(names(.skipped) == result.skipped)
                    #expect(names(.leftOut) == result.empty)
                    #expect(preview.advice == result.advice)
                    for note in preview.notes { #expect(result.notes.contains(note)) }
                    outcomes.formUnion(preview.documents.map(\.outcome))
                case (.failure(let one), .failure(let other)):
                    #expect("\(one)" == "\(other)")
                    if case StorageError.otherContent = one { errors.insert("otherContent") }
                    if case StorageError.twoTexts = one { errors.insert("twoTexts") }
                case (let preview, let result): Issue.record("\(preview) but \(result)")
                }
            }
        }
        // All there is has been met.
        #expect(outcomes == Set(IngestPreview.Outcome.allCases))
        #expect(errors.isSuperset(of: ["otherContent", "twoTexts"]), "\(errors)")
    }
}
