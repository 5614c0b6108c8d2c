internal import Foundation
internal import GRDB
internal import Testing

/// What somebody new does who types a name wrong, gives a text twice, or asks for a word that nobody knows.
@Suite struct FirstUseTests {
    @Test func copiesUnderAnotherNameAreSaid() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write(tale, to: "copy.txt")
        try bench.write(tale, to: "again.txt")
        let run = try bench.gram("ingest", database, "copy.txt", "again.txt")
        expectDone(run)
        #expect(run.errors.contains("copy.txt has the same text as tale.db.txt, and 1 more are such copies"))
        // In one ingest too.
        let both = try bench.gram("ingest", "new.db", "copy.txt", "again.txt")
        #expect(both.errors.contains("again.txt has the same text as copy.txt: "), "\(both.errors)")
        #expect(try !bench.gram("ingest", "other.db", "copy.txt").errors.contains("same text"))
    }

    @Test func filesThatLookLikeOptions() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "-dash.txt")
        expectError(try bench.gram("ingest", "new.db", "-dash.txt"), 64, naming: "./-dash.txt")
        expectDone(try bench.gram("ingest", "new.db", "./-dash.txt"))
        expectDone(try bench.gram("ingest", "newer.db", "--", "-dash.txt"))
    }

    @Test func helpOfWhatIsNoCommand() throws {
        let bench = try Workbench()
        expectError(try bench.gram("help", "inges"), 64, naming: "inges", "ingest")
        #expect(try bench.gram("help", "ingest").output.contains("Read texts into a database"))
        expectDone(try bench.gram("help"))
    }

    @Test func wordsThatAModelDoesNotKnow() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "saved", "--ngram", "mkn:2"))
        for model in ["mkn:2", "laplace:2", "saved"] {
            for command in [["probability", "--given", "dragon", database, "fox"], ["next", database, "dragon"]] {
                let run = try bench.start(Workbench.gram, command + ["--model", model]).result()
                expectDone(run)
                #expect(run.output.contains("dragon is <unk> to \(model)"), "\(run.output)")
            }
        }
        let written = try bench.gram("generate", database, "--model", "mkn:2", "--prompt", "dragon the fox")
        #expect(written.errors.contains("mkn:2 reads <unk> for dragon"), "\(written.errors)")
        let known = try bench.gram("generate", database, "--model", "mkn:2", "--prompt", "the fox")
        #expect(!known.errors.contains("<unk> for"))
    }

    @Test func vocabularyOfACorpusInItsOwnWords() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try bench.gram("ingest", database, "-", "--min-count", "5", input: "more\n")
        expectError(run, 65, naming: "min-count 2", "min-count 5")
        #expect(!run.errors.contains("min_count"))
    }

    @Test func aTextOfUnreadableLines() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write(Data("\u{FF}\n".unicodeScalars.map { UInt8($0.value) } + [0xFE, 0x0A]), to: "bad.txt")
        let run = try bench.gram(
            "perplexity", database, "--model", "laplace:1", "--file", "bad.txt", "--on-error", "null")
        expectError(run, 65, naming: "bad.txt", "2 of its lines", "--on-error fail")
    }

    /// An item is a line of the file, and lines end where they do everywhere.
    @Test func itemsAreTheLinesOfTheFile() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write(
            Data("the fox\rran to\nthe hen\r\n".utf8) + [0xFF, 0x0A] + Data("the mill\n".utf8), to: "l.txt")
        let run = try bench.gram(
            "surprisal", database, "--model", "laplace:1", "--file", "l.txt", "--each-line", "--on-error", "null",
            "--format", "json")
        expectDone(run)
        let rows = try run.rows
        #expect(Set(rows.compactMap { $0["item"] as? String }) == ["1", "2", "3", "4"])
        let words = rows.filter { $0["item"] as? String == "1" }.compactMap { $0["word"] as? String }
        #expect(words == ["the", "fox", "ran", "to"])
        #expect(rows.filter { $0["item"] as? String == "3" }.allSatisfy { $0["surprisal_bits"] is NSNull })
    }

    /// The network that a comparison made for itself is made again when its text has changed.
    @Test func aComparisonRenewsItsOwnNetwork() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let compare = ["compare", database, "--resamples", "100", "--no-breakdowns", "--time-limit", "1s"]
        expectDone(try bench.start(Workbench.gram, compare).result())
        expectDone(try bench.gram("ingest", database, "-", "--name", "more", input: "the fox and the hen\n"))
        let again = try bench.start(Workbench.gram, compare).result()
        expectDone(again)
        #expect(again.errors.contains("the network tiny is stale: training it anew"), "\(again.errors)")
        #expect(again.output.contains("tiny"))
        #expect(try !bench.gram("info", database).output.contains("stale"))
        // The preset of another time does not change what a name stands for.
        expectDone(try bench.gram("ingest", database, "-", "--name", "yet more", input: "the hen and the fox\n"))
        let other = try bench.start(Workbench.gram, compare + ["--preset", "small", "--seed", "7"]).result()
        expectDone(other)
        #expect(other.errors.contains("the network tiny is stale: training it anew"), "\(other.errors)")
        let settings = try DatabaseQueue(path: bench.path(database)).read {
            try String.fetchAll($0, sql: "SELECT settings FROM model WHERE kind = 'network'")
        }
        #expect(settings.count == 1)
        #expect(settings[0].contains("\"cell\":\"gru\"") && settings[0].contains("\"seed\":1,"), "\(settings)")
        // One that a user trained is the user's: what makes it anew is said.
        expectDone(
            try bench.gram(
                "train", "tale.db", "tiny", "--preset", "tiny", "--time-limit", "1s", "--replace", "--quiet"))
        expectDone(try bench.gram("ingest", database, "-", "--name", "most", input: "the miller and the hen\n"))
        let own = try bench.start(Workbench.gram, compare).result()
        expectDone(own)
        #expect(own.errors.contains("gram train tale.db tiny"), "\(own.errors)")
    }
}
