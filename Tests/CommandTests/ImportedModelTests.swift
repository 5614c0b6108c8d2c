internal import Foundation
internal import Testing

/// A model from elsewhere is asked for the tokens it was made for, whatever else its database holds.
@Suite struct ImportedModelTests {
    private let arpa = """
        \\data\\
        ngram 1=6
        ngram 2=3

        \\1-grams:
        -1.5\t<unk>
        -99\t<s>\t-0.3
        -0.9\t</s>
        -0.7\tThe\t-0.25
        -0.6\tfox.\t-0.2
        -99\t<NOISE>

        \\2-grams:
        -0.3\t<s> The
        -0.5\tThe fox.
        -0.4\tfox. </s>

        \\end\\

        """

    private func values(_ bench: Workbench, _ arguments: String...) throws -> [String: Any] {
        let run = try bench.start(Workbench.gram, arguments + ["--format", "json"]).result()
        expectDone(run)
        return try #require(try run.rows.first)
    }

    @Test func textPutInBesideChangesNothing() throws {
        let bench = try Workbench()
        try bench.write(arpa, to: "x.arpa")
        try bench.write("The fox.\nThe fox. The hen\n", to: "l.txt")
        expectDone(try bench.gram("import", "f.db", "kenlm", "x.arpa"))
        func answers() throws -> [String] {
            try [
                ["perplexity", "f.db", "--model", "kenlm", "--file", "l.txt", "--tokens-out", "-"],
                ["generate", "f.db", "--model", "kenlm", "--prompt", "The fox.", "--length", "20"],
                ["next", "f.db", "The", "--model", "kenlm", "--format", "csv"],
                ["probability", "f.db", "fox.", "--given", "The", "--model", "kenlm", "--format", "csv"],
                ["export", "f.db", "kenlm", "-"],
            ].map { arguments in
                let run = try bench.start(Workbench.gram, arguments).result()
                expectDone(run)
                return run.output
            }
        }
        /// Words of the corpus are counted beside them, which text put in changes as it should.
        func surprisals() throws -> [Double] {
            let run = try bench.gram("surprisal", "f.db", "The fox. The hen", "--model", "kenlm", "--format", "json")
            return try run.rows.map { try #require($0["surprisal_bits"] as? Double) }
        }
        let (before, bits) = (try answers(), try surprisals())
        // The fox. </s> The fox. The <unk> </s>: what is not stored backs off.
        let row = try values(bench, "perplexity", "f.db", "--model", "kenlm", "--file", "l.txt")
        let sum = (-0.3 - 0.5 - 0.4) + (-0.3 - 0.5) + (-0.2 - 0.7) + (-0.25 - 1.5) - 0.9
        #expect(abs(try #require(row["log10_likelihood"] as? Double) - sum) < 1e-5)
        expectDone(try bench.gram("ingest", "f.db", "-", input: tale))
        let after = try answers()
        for (left, right) in zip(before, after) { #expect(left == right) }
        #expect(try surprisals() == bits)
        // What the corpus's own models are asked for is their own.
        let both = try bench.gram(
            "surprisal", "f.db", "The fox.", "--model", "kenlm,laplace:1", "--format", "csv")
        expectDone(both)
        #expect(both.output.contains("kenlm,1,1,1,The,true") && both.output.contains("laplace:1,1,1,1,The,true"))
        let info = try bench.gram("info", "f.db")
        #expect(
            info.output.contains("kenlm (ngram, imported, for tokens whitespace --normalize none --segments lines)"))
    }

    @Test func whatCannotBeRightIsRefused() throws {
        let bench = try Workbench()
        try bench.write(arpa, to: "x.arpa")
        let database = try bench.database()
        let imported = try bench.gram("import", database, "kenlm", "x.arpa")
        expectDone(imported)
        #expect(imported.errors.contains("--tokens corpus"))
        for command in [
            ["perplexity", database, "--model", "kenlm"], ["compare", database, "--model", "kenlm"],
            ["perplexity", database, "--model", "kenlm+laplace:1", "--text", "The fox."],
            ["generate", database, "--model", "laplace:1+kenlm"],
        ] {
            let run = try bench.start(Workbench.gram, command).result()
            #expect(run.status == 65)
            expectError(run, 65, naming: "other tokens", "whitespace", "words", "--tokens corpus")
        }
        // Without being named it is left out, and said to be.
        let run = try bench.gram("perplexity", database)
        expectDone(run)
        #expect(run.errors.contains("left out: 'kenlm'"))
        // Who knows that it was made of these tokens says so.
        expectDone(try bench.gram("import", database, "kenlm", "x.arpa", "--tokens", "corpus", "--replace"))
        expectDone(try bench.gram("perplexity", database, "--model", "kenlm"))
        expectDone(try bench.gram("perplexity", database, "--model", "kenlm", "--text", "The fox."))
        expectError(
            try bench.gram("import", "new.db", "kenlm", "x.arpa", "--tokens", "corpus"), 65, naming: "holds no text")
        #expect(!(try bench.files).contains("new.db"))
    }

    /// A corpus of tokens between white space has the tokens of such a model, whatever its segments are.
    @Test func aCorpusOfTheSameTokens() throws {
        let bench = try Workbench()
        try bench.write(arpa, to: "x.arpa")
        let database = try bench.database(tale, "--tokens", "whitespace", "--segments", "document")
        let imported = try bench.gram("import", database, "kenlm", "x.arpa", "--quiet")
        expectDone(imported)
        #expect(imported.errors.isEmpty)
        expectDone(try bench.gram("perplexity", database, "--model", "kenlm"))
    }

    @Test func exportedModelsNameTheirTokenizer() throws {
        let bench = try Workbench()
        let database = try bench.database(tale, "--tokens", "characters")
        expectDone(try bench.gram("export", database, "mkn:3", "m.arpa"))
        expectDone(try bench.gram("import", "new.db", "m", "m.arpa"))
        let text = ["--text", "The old fox", "--format", "json"]
        let rows = try [(database, "mkn:3"), ("new.db", "m")].map { database, model in
            try #require(
                try bench.start(Workbench.gram, ["perplexity", database, "--model", model] + text).result().rows.first)
        }
        #expect(rows[0]["events"] as? Int == 12 && rows[1]["events"] as? Int == 12)
        let values = try rows.map { try #require($0["perplexity"] as? Double) }
        #expect(abs(values[0] / values[1] - 1) < 1e-6)
    }

    @Test func impossibleEventsAreCountedAndLeftOut() throws {
        let bench = try Workbench()
        try bench.write(arpa, to: "x.arpa")
        expectDone(try bench.gram("import", "f.db", "kenlm", "x.arpa"))
        let row = try values(bench, "perplexity", "f.db", "--model", "kenlm", "--text", "The <NOISE> hen")
        // The, <NOISE> of probability 0, <unk>, </s>.
        #expect(row["zero_probability_events"] as? Int == 1 && row["out_of_vocabulary"] as? Int == 1)
        #expect(row["perplexity"] is NSNull && row["log10_likelihood"] is NSNull)
        let perplexity = try #require(row["perplexity_excluding_oov"] as? Double)
        #expect(abs(perplexity - pow(10, (0.3 + 0.9) / 2)) < 1e-5)
    }

    @Test func errorsNameTheFile() throws {
        let bench = try Workbench()
        try bench.write(arpa.replacingOccurrences(of: "-0.25", with: "2147483648"), to: "x.arpa")
        expectError(try bench.gram("import", "f.db", "x", "x.arpa"), 65, naming: "x.arpa: line 9", "above 1")
        try bench.write("{", to: "x.safetensors")
        let database = try bench.database()
        expectError(try bench.gram("import", database, "x", "x.safetensors"), 65, naming: "x.safetensors: ")
        expectError(
            try bench.gram("import", database, "x", "x.arpa", "--words", "database"), 64, naming: "--words")
        #expect(!(try bench.files).contains("f.db"))
    }

    /// Which word each row of a network's weights is, a file has to say, or who imports it.
    @Test func networksKeepTheirWords() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(
            try bench.gram(
                "train", database, "net", "--cell", "gru", "--hidden", "8", "--embedding", "4", "--epochs", "1"))
        expectDone(try bench.gram("export", database, "net", "net.safetensors"))
        // Without its metadata, as PyTorch's users write it.
        let bytes = [UInt8](try bench.read("net.safetensors"))
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        var header = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any])
        header["__metadata__"] = nil
        let json = [UInt8](try JSONSerialization.data(withJSONObject: header))
        try bench.write(
            Data((0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json + bytes[(8 + length)...]),
            to: "bare.safetensors")
        expectError(
            try bench.gram("import", database, "bare", "bare.safetensors"), 65, naming: "which word", "--words database"
        )
        expectDone(try bench.gram("import", database, "bare", "bare.safetensors", "--words", "database"))
        expectDone(try bench.gram("import", database, "named", "net.safetensors"))
        func answers() throws -> [Double] {
            try ["bare", "named"].map { model in
                let row = try values(
                    bench, "perplexity", database, "--model", model, "--text", "the old fox ran", "--state", "reset")
                return try #require(row["perplexity"] as? Double)
            }
        }
        let before = try answers()
        #expect(before[0] == before[1])
        expectDone(try bench.gram("ingest", database, "-", input: "ran a new miller to to the the\nnew new new\n"))
        #expect(try answers() == before)
        expectError(try bench.gram("perplexity", database, "--model", "net", "--text", "the"), 65, naming: "stale")
    }
}
