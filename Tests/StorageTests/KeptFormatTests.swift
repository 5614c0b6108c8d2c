internal import Basics
internal import Documents
internal import Foundation
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Random CoNLL-U: sentences with comments, ranges, empty nodes, tokens with spaces and marks; some line ends CRLF.
func randomCoNLLU(documents: Int, sentences: ClosedRange<Int>, using generator: inout SeededGenerator) -> String {
    let words = ["Il", "va", "d'", "10 000", ".", "«", "Émile", "cafe\u{301}", "中文", "can’t", "<unk>", "-", "don't"]
    let end = Bool.random(using: &generator) ? "\n" : "\r\n"
    func row(_ id: String, _ form: String) -> String { "\(id)\t\(form)\t_\tX\t_\tA=b\t0\t_\t_\t_\(end)" }
    var text = Bool.random(using: &generator) ? "# global.columns = ID FORM\(end)" : ""
    for document in 0..<documents {
        if documents > 1 { text += "# newdoc id = d\(document)\(end)" }
        for sentence in 0..<Int.random(in: sentences, using: &generator) {
            if Bool.random(using: &generator) { text += "# sent_id = \(sentence)\(end)# text = a b c\(end)" }
            for number in 1...Int.random(in: 1...12, using: &generator) {
                if Int.random(in: 0..<8, using: &generator) == 0 { text += row("\(number)-\(number + 1)", "du") }
                text += row("\(number)", words.randomElement(using: &generator)!)
                if Int.random(in: 0..<8, using: &generator) == 0 { text += row("\(number).1", "(va)") }
            }
            text += Int.random(in: 0..<6, using: &generator) == 0 ? end + end : end
        }
    }
    return text
}

/// Random vertical text: sentences in paragraphs, or paragraphs alone, glue, lines of verse, tokens between sentences.
func randomVertical(documents: Int, sentences: ClosedRange<Int>, using generator: inout SeededGenerator) -> String {
    let words = ["Do", "n't", "New York", "&lt;", "&amp;", "Go", ".", "Émile", "中文", "<unk>", "a<b"]
    let hasSentences = Bool.random(using: &generator)
    var text = "<corpus name=\"c\">\n"
    for document in 0..<documents {
        text += "<doc id=\"d\(document)\" year=\"19\(10 + document % 90)\">\n"
        for _ in 0..<Int.random(in: sentences, using: &generator) {
            if Int.random(in: 0..<5, using: &generator) == 0 { text += "<head>\nTitle\tNN\ttitle\n</head>\n" }
            text += "<p>\n" + (hasSentences ? "<s>\n" : "")
            for _ in 0..<Int.random(in: 0...9, using: &generator) {
                text += words.randomElement(using: &generator)! + "\tNN\tlemma\n"
                switch Int.random(in: 0..<12, using: &generator) {
                case 0: text += "<g/>\n"
                case 1: text += "</l>\n<l>\n"
                case 2: text += "\n"
                default: break
                }
            }
            text += (hasSentences ? "</s>\n" : "") + "</p>\n"
        }
        text += "</doc>\n"
    }
    return text + "</corpus>\n"
}

/// What is kept of documents of any format is read again to the same tokens.
@Suite struct KeptFormatTests {
    private static let shares = [[8, 1, 1], [1, 1, 1], [1, 0, 0], [0, 2, 1]]

    /// Texts that tell their tokens are kept as they stand: the parts of one file, put together, are the file.
    @Test(arguments: TokenizerSettings.Tokens.allCases, TokenizerSettings.Segments.allCases)
    func toldTokensComeBack(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 81)
        for round in 0..<6 {
            let documents = round % 3 + 1
            let sentences = round == 5 ? 3_000...4_000 : 1...[2, 30].randomElement(using: &generator)!
            let texts = [
                "a.conllu": randomCoNLLU(documents: documents, sentences: sentences, using: &generator),
                "b.vert": randomVertical(documents: documents, sentences: sentences, using: &generator),
            ]
            for (file, text) in texts {
                let path = try folder.write(text, to: "\(round)/\(file)")
                let (store, report) = try folder.ingest([path], into: "\(round)\(file).db") {
                    $0.tokens = tokens
                    $0.segments = segments
                    $0.shares = Self.shares.randomElement(using: &generator)!
                    $0.lettersOnly = round == 3
                    $0.threads = 1 + round % 2
                    $0.memory = round % 2 == 0 ? 2 << 30 : 1
                }
                let names = try store.documents().map(\.name)
                try expectRoundTrip(store, sources: Dictionary(uniqueKeysWithValues: names.map { ($0, nil) }))
                #expect(try spelledCounts(store) == naiveCounts(store))
                let kept = try names.map { try store.text(ofDocument: $0) ?? "" }.joined()
                if report.empty.isEmpty { #expect(Array(kept.utf8) == Array(text.utf8)) }
            }
        }
    }

    /// A sentence longer than a block is cut between its tokens, and so is one that shares divide.
    @Test func longSentencesAreCut() throws {
        let folder = try TemporaryFolder()
        let long = (1...150_000).map { "\($0)\tw\($0 % 7)\t_\tX\t_\t_\t0\t_\t_\t_\n" }.joined() + "\n"
        let short = "# text = a\n1\ta\t_\tX\t_\t_\t0\t_\t_\t_\n\n"
        for (name, text) in [("a", long + short), ("b", long), ("c", short + long)] {
            let path = try folder.write(text, to: "\(name).conllu")
            let store = try folder.ingest([path], into: "\(name).db").store
            try expectRoundTrip(store, sources: ["\(name).conllu": text])
            #expect(try spelledCounts(store) == naiveCounts(store))
        }
    }

    /// A marker told as a token is an error that names the line of the file.
    @Test func theLineOfAMarkerIsThatOfTheFile() throws {
        let folder = try TemporaryFolder()
        let row = "1\ta\t_\tX\t_\t_\t0\t_\t_\t_\n"
        let path = try folder.write(
            "# a\n" + row + "\n# b\n" + row + "2\t</s>\t_\tX\t_\t_\t0\t_\t_\t_\n", to: "a.conllu")
        #expect {
            try folder.ingest([path])
        } throws: { error in
            "\(error)".contains("line: 6") || (error as? any ExplainedError)?.fact.contains("line 6") == true
        }
    }

    /// Marked-up and cleaned texts: a segment a line whatever the segments are, or a blank line between them.
    @Test(arguments: TokenizerSettings.Tokens.allCases, TokenizerSettings.Segments.allCases)
    func otherFormatsComeBack(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 82)
        for round in 0..<4 {
            func words(_ count: Int) -> String {
                oddText(words: Int.random(in: 1...count, using: &generator), using: &generator)
                    .replacing("\u{FEFF}", with: "").replacing("&", with: "").replacing("<", with: "")
            }
            func blocks(_ tag: String) -> String {
                (0..<Int.random(in: 1...40, using: &generator)).map { _ in "<\(tag)>\(words(30))</\(tag)>" }.joined()
            }
            let files = [
                "a.html": "<!doctype html><html><head><title>t</title></head><body>\(blocks("p"))</body></html>",
                "b.xml": "<TEI><text><body>\(blocks("l"))</body></text></TEI>",
                "c.srt": (1...20).map { "\($0)\n00:00:01,000 --> 00:00:02,000\n\(words(1)) a\($0) b\n\n" }.joined(),
                "d.csv": "id,text\nx,\"\(words(40).replacing("\"", with: ""))\"\ny,plain words\n",
                "e.txt": words(200) + "_very_ divi-\nded divided\nleft out line\nplain\n",
            ]
            for (file, text) in files { try folder.write(text, to: "\(round)/\(file)") }
            let shares = Self.shares.randomElement(using: &generator)!
            func ingest(_ inputs: [String], textColumn: String?) throws -> CorpusStore {
                try folder.ingest(inputs.map { folder.path("\(round)/\($0)") }, into: "\(round).db") {
                    $0.tokens = tokens
                    $0.segments = segments
                    $0.textColumn = textColumn
                    $0.shares = shares
                    $0.blankLines = segments == .lines && round % 2 == 1 ? .keep : nil
                    $0.cleaning.stripsUnderscores = round % 2 == 0
                    $0.cleaning.joinsHyphens = round % 2 == 0
                    $0.cleaning.excludedLines = round % 2 == 0 ? "left out" : nil
                    $0.threads = 1 + round % 2
                }.store
            }
            // With a column of text, plain text would be a table.
            _ = try ingest(["a.html", "b.xml", "c.srt", "d.csv"], textColumn: "text")
            let store = try ingest(["e.txt"], textColumn: nil)
            let names = try store.documents().map(\.name)
            #expect(names.contains("e.txt") && names.contains("a.html"))
            try expectRoundTrip(store, sources: Dictionary(uniqueKeysWithValues: names.map { ($0, nil) }))
            if round % 2 == 0 {
                let kept = try #require(try store.text(ofDocument: "e.txt"))
                #expect(kept.hasSuffix("very divided\ndivided\nplain\n"))
            }
        }
    }
}
