internal import Foundation
internal import Testing

@Suite struct SurprisalTests {
    /// With a forward and a backward network and n-gram model, for all: a test here changes nothing.
    static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        for options in [["net"], ["back", "--reverse"], ["forgetful", "--state", "reset"]] {
            let trained = try bench.start(
                Workbench.gram,
                ["train", "DB"] + options
                    + ["--hidden", "8", "--embedding", "8", "--epochs", "1", "--batch", "2", "--steps", "5"]
            ).result()
            try #require(trained.status == 0, "\(trained.errors)")
        }
        expectDone(try bench.gram("train", "DB", "forth", "--ngram", "mkn:3"))
        expectDone(try bench.gram("train", "DB", "nk", "--ngram", "mkn:3", "--reverse"))
        expectDone(try bench.gram("ingest", "chars.db", "DB.txt", "--tokens", "characters"))
        try bench.write(
            "the fox ran to the mill\nthe hen looked at the hill\nthe miller spoke of the moon\n", to: "text")
        return bench
    }

    static func run(_ arguments: String..., input: String = "") throws -> Run {
        try bench.get().start(Workbench.gram, ["surprisal"] + arguments, input: Data(input.utf8)).result()
    }

    static func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? .nan }

    /// Rows are printed as they come in the formats of rows alone, and are those of the whole result.
    @Test(arguments: [[], ["--each-line"], ["--each-line", "--segment-ends"]])
    func rowsThatComeOneByOneAreThoseOfTheObject(options: [String]) throws {
        let bench = try Self.bench.get()
        func run(_ format: String) throws -> Run {
            try bench.start(
                Workbench.gram,
                ["surprisal", "DB", "--file", "text", "--model", "mkn:3,net", "--format", format] + options
            ).result()
        }
        let object = try run("json")
        let whole = try #require(JSONSerialization.jsonObject(with: Data(object.output.utf8)) as? [String: Any])
        let rows = try #require(whole["rows"] as? [NSDictionary])
        let lines = try run("jsonl")
        let streamed = try lines.lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary)
        }
        #expect(streamed == rows && !rows.isEmpty)
        // What is said of them is the same, too.
        #expect(lines.errors.contains("each item is read afresh"))
        let table = try run("tsv")
        #expect(table.lines.count == rows.count + 1 && table.lines[0].hasPrefix("model\titem\tsegment"))
    }

    @Test(arguments: ["mkn:3", "laplace:2", "net", "back", "forgetful", "nk", "mkn:2+cache", "mkn:2+net", "mkn:2+back"])
    func eventsAreThoseOfPerplexity(model: String) throws {
        let bench = try Self.bench.get()
        let run = try Self.run("DB", "--file", "text", "--model", model, "--segment-ends", "--format", "tsv")
        try #require(run.status == 0, "\(run.errors)")
        let judged = try bench.gram(
            "perplexity", "DB", "--file", "text", "--model", model, "--tokens-out", "-", "--quiet")
        func fields(_ line: some StringProtocol) -> [String] { line.components(separatedBy: "\t") }
        let events = judged.output.split(separator: "\n").filter { $0.hasPrefix("text\t") }.map(fields)
        let header = fields(run.lines[0])
        let rows = run.lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, fields($0))) }
        #expect(rows.count == 21 && events.count == 21)
        for (row, event) in zip(rows, events) {
            // document, segment, position, token, in_vocabulary, model, log10_probability, surprisal_bits
            let keys = ["segment", "position", "word", "in_vocabulary", "model"]
            #expect(keys.map { row[$0] } == Array(event[1...5]))
            #expect(row["surprisal_bits"] == event[7])
            #expect(row["in_vocabulary"] == "true" && row["spelling_bits"] == "0.0")
        }
    }

    @Test(arguments: ["mkn:3", "net", "back", "mkn:2+cache+net"])
    func itemsBeginAnewAndSumToTheirTexts(model: String) throws {
        let bench = try Self.bench.get()
        let texts = ["the fox ran to the hen", "a very old miller looked at the moon", "the fox ran to the hen"]
        try bench.write("item,sentence\n" + texts.enumerated().map { "\($0 + 1),\($1)\n" }.joined(), to: "\(model).csv")
        let rows = try Self.run("DB", "--file", "\(model).csv", "--model", model, "--segment-ends", "--format", "json")
            .rows
        for (number, text) in texts.enumerated() {
            let bits = rows.filter { $0["item"] as? String == String(number + 1) }
                .map { Self.number($0["surprisal_bits"]) }
            let whole = try bench.gram("perplexity", "DB", "--text", text, "--model", model, "--format", "json").rows[0]
            let wanted = -Self.number(whole["log10_likelihood"]) / log10(2)
            #expect(bits.count == whole["events"] as? Int)
            #expect(abs(bits.reduce(0, +) - wanted) < 1e-9 * wanted)
        }
        let (first, third) = (
            rows.filter { $0["item"] as? String == "1" }, rows.filter { $0["item"] as? String == "3" }
        )
        #expect(first.map { Self.number($0["surprisal_bits"]) } == third.map { Self.number($0["surprisal_bits"]) })
    }

    /// One sentence a row, one word a row, a text of lines, standard input, TSV as R quotes it: the same rows.
    @Test func allFormsOfInputAreOne() throws {
        let bench = try Self.bench.get()
        let sentences = ["1": "The fox, ran to the mill!", "2": "the hen looked at the well-known hill"]
        func file(_ lines: [String], _ name: String) throws -> String {
            try bench.write(lines.joined(separator: "\n") + "\n", to: name)
        }
        let items = sentences.keys.sorted()
        let words = items.flatMap { item in sentences[item]!.split(separator: " ").map { (item, String($0)) } }
        let forms: [[String]] = [
            ["--file", try file(["item,sentence"] + items.map { "\($0),\"\(sentences[$0]!)\"" }, "a.csv")],
            ["--file", try file(["item;text"] + items.map { "\($0);\(sentences[$0]!)" }, "semicolons.csv")],
            ["--file", try file(["Item\tSentence\r"] + items.map { "\($0)\t\(sentences[$0]!)\r" }, "b.tsv")],
            [
                "--file",
                try file(["\"item\"\t\"text\""] + items.map { "\"\($0)\"\t\"\(sentences[$0]!)\"" }, "quoted.tsv"),
            ],
            ["--file", try file(["item,word"] + words.map { "\($0),\"\($1)\"" }, "c.csv")],
            ["--file", try file(["item\tword"] + words.map { "\($0)\t\($1)" }, "no-ending")],
            [
                "--file", try file(["token,trial"] + words.map { "\"\($1)\",\($0)" }, "d.csv"), "--word-column",
                "token",
                "--item-column", "trial",
            ],
            ["--file", try file(items.map { sentences[$0]! }, "lines.txt"), "--each-line"],
        ]
        func rows(_ options: [String], input: String = "") throws -> NSArray {
            let run = try bench.start(
                Workbench.gram, ["surprisal", "DB", "--model", "net,mkn:3", "--format", "json"] + options,
                input: Data(input.utf8)
            ).result()
            try #require(run.status == 0, "\(run.errors)")
            return try run.rows as NSArray
        }
        let wanted = try rows(forms[0])
        #expect(wanted.count == 2 * words.count)
        #expect((wanted as? [[String: Any]])?.prefix(2).map { $0["word"] as? String } == ["The", "fox,"])
        for form in forms.dropFirst() { #expect(try rows(form) == wanted, "\(form)") }
        let input = try String(contentsOfFile: bench.path("c.csv"), encoding: .utf8)
        #expect(try rows(["--file", "-"], input: input) == wanted)
    }

    @Test func aWordOfSeveralTokensIsTheirSum() throws {
        let whole = try Self.run("DB", "the fox-miller ran — to", "--model", "mkn:3", "--format", "json").rows
        #expect(whole.map { $0["word"] as? String } == ["the", "fox-miller", "ran", "—", "to"])
        let parts = try Self.run("DB", "the fox miller ran to", "--model", "mkn:3", "--format", "json").rows
        let bits = parts.map { Self.number($0["surprisal_bits"]) }
        #expect(abs(Self.number(whole[1]["surprisal_bits"]) - bits[1] - bits[2]) < 1e-12)
        #expect(Self.number(whole[1]["entropy_bits"]) == Self.number(parts[1]["entropy_bits"]))
        #expect(Self.number(whole[2]["surprisal_bits"]) == bits[3])
        for key in ["surprisal_bits", "entropy_bits", "in_vocabulary", "spelling_bits", "count", "per_million"] {
            #expect(whole[3][key] is NSNull, "a dash is no token: \(key)")
        }
        #expect(whole[1]["count"] as? Int == 0)
    }

    @Test func anUnknownWordCostsItsSpellingOrIsNull() throws {
        let rows = try Self.run("DB", "the dragon ran", "--model", "mkn:3,net", "--format", "json").rows
        for row in rows where row["word"] as? String == "dragon" {
            #expect(row["in_vocabulary"] as? Bool == false && row["count"] as? Int == 0)
            let (bits, spelling) = (Self.number(row["surprisal_bits"]), Self.number(row["spelling_bits"]))
            // A character costs what a letter does, and the end.
            #expect(spelling > 6 && bits > spelling)
        }
        #expect(rows.count { $0["word"] as? String == "dragon" } == 2)
        let run = try Self.run("DB", "the dragon ran", "--model", "mkn:3", "--unknown", "null", "--format", "json")
        #expect(try run.rows[1]["surprisal_bits"] is NSNull)
        #expect(try run.rows[1]["spelling_bits"] is NSNull)
        #expect(Self.number(try run.rows[2]["surprisal_bits"]) == Self.number(rows[2]["surprisal_bits"]))
        #expect(run.errors.isEmpty || run.errors.contains("outside its vocabulary"))
        // Less the spelling it is the event of perplexity.
        let judged = try Self.bench.get().gram(
            "perplexity", "DB", "--text", "the dragon ran", "--model", "mkn:3", "--tokens-out", "-", "--quiet")
        let line = try #require(judged.output.split(separator: "\n").first { $0.contains("\tdragon\t") })
        let bare = try #require(Double(line.split(separator: "\t")[7]))
        let charged = Self.number(rows[1]["surprisal_bits"]) - Self.number(rows[1]["spelling_bits"])
        #expect(abs(charged - bare) < 1e-9)
    }

    @Test func entropyIsWithinItsBounds() throws {
        let bench = try Self.bench.get()
        let size =
            try bench.gram("perplexity", "DB", "--model", "mkn:3", "--format", "json")
            .rows[0]["vocabulary_size"] as! Int
        let rows = try Self.run(
            "DB", "--file", "text", "--model", "mkn:3,net,nk,mkn:2+net,lidstone:1:1e15", "--format", "json"
        )
        .rows
        for row in rows {
            let entropy = Self.number(row["entropy_bits"])
            #expect(entropy >= 0 && entropy <= log2(Double(size)) + 1e-9)
            if row["model"] as? String == "lidstone:1:1e+15" { #expect(abs(entropy - log2(Double(size))) < 1e-6) }
        }
    }

    @Test func countsAreThoseOfTrain() throws {
        let bench = try Self.bench.get()
        let rows = try Self.run("DB", "--file", "text", "--model", "laplace:1", "--format", "json").rows
        for row in rows {
            let looked = try bench.gram(
                "frequencies", "DB", row["word"] as! String, "--split", "train", "--format", "json"
            ).rows[0]
            #expect(row["count"] as? Int == looked["count"] as? Int)
            #expect(abs(Self.number(row["per_million"]) - Self.number(looked["per_million"])) < 1e-9)
        }
        // Among characters a word's count is that of the word, not of the letters within others.
        let characters = try Self.run("chars.db", "the he ran", "--model", "mkn:3", "--format", "json").rows
        #expect(characters.map { $0["word"] as? String } == ["the", "he", "ran"])
        #expect(Self.number(characters[0]["count"]) > 40 && characters[1]["count"] as? Int == 0)
        let sum = characters.reduce(0) { $0 + Self.number($1["surprisal_bits"]) }
        let ends = try Self.run("chars.db", "the he ran", "--model", "mkn:3", "--format", "json", "--segment-ends").rows
        let whole = try bench.gram(
            "perplexity", "chars.db", "--text", "the he ran", "--model", "mkn:3", "--format", "json"
        )
        .rows[0]
        let wanted = -Self.number(whole["log10_likelihood"]) / log10(2)
        #expect(abs(sum + Self.number(ends[3]["surprisal_bits"]) - wanted) < 1e-9 * wanted)
    }

    @Test func otherColumnsComeOutAgain() throws {
        let bench = try Self.bench.get()
        try bench.write(
            "item,condition,word,position,rt\n1,a,the,7,250\n1,a,fox,8,310\n1,b,the,7,251\n1,b,hen,8,333\n",
            to: "rt.csv")
        let run = try Self.run("DB", "--file", "rt.csv", "--model", "net", "--format", "json")
        expectDone(run)
        let rows = try run.rows
        #expect(rows.map { $0["rt"] as? String } == ["250", "310", "251", "333"])
        #expect(rows.map { $0["condition"] as? String } == ["a", "a", "b", "b"])
        #expect(rows.map { $0["stimulus_position"] as? String } == ["7", "8", "7", "8"])
        // Another condition of an item is a text of its own.
        #expect(rows.map { $0["position"] as? Int } == [1, 2, 1, 2])
        #expect(Self.number(rows[0]["surprisal_bits"]) == Self.number(rows[2]["surprisal_bits"]))
        let table = try Self.run("DB", "--file", "rt.csv", "--model", "net", "--format", "tsv")
        #expect(table.lines[0].hasSuffix("entropy_bits\tcondition\tstimulus_position\trt"))
    }

    /// Rows of an item that follow each other are one text: a network remembers the rows before.
    @Test func stateIsCarriedWithinAnItem() throws {
        let bench = try Self.bench.get()
        let (one, two) = ("the fox ran to the mill", "the hen looked at the hill")
        try bench.write("item,sentence\ns,\(one)\ns,\(two)\n", to: "story.csv")
        try bench.write("item,sentence\ns,\(one)\nt,\(two)\n", to: "apart.csv")
        func bits(_ file: String, _ model: String) throws -> [Double] {
            try Self.run("DB", "--file", file, "--model", model, "--format", "json").rows
                .map { Self.number($0["surprisal_bits"]) }
        }
        #expect(try bits("story.csv", "net").prefix(6) == bits("apart.csv", "net").prefix(6))
        #expect(try bits("story.csv", "net").suffix(6) != bits("apart.csv", "net").suffix(6))
        for model in ["forgetful", "mkn:3"] { #expect(try bits("story.csv", model) == bits("apart.csv", model)) }
        let rows = try Self.run("DB", "--file", "story.csv", "--model", "net", "--format", "json").rows
        #expect(rows.map { $0["segment"] as? Int } == Array(repeating: 1, count: 6) + Array(repeating: 2, count: 6))
    }

    @Test func modelsStandBesideEachOther() throws {
        let run = try Self.run("DB", "the dragon ran", "--model", "mkn:3,net,nk")
        expectDone(run)
        let lines = run.lines
        #expect(lines[0].split(separator: " ") == ["word", "count", "per", "million", "mkn:3", "net", "nk"])
        #expect(lines.count { $0.hasPrefix("dragon") } == 1)
        #expect(run.output.contains("unknown to mkn:3: dragon"))
        #expect(run.errors.contains("reset between items"))
    }

    @Test(arguments: ["Thai", "Chinese"]) func scriptsWithoutSpacesAreCutAtTokens(script: String) throws {
        let bench = try Workbench()
        let lines = script == "Thai" ? ["แมวกินปลา", "หมากินข้าว"] : ["我喜欢猫。", "他喜欢狗。"]
        let database = try bench.database(String(repeating: lines.joined(separator: "\n") + "\n", count: 6))
        let tokens = try bench.gram("tokenize", database, lines[0], "--format", "json").rows.count
        let run = try bench.gram("surprisal", database, lines[0], "--model", "mkn:2", "--format", "json")
        expectDone(run)
        let words = try run.rows.compactMap { $0["word"] as? String }
        #expect(words.count == tokens && tokens > 1)
        #expect(words.joined() == lines[0])
    }

    @Test(arguments: [
        ("no-text.csv", "item,region\n1,2\n", "no column for a text", "region"),
        ("no-item.csv", "region,word\n1,fox\n", "no column for an item", "region"),
        ("both.csv", "item,sentence,word\n1,the fox,fox\n", "--word-column", "sentence"),
        ("empty.csv", "", "is empty", "header"), ("header.csv", "item,sentence\n", "no row", "header"),
        ("hole.csv", "item,sentence\n1,the fox\n2, \n", "line 3", "item 2 has no sentence"),
        ("ragged.csv", "item,sentence\n1,the fox, ran\n", "line 2", "3 fields"),
        ("open.csv", "item,sentence\n1,\"the fox\n", "line 2", "never ends"),
        ("silent.csv", "item,sentence\n1,the fox\n2,...\n", "item 2 has no tokens", "gram tokenize"),
        ("dots.txt", "...\n", "no tokens", "tokenizer"), ("nothing.txt", "", "no tokens", "tokenizer"),
        ("blank.txt", " \n\n", "no tokens", "tokenizer"),
        ("blank.tsv", "\n\n", "is empty", "header"),
    ]) func badStimuliAreExplained(name: String, text: String, fact: String, more: String) throws {
        try Self.bench.get().write(text, to: name)
        expectError(try Self.run("DB", "--file", name, "--model", "laplace:2"), 65, naming: name, fact, more)
        expectError(
            try Self.run("DB", "--file", name, "--model", "laplace:2", "--quiet", "--format", "json"), 65, naming: fact)
    }

    @Test(arguments: [
        ("--text-column nowhere", 65), ("--item-column nowhere", 65), ("--word-column nowhere", 65),
        ("--unknown zero", 64), ("--format xml", 64), ("--model nosuch", 64), ("--model stupid-backoff:3", 64),
        ("--text-column sentence --word-column sentence", 64), ("--each-line --item-column item", 64),
        ("--min-count 0", 64), ("extra", 64),
    ]) func badOptionsAreExplained(options: String, status: Int) throws {
        try Self.bench.get().write("item,sentence\n1,the fox\n", to: "good.csv")
        let run = try Self.bench.get().start(
            Workbench.gram,
            ["surprisal", "DB", "--file", "good.csv"] + options.split(separator: " ").map(String.init)
                + (options.contains("--model") ? [] : ["--model", "laplace:2"])
        ).result()
        expectError(run, Int32(status))
    }

    @Test func textOrFileIsWanted() throws {
        expectError(try Self.run("DB"), 64, naming: "--file")
        expectError(try Self.run("DB", "--file", "nowhere.csv"), 66, naming: "nowhere.csv")
        expectError(try Self.run("DB", "...", "--model", "laplace:2"), 65, naming: "no tokens")
        expectError(try Self.run("DB", "", "--model", "laplace:2"), 65, naming: "no tokens")
        expectError(try Self.run("DB", "the fox", "--item-column", "x"), 64)
    }
}
