internal import Foundation
internal import Testing

/// Subwords from the command: training, files of other tools, and what every command makes of them.
@Suite struct SubwordCommandTests {
    private static let book = Workbench.package.appending(path: "Corpora/ferry-book.txt").path

    /// A database of subwords, made once for all that only read it.
    private static let made: Result<Workbench, any Error> = Result {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "book.db", book, "--tokens", "bpe:600"))
        return bench
    }

    private func bench() throws -> Workbench { try Self.made.get() }

    @Test func ingestSaysWhatWasTrained() throws {
        let bench = try Workbench()
        let run = try bench.gram("ingest", "a.db", Self.book, "--tokens", "bpe:600")
        expectDone(run)
        #expect(run.errors.contains("bpe:600 was trained on the train split: 600 subwords\n"))
        #expect(run.output.contains("vocabulary of models: all subwords"))
        try bench.write("abab\nabab\n", to: "small.txt")
        let small = try bench.gram("ingest", "b.db", "small.txt", "--tokens", "bpe:600")
        #expect(
            small.errors.contains(
                "bpe:600 was trained on the train split: 258 subwords; no other pair stands there twice"))
    }

    @Test func textsAreShownAsTheyAreCut() throws {
        let rows = try bench().gram("tokenize", "book.db", "The ferry <0xC3>é", "--format", "json").rows
        let tokens = rows.compactMap { $0["token"] as? String }
        #expect(tokens.starts(with: ["The", " ferry"]) && tokens.suffix(2) == ["<0xC3>", "<0xA9>"])
        #expect(tokens.count { $0 == "<0xC3>" } == 1)
        #expect(rows.compactMap { $0["source"] as? String }.prefix(2) == ["The", "ferry"])
        // A space is seen on a terminal.
        #expect(try bench().gram("frequencies", "book.db", "--limit", "5").output.contains("␠the"))
    }

    @Test func wordsOfQueriesAreFoundBehindSpacesAndElsewhere() throws {
        let bench = try bench()
        let rows = try bench.gram("frequencies", "book.db", "ferry", "--format", "json").rows
        let found = rows.compactMap { $0["ngram"] as? [String] }
        #expect(found.contains([" ferry"]))
        let lines = try bench.gram("concordance", "book.db", "ferry", "--limit", "0", "--format", "json").rows
        #expect(lines.count > 5)
        #expect(lines.allSatisfy { ($0["node"] as? String)?.lowercased() == "ferry" })
        #expect(try bench.gram("concordance", "book.db", "ferry").output.contains(" the ferry book"))
        let text = try String(contentsOfFile: Self.book, encoding: .utf8)
        #expect(lines.count == text.components(separatedBy: "ferry").count - 1)
    }

    /// Every occurrence is found once, whether or not the space before it is a token of its own; what is several tokens of
    /// bytes is found too, or is not there.
    @Test(arguments: ["bpe:256", "bpe:300", "bpe:600"]) func aPlaceIsFoundOnce(tokens: String) throws {
        let bench = try Workbench()
        let text = "Noir café. Le café naïf est noir ; un Café noir, naïve et noire.\nX ou x\n"
        try bench.write(text, to: "c.txt")
        expectDone(try bench.gram("ingest", "c.db", "c.txt", "--tokens", tokens, "--shares", "1,0,0"))
        for word in ["noir", "café", "naï", "é", "ï", "X", "Le", "的", "😀", "▁the"] {
            let run = try bench.gram("concordance", "c.db", word, "--limit", "0", "--format", "json")
            let expected = text.components(separatedBy: word).count - 1
            guard expected > 0 else {
                #expect(run.status != 132 && run.status < 128, "\(word)")
                continue
            }
            let rows = try run.rows
            // A subword may begin or end inside a word: what is found is at most every occurrence, each once.
            #expect(run.status == 0 && rows.count <= expected, "\(word) of \(tokens): \(rows.count)")
            let places = rows.map { "\($0["segment"] ?? "") \($0["left"] ?? "")" }
            #expect(Set(places).count == places.count, "\(word) of \(tokens)")
            if tokens == "bpe:256" { #expect(rows.count == expected, "\(word)") }
        }
    }

    /// A word behind others is asked for with the space that stands before it there.
    @Test func wordsGoOnBehindTheirContext() throws {
        func words(_ arguments: String...) throws -> [String] {
            try bench().start(Workbench.gram, ["probability", "book.db"] + arguments + ["--format", "json"]).result()
                .rows.compactMap { $0["word"] as? String }
        }
        #expect(try Set(words("the", "--given", "on", "--model", "mkn:2")) == [" the"])
        #expect(try Set(words("The", "--given", "<s>", "--model", "mkn:2")) == ["The"])
        #expect(try words("Zyx", "--given", "the", "--model", "mkn:2").last == " Zyx")
    }

    /// Words, characters and subwords of one text are compared by the bits of a character.
    @Test func kindsOfTokensStandInOneComparison() throws {
        let bench = try Workbench()
        try bench.write(String(contentsOfFile: Self.book, encoding: .utf8), to: "book.txt")
        for (name, options) in [
            ("w", ["--keep-punctuation", "--case", "preserve"]),
            ("c", ["--tokens", "characters", "--case", "preserve"]),
            ("s", ["--tokens", "bpe:500", "--white-space", "collapse", "--normalize", "nfc"]),
        ] {
            expectDone(
                try bench.start(
                    Workbench.gram,
                    ["ingest", "\(name).db", "--train", "book.txt", "--valid", "book.txt", "--test", "book.txt"]
                        + options
                ).result())
        }
        let run = try bench.gram(
            "compare", "w.db", "c.db", "s.db", "--model", "mkn:3", "--format", "json")
        expectDone(run)
        let bits = try run.rows.compactMap { $0["bits_per_character"] as? Double }
        #expect(bits.count >= 3 && bits.allSatisfy { $0 > 0 && $0 < 8 })
        let characters = Set(try run.rows.compactMap { $0["characters"] as? Int })
        #expect(characters.count <= 1)
    }

    @Test func modelsKeepTheirSubwords() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "a.db", Self.book, "--tokens", "bpe:400"))
        expectDone(try bench.gram("train", "a.db", "three", "--ngram", "mkn:3"))
        for file in ["three.arpa", "three.gram"] { expectDone(try bench.gram("export", "a.db", "three", file)) }
        let line = "The ferry was late. Ça va <0xC3>?\n"
        func likelihood(_ place: String, _ model: String...) throws -> Double {
            let run = try bench.start(
                Workbench.gram, ["score", place, "--format", "json"] + model.flatMap { ["--model", $0] },
                input: Data(line.utf8)
            ).result()
            expectDone(run)
            return try #require(run.rows.first?["log10_likelihood"] as? Double)
        }
        let own = try likelihood("a.db", "three")
        #expect(try abs(likelihood("three.gram") - own) < 1e-4)
        #expect(try abs(likelihood("three.arpa") - own) < 1e-4)
        expectDone(try bench.gram("import", "new.db", "imported", "three.arpa"))
        #expect(try abs(likelihood("new.db", "imported") - own) < 1e-4)
        // What is generated is text, with no sign of how it was cut.
        let text = try bench.gram("generate", "a.db", "--model", "three", "--prompt", "The ferry", "--length", "40")
        #expect(text.output.hasPrefix("The ferry") && !text.output.contains("<0x") && !text.output.contains("␠"))
    }

    @Test func networksLearnSubwords() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "a.db", Self.book, "--tokens", "bpe:400"))
        expectDone(try bench.gram("train", "a.db", "net", "--hidden", "16", "--epochs", "1"))
        let rows = try bench.gram("surprisal", "a.db", "The ferry was late.", "--model", "net", "--format", "json").rows
        #expect(rows.compactMap { $0["word"] as? String }.starts(with: ["The", "ferry", "was", "late."]))
    }

    @Test func aDatabaseOrAFileGivesItsSubwords() throws {
        let bench = try bench()
        let folder = try Workbench()
        try folder.write("The ferry is late.\n", to: "t.txt")
        let database = bench.path("book.db")
        expectDone(try folder.gram("ingest", "other.db", "--train", "t.txt", "--tokens", database))
        func tokens(_ path: String) throws -> [String?] {
            try folder.gram("tokenize", path, "A ferry, again ½", "--format", "json").rows.map {
                $0["token"] as? String
            }
        }
        #expect(try tokens("other.db") == tokens(database))
        try folder.write(
            """
            {"added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
             "model": {"type": "BPE", "vocab": {"T": 0, "h": 1, "e": 2, "Th": 3, "The": 4}, "merges": ["T h", "Th e"]}}
            """, to: "tokenizer.json")
        let run = try folder.gram("ingest", "json.db", "--train", "t.txt", "--tokens", "tokenizer.json")
        expectDone(run)
        #expect(try folder.gram("info", "json.db").output.contains("tokenizer.json"))
        let cut = try folder.gram("tokenize", "json.db", "The hex", "--format", "json").rows
        #expect(cut.map { $0["token"] as? String } == ["The", "<unk>", "h", "e", "<unk>"])
    }

    @Test func whatCannotBeHadIsTold() throws {
        let bench = try Workbench()
        try bench.write("a b\n", to: "t.txt")
        try bench.write(#"{"model": {"type": "WordPiece"}}"#, to: "bert.json")
        expectDone(try bench.gram("ingest", "words.db", "t.txt"))
        func expect(_ tokens: String, _ code: Int32, _ fact: String) throws {
            expectError(try bench.gram("ingest", "x.db", "t.txt", "--tokens", tokens), code, naming: fact)
        }
        try expect("wrods", 66, "no tokens 'wrods'")
        for size in ["", "0", "255", "1000001", "8k", "-1"] {
            try expect("bpe:\(size)", 64, "no vocabulary of \(size) subwords")
        }
        try expect("t.txt", 65, "t.txt: it is no tokenizer")
        try expect("bert.json", 65, "bert.json: it asks for a model of kind WordPiece, which is not supported")
        try expect("words.db", 65, "words.db has no subwords")
        expectError(try bench.gram("ingest", "words.db", "t.txt", "--tokens", "bpe:300"), 65, naming: "--tokens words")
        try bench.write("", to: "large.json")
        try FileHandle(forWritingTo: bench.folder.appending(path: "large.json")).truncate(atOffset: 1 << 30)
        try expect("large.json", 65, "large.json: it has more than 67,108,864 bytes")
        expectError(
            try bench.gram("ingest", "y.db", "t.txt", "--tokens", "bpe:300", "--hyphens", "keep"), 64,
            naming: "--hyphens has no effect")
        #expect(try !bench.files.contains("x.db"))
    }
}
