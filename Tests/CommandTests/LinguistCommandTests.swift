internal import Foundation
internal import Testing

/// Texts as people have them: what is cut, spelled and told.
@Suite struct LinguistCommandTests {
    private func counts(_ bench: Workbench, _ database: String, _ words: String...) throws -> [String] {
        try words.map { word in
            let rows = try bench.gram("frequencies", database, word, "--format", "json").rows
            return rows.compactMap { $0["count"] as? Int }.map(String.init).joined(separator: "+")
        }
    }

    /// « mot ! » with U+202F has the words that it has with U+00A0.
    @Test func frenchSpacesDivide() throws {
        let bench = try Workbench()
        for (name, space) in [("nnbsp", "\u{202F}"), ("nbsp", "\u{A0}")] {
            try bench.write(
                "Bonjour\(space)! Bonjour.\n«\(space)mot\(space)» et mot\(space); mot, dix\(space)mille mots.\n",
                to: "\(name).txt")
            expectDone(try bench.gram("ingest", "\(name).db", "\(name).txt"))
            #expect(try counts(bench, "\(name).db", "mot", "bonjour", "dix mille") == ["3", "2", "1"])
        }
    }

    @Test func bothApostrophesAreOneType() throws {
        let bench = try Workbench()
        try bench.write("I don’t know why they don't sing.\nDonʼt ask. L’eau.\n", to: "a.txt")
        expectDone(try bench.gram("ingest", "a.db", "a.txt"))
        #expect(try counts(bench, "a.db", "don't", "don’t", "DONʼT") == ["3", "3", "3"])
        expectDone(try bench.gram("ingest", "b.db", "a.txt", "--apostrophes", "keep"))
        #expect(try counts(bench, "b.db", "don't", "don’t") == ["1", "1"])
        expectDone(try bench.gram("ingest", "c.db", "a.txt", "--clitics", "fr"))
        let tokens = try bench.gram("tokenize", "c.db", "L’eau, DON’T.", "--format", "json").rows
        #expect(tokens.map { $0["source"] as? String } == ["L’", "eau", "DON’T"])
        #expect(tokens.map { $0["token"] as? String } == ["l'", "eau", "don't"])
    }

    @Test func turkishHasItsCase() throws {
        let bench = try Workbench()
        try bench.write("Isparta ISPARTA İnsan insan INSAN\n", to: "t.txt")
        expectDone(try bench.gram("ingest", "t.db", "t.txt", "--locale", "tr"))
        #expect(try counts(bench, "t.db", "ısparta", "ISPARTA", "insan", "ınsan") == ["2", "2", "2", "1"])
        expectError(
            try bench.gram("ingest", "x.db", "t.txt", "--locale", "qq"), 64, naming: "no language 'qq'", "--locale")
        expectError(try bench.gram("ingest", "t.db", "t.txt", "--locale", "az"), 65, naming: "--locale tr")
    }

    @Test func optionsWithoutEffectAreRefused() throws {
        let bench = try Workbench()
        try bench.write("a b\n", to: "t.txt")
        for option in [["--hyphens", "keep"], ["--clitics", "en"], ["--keep", "symbols"]] {
            let run = try bench.start(
                Workbench.gram, ["ingest", "x.db", "t.txt", "--tokens", "characters"] + option
            ).result()
            expectError(run, 64, naming: "\(option[0]) has no effect on --tokens characters")
        }
    }

    @Test func sentencesGoOnAfterTitles() throws {
        let bench = try Workbench()
        try bench.write(
            "Dr. Stone wrote about kites. Prof. Marsh wrote about tides, e.g. spring tides. He left the U.S. "
                + "in 1999.\n",
            to: "s.txt")
        let run = try bench.gram("ingest", "s.db", "s.txt", "--segments", "sentences", "--format", "json")
        expectDone(run)
        #expect(try run.rows.first?["segments"] as? Int == 3)
    }

    @Test func segmentsAreDecidedForEachDocument() throws {
        let bench = try Workbench()
        let prose = String(
            repeating:
                "The river runs along the wall of the old town and then\nturns to the mill, where it is still.\n\n",
            count: 20)
        let verse = String(repeating: "The river runs\nAnd then it turns\nAnd then is still\n\n", count: 20)
        try bench.write(prose, to: "prose.txt")
        try bench.write(verse, to: "verse.txt")
        for (database, inputs) in [("a.db", ["prose.txt", "verse.txt"]), ("b.db", ["verse.txt", "prose.txt"])] {
            let run = try bench.start(Workbench.gram, ["ingest", database] + inputs + ["--format", "json"]).result()
            expectDone(run)
            #expect(try run.rows.first?["segments"] as? Int == 80)
            #expect(run.errors.contains("lines in 1 document, paragraphs in 1,"))
        }
        expectDone(try bench.gram("ingest", "c.db", "verse.txt"))
        let later = try bench.gram("ingest", "c.db", "prose.txt", "--format", "json")
        #expect(try later.rows.first?["segments"] as? Int == 20)
        // A text from outside is judged by itself too.
        let tokens = try bench.gram("tokenize", "c.db", "--file", "prose.txt", "--format", "json").rows
        #expect(tokens.last?["segment"] as? Int == 20)
    }

    @Test func marksOfOtherToolsAreTold() throws {
        let bench = try Workbench()
        try bench.write("<s> the cat sat </s>\n<s> the <unk> sat </s>\n", to: "m.txt")
        try bench.write("The <unk> is well @-@ known .\n", to: "w.txt")
        let run = try bench.gram("ingest", "m.db", "m.txt", "w.txt")
        expectDone(run)
        #expect(run.errors.contains("(<s> 2, </s> 2, <unk> 2, @-@ 1)") && run.errors.contains("--tokens whitespace"))
        try bench.write("the cat sat\n", to: "p.txt")
        #expect(try !bench.gram("ingest", "p.db", "p.txt").errors.contains("whitespace"))
    }

    // MARK: Vocabularies

    private static let cafe =
        "The Café is open. The Dog sleeps in the café.\nA dog and a cat met at the Café.\nThe cat slept.\n"

    /// Decoding, case and normalization are the corpus's own.
    @Test func aVocabularyIsSpelledAsTheCorpusIs() throws {
        let bench = try Workbench()
        try bench.write(Self.cafe, to: "cafe.txt")
        for (name, words, unknown, perplexity) in [
            ("nfd", "The\nCafe\u{301}\nDOG\n", 12, 4.0191), ("bom", "\u{FEFF}the\ncat\ndog\n", 13, 3.7750),
            ("twice", "the\nTHE\ncat\n<unk>\ndog\n", 13, 3.7750),
        ] {
            try bench.write(words, to: "\(name).txt")
            expectDone(try bench.gram("ingest", "\(name).db", "--train", "cafe.txt", "--vocabulary", "\(name).txt"))
            expectDone(try bench.gram("ingest", "min.db", "--train", "cafe.txt", "--min-count", "1"))
            for arguments in [["\(name).db"], ["min.db", "--vocabulary", "\(name).txt"]] {
                let run = try bench.start(
                    Workbench.gram,
                    ["perplexity"] + arguments + ["--split", "train", "--model", "laplace:1", "--format", "json"]
                ).result()
                let row = try #require(run.rows.first)
                #expect(row["out_of_vocabulary"] as? Int == unknown)
                #expect(abs(try #require(row["perplexity"] as? Double) - perplexity) < 5e-5)
            }
        }
    }

    @Test func aListOfCountsIsNoVocabulary() throws {
        let bench = try Workbench()
        try bench.write(Self.cafe, to: "cafe.txt")
        try bench.write("the\t500\ncat\t20\n", to: "counts.txt")
        try bench.write("der\nHund\nthe\n", to: "german.txt")
        expectDone(try bench.gram("ingest", "there.db", "--train", "cafe.txt"))
        for command in [
            ["ingest", "v.db", "--train", "cafe.txt"], ["perplexity", "there.db", "--model", "laplace:1"],
        ] {
            func run(_ file: String) throws -> Run {
                try bench.start(Workbench.gram, command + ["--vocabulary", file]).result()
            }
            expectError(
                try run("counts.txt"), 65, naming: "2 of the 2 lines", "'the 500', 'cat 20'", "counts", "cut -f 1")
            expectError(try run("german.txt"), 65, naming: "none of 2 of the 3 words", "'der', 'hund'")
        }
        #expect(try !bench.files.contains("v.db"))
    }

    @Test func oneFileInTwoSplitsIsTwoDocuments() throws {
        let bench = try Workbench()
        try bench.write("some kids hear the river\nthe bird wants the cat\n", to: "toy.txt")
        let run = try bench.gram("ingest", "toy.db", "--train", "toy.txt", "--test", "./toy.txt", "--format", "json")
        expectDone(run)
        #expect(run.errors.contains("train:toy.txt"))
        let info = try bench.gram("info", "toy.db", "--format", "json").output
        #expect(info.contains("\"train:toy.txt\"") && info.contains("\"test:toy.txt\""))
        for split in ["train", "test"] {
            let rows = try bench.gram("frequencies", "toy.db", "the", "--split", split, "--format", "json").rows
            #expect(rows.first?["count"] as? Int == 3)
        }
        #expect(
            try bench.gram("ingest", "toy.db", "--train", "toy.txt", "--test", "toy.txt").errors.contains("skipped"))
    }
}
