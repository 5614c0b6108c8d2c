internal import Foundation
internal import Testing

/// What is typed wrong is answered with what would be right.
@Suite struct ArgumentTests {
    static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        return bench
    }

    @Test(arguments: [
        "count", "ppl", "prob", "sample", "vocab", "freq",
    ]) func otherNamesAreAnsweredWithOurs(name: String) throws {
        let run = try Workbench().gram(name, "DB")
        expectError(run, 64, naming: name, "gram ")
    }

    @Test func noCommandShowsHelp() throws {
        let run = try Workbench().gram()
        #expect([0, 64].contains(run.status))
        #expect((run.output + run.errors).contains("ingest"))
    }

    @Test func helpBeginsWithExamples() throws {
        let commands = try commandNames()
        #expect(commands.count >= 14)
        for command in commands {
            let run = try Workbench().gram(command, "--help")
            expectDone(run)
            #expect(run.output.localizedCaseInsensitiveContains("example"), "gram \(command) --help")
            #expect(run.output.contains("gram \(command) "), "gram \(command) --help")
            // An example that is too long for a line is broken at column 0.
            let head = run.output.components(separatedBy: "USAGE:")[0].components(separatedBy: "\n")
            for (line, next) in zip(head, head.dropFirst()) where line.hasPrefix("  gram ") && !next.hasPrefix(" ") {
                #expect(line.count + 1 + next.prefix { $0 != " " }.count <= 80, "gram \(command) --help: \(line)")
            }
        }
    }

    @Test func helpOfModelsHasTheirFormulas() throws {
        let lines = try Workbench().gram("help", "models").output.components(separatedBy: "\n")
        let formulas = [
            "mle:N": "n(hw) / n(h)", "laplace:N": "(n(hw) + 1) / (n(h) + V)",
            "lidstone:N:K": "(n(hw) + K) / (n(h) + K V)",
            "dirichlet:N:E": "(n(hw) + E P(w | h′)) / (n(h) + E)", "jelinek-mercer:N": "(1 − λ) P(w | h′)",
            "witten-bell:N": "(n(h) + T)", "absolute:N": "D T/n(h) · P(w | h′)",
            "kneser-ney:N": "D T/a(h ·) · P(w | h′)",
            "mkn:N": "ΣDₖNₖ/a(h ·) · P(w | h′)", "katz:N": "else α(h) P(w | h′)",
            "stupid-backoff:N": "else 0.4 S(w | h′)",
        ]
        for (name, end) in formulas {
            let line = try #require(lines.first { $0.hasPrefix("  \(name) ") }, "\(name)")
            #expect(line.hasSuffix(end) && line.count <= 80, "\(line)")
        }
        for name in ["A+B", "A+cache", "NAME"] { #expect(lines.contains { $0.hasPrefix("  \(name) ") }) }
        #expect(lines.prefix { !$0.hasPrefix("USAGE") }.allSatisfy { $0.count <= 80 })
    }

    @Test func aNegativeNumberIsAValue() throws {
        let bench = try Workbench()
        let database = try bench.database()
        for line in [["--limit", "-1"], ["--order", "-1"]] {
            let run = try bench.start(Workbench.gram, ["frequencies", database] + line).result()
            expectError(run, 64, naming: "-1")
            #expect(!run.errors.contains("Missing value"))
        }
    }

    @Test func oneArgumentTooManyIsExplained() throws {
        let bench = try Workbench()
        for (line, hint) in [
            (["next", "DB", "of", "the"], "quotes"), (["probability", "DB", "of", "the"], "--given"),
            (["perplexity", "DB", "mkn:3"], "--model"), (["surprisal", "DB", "of", "the"], "quotes"),
        ] {
            expectError(try bench.start(Workbench.gram, line).result(), 64, naming: hint)
        }
    }

    @Test func versionIsANumber() throws {
        let run = try Workbench().gram("--version")
        expectDone(run)
        #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [
        "frobnicate DB", "frequencies DB --frobnicate", "frequencies DB --limit -1", "frequencies DB --limit many",
        "frequencies DB --limit 99999999999999999999", "frequencies DB --order 0", "frequencies DB --order -3",
        "frequencies DB --format xml", "frequencies DB --split nowhere", "frequencies DB --regex (",
        "frequencies DB --minimum -1", "zipf DB --ranks 5-2", "zipf DB --ranks x", "zipf DB --ranks 0-5",
        "zipf DB --order 0", "probability DB", "probability DB fox --model wonder:3",
        "probability DB fox --model mle:0",
        "probability DB fox --model mle:99999999999999999999", "probability DB fox --model lidstone:2:nan",
        "probability DB fox --model lidstone:2:-1", "probability DB fox --model dirichlet:2:inf",
        "perplexity DB --model", "perplexity DB --model nosuch", "perplexity DB --model laplace:2 --split nowhere",
        "train DB", "train DB net --hidden 0", "train DB net --hidden -5", "train DB net --learning-rate nan",
        "train DB net --learning-rate 0", "train DB net --learning-rate inf", "train DB net --epochs 0",
        "train DB net --batch 0", "train DB net --steps 0", "train DB net --dropout 1.5", "train DB net --clip-norm -1",
        "train DB net --preset huge", "train DB net --cell wonder", "train DB net --threads 0",
        "train DB net --cell gru --activation relu", "train DB net --preset tiny --activation relu",
        "train DB net --variational", "train DB net --variational --dropout 0", "train DB base --ngram mkn:2 --seed 3",
        "compare DB --model mkn:2 --dynamic", "compare DB --model mkn:2 --dynamic 0.1",
        "train DB net --hidden 99999999999999999999", "train DB a:b --hidden 8", "train DB a+b --hidden 8",
        "train DB laplace --hidden 8", "generate DB --length -1 --model laplace:2",
        "generate DB --temperature -1 --model laplace:2", "generate DB --temperature nan --model laplace:2",
        "generate DB --top-k 0 --model laplace:2", "generate DB --count 0 --model laplace:2",
        "generate DB --seed x --model laplace:2", "ingest new.db DB.txt --shares 1,2",
        "ingest new.db DB.txt --shares 0,0,0", "ingest new.db DB.txt --shares -1,1,1",
        "ingest new.db DB.txt --min-count 0",
        "ingest new.db DB.txt --threads 0", "ingest new.db DB.txt --memory lots",
        "ingest new.db DB.txt --vocabulary-size 0",
        "ingest new.db DB.txt --encoding ebcdic", "ingest new.db DB.txt --shares 9223372036854775807,1,1",
        "ingest new.db DB.txt --shares 1000001,1,1", "ingest new.db DB.txt --memory 0",
        "ingest new.db DB.txt --memory 99999999T", "ingest new.db DB.txt --memory -5M",
        "ingest new.db DB.txt --min-count 99999999999999999999", "ingest new.db DB.txt --threads 99999999999999999999",
        "ingest new.db DB.txt --name=",
    ]) func isAUsageError(line: String) throws {
        let bench = try Self.bench.get()
        let before = try Contents(of: bench.path("DB"))
        let run = try bench.start(Workbench.gram, line.split(separator: " ").map(String.init)).result()
        #expect(run.status == 64, "\(run.status): \(run.errors)\(run.output.prefix(300))")
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty)
        for word in ["Fatal", "Swift.", "Optional(", "rror Domain"] {
            #expect(!run.errors.contains(word), "\(run.errors)")
        }
        #expect(!(try bench.files).contains("new.db"))
        #expect(try Contents(of: bench.path("DB")) == before)
    }

    /// A number below what makes sense is one, not an option of its own.
    @Test(arguments: [
        "train DB net --layers", "train DB net --cell feedforward --window", "train DB net --embedding",
        "train DB net --schedule decay --decay", "train DB net --schedule decay --decay-from",
        "train DB net --warm-up", "train DB net --clip-value", "train DB net --batch",
        "train DB net --steps", "train DB net --dropout", "train DB net --embedding-dropout",
        "train DB net --output-dropout", "train DB net --momentum", "train DB net --weight-decay",
        "train DB net --average-from", "train DB net --epochs", "train DB net --patience", "train DB net --seed",
        "train DB net --time-limit", "train DB base --ngram mkn:2 --prune-entropy", "zipf DB --bootstraps",
        "zipf DB --xmin", "zipf DB --seed", "growth DB --points", "diversity DB --window", "gradients DB net --steps",
        "compare DB --seeds", "compare DB --seed", "generate DB --seed",
    ]) func negativeNumbersAreNumbers(line: String) throws {
        let run = try Self.bench.get().start(
            Workbench.gram, line.split(separator: " ").map(String.init) + ["-1"]
        ).result()
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.errors.contains("-1"), "\(run.errors)")
        #expect(!run.errors.lowercased().contains("missing"), "\(run.errors)")
    }

    /// Numbers beyond all sense are taken for the largest that have an effect.
    @Test(arguments: [
        "--threads 9223372036854775807", "--memory 8388607T", "--memory 1", "--min-count 9223372036854775807",
        "--vocabulary-size 9223372036854775807", "--shares 1000000,1000000,1000000",
    ]) func hugeNumbersAreTaken(options: String) throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        let run = try bench.start(
            Workbench.gram, ["ingest", "new.db", "tale.txt"] + options.split(separator: " ").map(String.init)
        ).result()
        expectDone(run)
        let looked = try bench.gram("frequencies", "new.db", "miller", "--format", "json")
        #expect(try looked.rows.first?["count"] as? Int == 15)
    }

    @Test func aWordOutsideTheVocabularyIsAnswered() throws {
        let bench = try Self.bench.get()
        let run = try bench.gram(
            "probability", "DB", "dragon", "--given", "the", "--model", "laplace:2,mle:2", "--format", "json")
        expectDone(run)
        for row in try run.rows {
            #expect(row["in_vocabulary"] as? Bool == false)
            #expect(row["count"] as? Int == 0)
        }
        let looked = try bench.gram("frequencies", "DB", "dragon", "--format", "json")
        #expect(try looked.rows.first?["count"] as? Int == 0)
    }

    @Test func aContextLongerThanTheOrderIsCutAndShown() throws {
        let run = try Self.bench.get().gram(
            "probability", "DB", "fox", "--given", "looked at a very old", "--model", "laplace:2", "--format", "json")
        expectDone(run)
        #expect(try run.rows.first?["context"] as? [String] == ["old"])
    }

    @Test func anUndefinedProbabilityIsNullAndExplained() throws {
        let run = try Self.bench.get().gram(
            "probability", "DB", "fox", "--given", "dragon", "--model", "mle:2", "--format", "json")
        expectDone(run)
        #expect(try run.rows.first?["probability"] is NSNull)
        let explanation = try #require(try run.rows.first?["explanation"] as? [String: Any])
        #expect((explanation["text"] as? [String])?.first?.contains("dragon") == true)
    }

    @Test func aWordOfNoTokenIsAnError() throws {
        let run = try Self.bench.get().gram("probability", "DB", "...", "--given", "the")
        #expect([64, 65].contains(run.status))
        #expect((1...3).contains(run.errors.split(separator: "\n").count))
    }

    @Test func aSplitWithoutTokens() throws {
        let bench = try Workbench()
        let database = try bench.database(tale, "--shares", "1,0,0")
        expectError(try bench.gram("perplexity", database, "--model", "laplace:2"), 65, naming: "test")
        expectDone(try bench.gram("frequencies", database, "--split", "train"))
        let none = try bench.gram("frequencies", database, "--split", "test")
        #expect([0, 65].contains(none.status), "\(none.errors)")
        let train = try bench.gram("train", database, "net", "--hidden", "8", "--epochs", "1")
        #expect([0, 65].contains(train.status), "\(train.errors)")
    }

    @Test func anUnknownModelIsAnsweredWithNamesNearIt() throws {
        let run = try Self.bench.get().gram("perplexity", "DB", "--model", "laplase:2")
        expectError(run, 64, naming: "laplase", "laplace")
    }

    @Test func whatIsLeftOutIsSaid() throws {
        let bench = try Self.bench.get()
        let some = try bench.gram("frequencies", "DB", "--order", "2", "--limit", "5")
        let all = try bench.gram("frequencies", "DB", "--order", "2", "--limit", "0", "--format", "csv")
        #expect(some.errors.contains("5 of \(all.lines.count - 1)"), "\(some.errors)")
        #expect(!all.errors.contains(" of \(all.lines.count - 1)"))
    }

    @Test func aBrokenPipeEndsQuietly() throws {
        let bench = try Self.bench.get()
        let words = (0..<30_000).map { "w\($0)" }.joined(separator: "\n")
        try bench.write(words, to: "many.txt")
        expectDone(try bench.gram("ingest", "many.db", "many.txt"))
        let run = try bench.shell("\"$GRAM\" frequencies many.db --limit 0 --quiet | head -n 1; echo ${PIPESTATUS[0]}")
        #expect(run.errors.isEmpty, "\(run.errors)")
        #expect(["0", "141"].contains(run.lines.last))
    }

    /// Interrupted while it waits for more text: what it reads is never at an end.
    @Test func interruptedIs130() throws {
        let bench = try Workbench()
        let running = try bench.start(
            "/bin/bash", ["-c", "mkfifo text; exec env --default-signal=INT \"$GRAM\" ingest new.db - <> text"])
        usleep(300_000)
        Foundation.kill(running.process.processIdentifier, SIGINT)
        #expect(try running.result().status == 130)
        #expect(!FileManager.default.fileExists(atPath: bench.path("new.db")))
        // What it left half made goes with the next ingest.
        expectDone(try bench.gram("ingest", "new.db", "-", input: tale))
        #expect(try bench.files == ["new.db", "text"])
    }
}
