internal import Foundation
internal import GRDB
internal import Testing

/// Remedies name options that there are, and the command that one offers for a model that is out of date makes the model
/// again as it was.
@Suite struct RemedyTests {
    private func settings(_ bench: Workbench, _ model: String) throws -> String {
        try DatabaseQueue(path: bench.path("DB")).read {
            try #require(
                try String.fetchOne($0, sql: "SELECT settings FROM model WHERE name = ?", arguments: [model]))
        }
    }

    /// The database is found whatever it is called and wherever it stands, and named as a shell takes it.
    @Test func namesTheDatabase() throws {
        let bench = try Workbench()
        let name = try bench.database(name: "my corpus")
        for arguments in [["zipf", "--order", "5000", name], ["zipf", name, "--order", "5000"]] {
            let run = try bench.start(Workbench.gram, arguments).result()
            expectError(run, 65, naming: "See: gram info 'my corpus'")
        }
    }

    private static let small = "--hidden 8 --epochs 1 --batch 4 --steps 8"

    @Test(arguments: [
        "--ngram mkn:3", "--ngram kn:2 --reverse --prune 0,1",
        "--ngram witten-bell:3 --prune-entropy 1e-4 --min-count 1",
        "--ngram lidstone:2:0.25 --vocabulary-size 12", small,
        "\(small) --cell lstm --layers 2 --tied --dropout 0.3 --variational --seed 7",
        "\(small) --cell gru --optimizer adamw --learning-rate 0.01 --warm-up 3 --min-count 1 --embedding one-hot",
        "\(small) --cell feedforward --window 3 --activation relu --schedule plateau --decay 0.4 --weight-decay 1e-5",
        "\(small) --optimizer asgd --average-from 1 --clip-norm 0.5 --clip-value 2 --sampling variable",
        "\(small) --optimizer sgd --momentum 0.5 --schedule decay --decay-from 2 --reverse --patience 3",
        "\(small) --cell lstm --softmax adaptive --embedding-dropout 0.1 --output-dropout 0.2 --state reset",
        "\(small) --cutoffs 3,9 --sampling random --schedule constant", "--preset tiny --epochs 1 --precision bf16",
    ]) func repeatsEverySetting(options: String) throws {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        try bench.write("a hen ran to the sea\nthe fox looked at it\n", to: "more.txt")
        let name = "model one"
        let arguments = options.split(separator: " ").map(String.init)
        let training = try bench.start(Workbench.gram, ["train", "DB", name] + arguments).result()
        // Not every processor has such products.
        if arguments.contains("bf16"), training.status != 0 {
            return expectError(training, 64, naming: "--precision single")
        }
        expectDone(training)
        let before = try settings(bench, name)
        expectDone(try bench.gram("ingest", "DB", "more.txt"))
        let stale = try bench.gram("perplexity", "DB", "--model", name)
        expectError(stale, 65, naming: "stale")
        let line = try #require(stale.errors.split(separator: "\n").last)
        let command = try #require(line.firstRange(of: "gram train")).lowerBound
        expectDone(try bench.shell("\"$GRAM\" " + line[command...].dropFirst("gram ".count)))
        expectDone(try bench.gram("perplexity", "DB", "--model", name))
        // Of counts and of sizes that the larger text alone changes nothing is asked.
        let changing = /"(vocabulary_size|hash|ngrams|notes|fitted)":("[^"]*"|\[[^\]]*\]|\d+)/
        #expect(try settings(bench, name).replacing(changing, with: "") == before.replacing(changing, with: ""))
    }

    /// Each of the network's settings is told by its option.
    @Test(arguments: [
        ("--hidden", "0"), ("--layers", "0"), ("--window", "0"), ("--embedding", "0"), ("--cutoffs", "9,3"),
        ("--batch", "0"), ("--steps", "0"), ("--epochs", "1000000001"), ("--patience", "1000000001"),
        ("--dropout", "1"), ("--embedding-dropout", "1"), ("--output-dropout", "1"), ("--momentum", "1"),
        ("--learning-rate", "0"), ("--clip-norm", "-1"), ("--clip-value", "-1"), ("--warm-up", "-1"),
        ("--weight-decay", "-1"), ("--decay", "2"), ("--decay-from", "0"), ("--average-from", "0"),
    ]) func aSettingOutOfBoundsIsToldByItsOption(option: String, value: String) throws {
        let bench = try Workbench()
        let database = try bench.database()
        let others =
            switch option {
            case "--window": ["--cell", "feedforward"]
            case "--decay", "--decay-from": ["--schedule", "decay"]
            case "--average-from": ["--optimizer", "asgd"]
            default: [String]()
            }
        let run = try bench.start(Workbench.gram, ["train", database, "net", option, value] + others).result()
        expectError(run, 64, naming: option)
    }

    /// A remedy is typed as it stands, also where a name has a space.
    @Test func pathsAreQuoted() throws {
        let bench = try Workbench()
        try bench.write("a b\nb a\n", to: "my text.txt")
        let missing = try bench.gram("info", "my corpus.db")
        expectError(missing, 66, naming: "gram ingest 'my corpus.db' TEXT.txt")
        expectDone(try bench.gram("ingest", "my corpus.db", "my text.txt"))
        let document = try bench.gram("frequencies", "my corpus.db", "--document", "other.txt")
        expectError(document, 66, naming: "gram info 'my corpus.db'")
        let text = try bench.gram("info", "my text.txt")
        expectError(text, 64, naming: "'my text.db' 'my text.txt'")
    }

    /// A model of a newer version's kind is left out of what takes all models, with a note.
    @Test func aModelOfAnUnknownKindIsLeftOut() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "seer", "--ngram", "witten-bell:2"))
        try DatabaseQueue(path: bench.path(database)).write { try $0.execute(sql: "UPDATE model SET kind = 'oracle'") }
        for command in [["report", database], ["next", database, "the"], ["perplexity", database]] {
            let run = try bench.start(Workbench.gram, command).result()
            expectDone(run)
            #expect(run.errors.contains("seer") && run.errors.contains("oracle"), "\(command): \(run.errors)")
        }
        expectError(try bench.gram("next", database, "the", "--model", "seer"), 65, naming: "oracle")
    }
}
