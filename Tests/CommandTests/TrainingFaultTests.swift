internal import Foundation
internal import GRDB
internal import Testing

/// What becomes of a training that is stopped, cut short, or begun with nonsense, and of networks damaged on the way.
@Suite struct TrainingFaultTests {
    private static let small = ["--hidden", "8", "--embedding", "4", "--batch", "4", "--steps", "8"]

    private func train(_ bench: Workbench, _ database: String, _ arguments: String...) throws -> Run {
        try bench.start(Workbench.gram, ["train", database, "net"] + Self.small + arguments).result()
    }

    /// The weights of a network, as a file.
    private func weights(_ bench: Workbench, _ database: String) throws -> Data {
        expectDone(try bench.gram("export", database, "net", "\(database).safetensors", "--force"))
        return try bench.read("\(database).safetensors")
    }

    @Test func interruptedItKeepsTheLastFinishedEpoch() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let running = try bench.start(
            Workbench.gram, ["train", database, "net", "--epochs", "1000000", "--schedule", "constant"] + Self.small)
        for _ in 0..<100 where try bench.gram("info", database, "--curve", "net").status != 0 { usleep(200_000) }
        kill(running.process.processIdentifier, SIGINT)
        #expect(try running.result().status == 130)
        let curve = try bench.gram("info", database, "--curve", "net", "--format", "json")
        expectDone(curve)
        let done = try curve.rows.count
        #expect(done >= 1)
        expectDone(try bench.gram("perplexity", database, "--model", "net"))
        let resumed = try bench.gram(
            "train", database, "net", "--resume", "--epochs", "\(done + 1)", "--format", "json")
        expectDone(resumed)
        #expect(try resumed.rows.count == done + 1)
    }

    /// Interrupted and run again, a comparison trains the network that it would have trained.
    @Test(arguments: [SIGINT, SIGKILL]) func aComparisonIsInterruptedWhileItTrains(signal: Int32) throws {
        let bench = try Workbench()
        let database = try bench.database(String(repeating: tale, count: 4), "--tokens", "characters")
        try bench.write(bench.read(database), to: "whole.db")
        func compare(_ database: String) throws -> Run {
            try bench.gram("compare", database, "--resamples", "100", "--format", "json")
        }
        func figures(_ run: Run) throws -> [String: Double] {
            try Dictionary(
                uniqueKeysWithValues: run.rows.map {
                    (try #require($0["model"] as? String), try #require($0["test_perplexity"] as? Double))
                })
        }
        let whole = try compare("whole.db")
        expectDone(whole)
        #expect(whole.errors.contains("training one by the preset tiny"))
        let epochs = try bench.gram("info", "whole.db", "--curve", "tiny", "--format", "json").rows.count

        let running = try bench.start(Workbench.gram, ["compare", database, "--resamples", "100"])
        let queue = try DatabaseQueue(path: bench.path(database))
        var done = 0
        while running.process.isRunning, done == 0 {
            usleep(2_000)
            done = (try? queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM epoch") }) ?? 0
        }
        kill(running.process.processIdentifier, signal)
        #expect(try running.result().status == 128 + signal)
        #expect((1..<epochs).contains(done), "interrupted after \(done) of \(epochs) epochs")
        // Models that are named are taken as they are.
        expectDone(try bench.gram("compare", database, "--model", "tiny", "--resamples", "100"))
        #expect(try bench.gram("info", database, "--curve", "tiny", "--format", "json").rows.count < epochs)

        let again = try compare(database)
        expectDone(again)
        #expect(again.errors.contains("continuing the training of the network tiny"), "\(again.errors)")
        #expect(try figures(again) == figures(whole))
        for name in [database, "whole.db"] {
            expectDone(try bench.gram("export", name, "tiny", "\(name).safetensors"))
        }
        #expect(try bench.read("\(database).safetensors") == bench.read("whole.db.safetensors"))
    }

    /// What explodes when asked to is told by its log, step by step, and ends well.
    @Test func itExplodesWhenAsked() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try train(
            bench, database, "--optimizer", "sgd", "--learning-rate", "1e5", "--clip-norm", "0", "--no-recovery",
            "--schedule", "constant", "--epochs", "50", "--activation", "relu", "--log", "steps.csv")
        expectDone(run)
        #expect(run.errors.contains("exploded") && !run.errors.contains("begins anew"))
        let rows = try String(decoding: bench.read("steps.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows[0] == "epoch,step,loss,gradient_norm,clipped,learning_rate,attempt" && rows.count > 1)
        for (number, row) in rows.dropFirst().enumerated() {
            let fields = row.split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields.count == 7 && fields[1] == "\(number + 1)" && fields[4] == "false")
        }
    }

    /// A log takes the place of a log, and of nothing else; it has no room beside the table.
    @Test func aLogTakesThePlaceOfALogAlone() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write("my notes\n", to: "notes.txt")
        expectError(try train(bench, database, "--epochs", "1", "--log", "notes.txt"), 73, naming: "notes.txt")
        #expect(try String(decoding: bench.read("notes.txt"), as: UTF8.self) == "my notes\n")
        expectError(try train(bench, database, "--epochs", "1", "--log", "-"), 64, naming: "--log")
        for _ in 0..<2 {
            expectDone(try train(bench, database, "--epochs", "1", "--replace", "--log", "steps.csv"))
        }
        let rows = try String(decoding: bench.read("steps.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows.count { $0.hasPrefix("epoch") } == 1)
    }

    /// Rows of data come as the epochs end, and are the rows of the result.
    @Test(arguments: ["jsonl", "csv", "tsv"]) func rowsComeAsEpochsEnd(format: String) throws {
        let bench = try Workbench()
        let database = try bench.database()
        let running = try bench.start(
            Workbench.gram,
            [
                "train", database, "net", "--epochs", "1000000", "--schedule", "constant", "--samples", "--format",
                format,
            ]
                + ["--log", "steps.jsonl"] + Self.small)
        for _ in 0..<200 where try bench.gram("info", database, "--curve", "net").status != 0 { usleep(100_000) }
        usleep(300_000)
        kill(running.process.processIdentifier, SIGINT)
        let run = try running.result()
        #expect(run.status == 130)
        let lines = run.output.split(separator: "\n")
        let epochs = format == "jsonl" ? lines : Array(lines.dropFirst())
        #expect(!epochs.isEmpty, "\(run.output)")
        if format == "jsonl" {
            for (index, line) in epochs.enumerated() {
                let row = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(row["epoch"] as? Int == index + 1 && !(row["sample"] as? String ?? "").isEmpty)
            }
        }
        let steps = try String(decoding: bench.read("steps.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(steps.count >= epochs.count)
        // Continued, the log goes on.
        expectDone(
            try bench.gram(
                "train", database, "net", "--resume", "--epochs", "\(epochs.count + 5)", "--log", "steps.jsonl"))
        let more = try String(decoding: bench.read("steps.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(more.count > steps.count && more.prefix(steps.count).elementsEqual(steps))
    }

    @Test func aTimeLimitEndsWithTheBestEpochSoFar() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try train(bench, database, "--epochs", "1000000", "--time-limit", "0.3", "--format", "json")
        expectDone(run)
        #expect(!(try run.rows.isEmpty))
        let judged = try bench.gram("perplexity", database, "--model", "net")
        expectDone(judged)
        // Time may run out with the last step of an epoch.
        let epoch = try run.rows.count
        #expect(
            ["within", "after"].contains { judged.errors.contains("training ended \($0) epoch \(epoch) of 1000000") })
    }

    @Test(arguments: [
        ["--sampling", "variable", "--dropout", "0.2", "--variational"],
        ["--optimizer", "asgd", "--average-from", "2"],
        ["--optimizer", "adamw", "--sampling", "random"],
    ])
    func theSameSeedGivesTheSameBytes(options: [String]) throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write(bench.read(database), to: "two.db")
        try bench.write(bench.read(database), to: "resumed.db")
        func train(_ database: String, _ arguments: String...) throws {
            let all = ["train", database, "net", "--schedule", "constant"] + Self.small + options + arguments
            expectDone(try bench.start(Workbench.gram, all).result())
        }
        try train(database, "--epochs", "6", "--threads", "1")
        try train("two.db", "--epochs", "6", "--threads", "2")
        try train("resumed.db", "--epochs", "3", "--threads", "1")
        expectDone(try bench.gram("train", "resumed.db", "net", "--resume", "--epochs", "6", "--threads", "2"))
        #expect(try weights(bench, database) == weights(bench, "two.db"))
        #expect(try weights(bench, database) == weights(bench, "resumed.db"))
    }

    /// A name that is taken is told how to go on; an n-gram model has nothing to go on with.
    @Test func namesThatAreTaken() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try train(bench, database, "--epochs", "1"))
        expectError(try train(bench, database), 73, naming: "--resume", "--replace")
        let ngram = try bench.gram("train", database, "net", "--ngram", "mkn:2")
        expectError(ngram, 73, naming: "--replace")
        #expect(!ngram.errors.contains("--resume"), "\(ngram.errors)")
    }

    /// A training whose last epoch is the best so far says so where it ends and wherever its network is judged.
    @Test func aTrainingThatStillFallsSaysSo() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let falling = "training ended while the perplexity on valid still fell"
        let run = try train(bench, database, "--epochs", "2", "--learning-rate", "0.001")
        expectDone(run)
        #expect(run.errors.contains("\(falling), by "), "\(run.errors)")
        #expect(run.errors.contains("gram train \(database) net --resume --epochs 4"), "\(run.errors)")
        let compared = try bench.gram("compare", database, "--model", "mkn:2,net,mkn:2+net", "--resamples", "100")
        expectDone(compared)
        #expect(compared.errors.split(separator: falling).count == 2, "\(compared.errors)")
        #expect(compared.errors.contains("net: \(falling)"))
        #expect(try bench.gram("perplexity", database, "--model", "net").errors.contains(falling))
        // At a rate that moves nothing, valid is the same after every epoch.
        let still = try bench.gram(
            "train", database, "still", "--hidden", "4", "--epochs", "3", "--optimizer", "sgd", "--learning-rate",
            "1e-30")
        expectDone(still)
        #expect(!still.errors.contains(falling), "\(still.errors)")
    }

    /// In a script they are given every time, so that they are no error where the network is there already.
    @Test func optionsOfATrainingThatIsNotNeeded() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let compare = [
            "compare", database, "--resamples", "100", "--no-breakdowns", "--preset", "tiny", "--time-limit", "1s",
        ]
        let first = try bench.start(Workbench.gram, compare).result()
        expectDone(first)
        #expect(!first.errors.contains("changed nothing"), "\(first.errors)")
        #expect(first.errors.contains("tiny: gru, 128 units") && first.errors.contains(" epochs, batch 8"))
        let second = try bench.start(Workbench.gram, compare).result()
        expectDone(second)
        #expect(second.errors.contains("--preset and --time-limit changed nothing"), "\(second.errors)")
    }

    @Test func resumingWithOtherSettingsIsRefused() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try train(bench, database, "--epochs", "1"))
        for options in [
            ["--hidden", "9"], ["--optimizer", "sgd"], ["--warm-up", "5"], ["--embedding-dropout", "0.1"],
            ["--precision", "bf16"], ["--precision", "single"], ["--seed", "1"],
        ] {
            let run = try bench.start(
                Workbench.gram, ["train", database, "net", "--resume", "--epochs", "2"] + options
            ).result()
            expectError(run, 64, naming: options[0], "--replace")
        }
    }

    @Test func aRateThatDivergesIsCutOrStopsTheTraining() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try train(
            bench, database, "--optimizer", "sgd", "--learning-rate", "1e30", "--clip-norm", "0", "--epochs", "2")
        #expect([0, 65].contains(run.status), "\(run.errors)")
        #expect(run.errors.contains("diverges") || run.errors.contains("grew without bound"), "\(run.errors)")
        guard run.status == 0 else { return }
        let judged = try bench.gram("perplexity", database, "--model", "net", "--format", "json")
        #expect(try judged.rows[0]["perplexity"] is Double)
    }

    @Test(arguments: [
        ["--hidden", "1000000000"], ["--layers", "1000000000"], ["--embedding", "1000000000000"],
        ["--hidden", "9223372036854775807"],
    ])
    func aNetworkBeyondTheMachineIsRefused(options: [String]) throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try bench.start(Workbench.gram, ["train", database, "net"] + options).result()
        expectError(run, 64, naming: "memory", "--hidden")
    }

    @Test func batchAndStepsBeyondTheTextAreCutToIt() throws {
        let bench = try Workbench()
        let database = try bench.database()
        for sampling in ["sequential", "random", "variable"] {
            expectDone(
                try bench.gram(
                    "train", database, "net", "--replace", "--hidden", "8", "--batch", "1000000000", "--steps",
                    "9223372036854775807", "--epochs", "1", "--sampling", sampling))
        }
        expectDone(try bench.gram("ingest", "one.db", "-", "--shares", "1,1,1", input: "a\na\na\na\na\na\n"))
        expectDone(try bench.gram("train", "one.db", "net", "--hidden", "4", "--epochs", "2"))
    }

    /// A limit on the size of files stands in for a full disk.
    @Test func aFullDiskAtACheckpoint() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try train(bench, database, "--epochs", "1"))
        let before = try weights(bench, database)
        let kilobytes = try bench.read(database).count / 1024 + 64
        let run = try bench.shell(
            "ulimit -f \(kilobytes); trap '' XFSZ; exec \"$GRAM\" train \(database) big --hidden 300 --epochs 2")
        #expect([73, 74].contains(run.status), "\(run.status): \(run.errors)")
        #expect(run.errors.split(separator: "\n").suffix(3).contains { $0.contains("gram: ") }, "\(run.errors)")
        #expect(try weights(bench, database) == before)
        expectError(try bench.gram("perplexity", database, "--model", "big"), 64, naming: "big")
    }

    @Test(arguments: [
        "UPDATE model_block SET bytes = substr(bytes, 1, 100) WHERE part = 'weights'",
        "DELETE FROM model_block WHERE part = 'weights'", "UPDATE model SET settings = '{\"architecture\": 2}'",
        "UPDATE model SET kind = 'network-2'",
        "UPDATE model SET settings = replace(settings, '\"hidden\":8', '\"hidden\":9')",
        "UPDATE model SET settings = replace(settings, '\"hidden\":8', '\"hidden\":1000000000000')",
        "UPDATE model SET settings = replace(settings, '\"layers\":1', '\"layers\":1000000000')",
    ])
    func aDamagedNetworkIsSaidToBe(change: String) throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try train(bench, database, "--epochs", "1"))
        try DatabaseQueue(path: bench.path(database)).write { try $0.execute(sql: change) }
        expectError(try bench.gram("perplexity", database, "--model", "net"), 65, naming: "net")
        expectError(try bench.gram("train", database, "net", "--resume", "--epochs", "2"), 65, naming: "net")
    }

    @Test func weightsGoOutAndComeBack() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try train(bench, database, "--epochs", "1", "--cell", "gru"))
        let bytes = try weights(bench, database)
        expectError(try bench.gram("export", database, "net", "\(database).safetensors"), 73, naming: "--force")
        expectError(try bench.gram("export", database, "laplace:2", "x.safetensors"), 64, naming: "laplace:2")
        expectDone(try bench.gram("import", database, "again", "\(database).safetensors"))
        let judged = try bench.gram("perplexity", database, "--model", "net,again", "--format", "json")
        let rows = try judged.rows
        #expect(rows[0]["log10_likelihood"] as? Double == rows[1]["log10_likelihood"] as? Double)
        expectDone(try bench.gram("export", database, "again", "again.safetensors"))
        expectError(try bench.gram("train", database, "again", "--resume", "--epochs", "3"), 65, naming: "again")
        expectError(try bench.gram("info", database, "--curve", "again"), 65, naming: "again")
        try bench.write(bytes.prefix(300), to: "cut.safetensors")
        expectError(try bench.gram("import", database, "cut", "cut.safetensors"), 65, naming: "cut off")
        expectError(try bench.gram("import", database, "none", "none.safetensors"), 66, naming: "none.safetensors")
        expectDone(try bench.gram("ingest", "other.db", "-", input: "and other words and other words\n" + tale))
        expectError(
            try bench.gram("import", "other.db", "net", "\(database).safetensors"), 65, naming: "another vocabulary")
    }

    @Test func theLearningCurveIsDrawnAndStored() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try train(bench, database, "--epochs", "3", "--svg", "curve.svg")
        expectDone(run)
        #expect(run.output.contains("Learning curve"))
        #expect(String(decoding: try bench.read("curve.svg"), as: UTF8.self).contains("</svg>"))
        let stored = try bench.gram("info", database, "--curve", "net", "--format", "json", "--svg", "again.svg")
        expectDone(stored)
        #expect(try stored.rows.map { $0["epoch"] as? Int } == [1, 2, 3])
        #expect(try bench.read("again.svg").count > 500)
        expectError(try bench.gram("info", database, "--curve", "nosuch"), 64, naming: "nosuch")
    }
}
