internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye
internal import Reporting

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score lines as they come: a line in, a result out at once.",
        usage: "gram score DATABASE|FILE.arpa [--model M] ... [--difference A,B] < LINES",
        discussion: """
            EXAMPLES
              gram score moby.db --model mkn:3 < lines.txt
              gram score moby.arpa.gz --format jsonl < lines.txt    without a database
              gram score moby.db --model mkn:5,emma.db:mkn:5 --file lines.txt.gz
              gram score law.db --model mkn:3 --difference mkn:3,web.db:mkn:3 --format tsv
              gram score moby.db --field text --format jsonl < reviews.jsonl
              gram score moby.db --unit document --file books.txt
              gram score moby.db --model mkn:3 --tokens < lines.txt   each token

            Each line is scored by itself: <s> before it, </s> after it. A blank line, and
            one without a token, is </s> alone. Lines end at LF or CR LF. What has come is
            answered at once, so that a program can ask line by line through a pipe.

            A model of another database is FILE.db:NAME; a file of ARPA is a model too.
            Each cuts the lines into tokens as it was made.

            --difference gives H_A - H_B, in bits an event, for each line (Moore & Lewis
            2010): the lower, the more a line is like what A was made of, and unlike B's.
            With A of your field and B of everything, keep the lines that have the lowest.
            """)

    @Argument(help: ArgumentHelp("The database, or a model file.", valueName: "database")) var source: String
    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "A model: mkn:3, a saved one, FILE.db:NAME, FILE.arpa; repeated or comma-separated. (default: the only one "
                + "saved)", valueName: "M"))
    var models: [String] = []
    @Option(
        help: ArgumentHelp("How much better A predicts each line than B, in bits an event.", valueName: "A,B"))
    var difference: ListArgument<String>?
    @Option(help: ArgumentHelp("A file of lines; - is standard input.", valueName: "FILE")) var file = "-"
    @Option(help: ArgumentHelp("Lines are JSON objects, and the text is under this key.", valueName: "KEY"))
    var field: String?
    @Option(help: "What has a result: a line, or a document of lines up to a blank one.")
    var unit = ScoringUnit.Kind.line
    @Flag(help: "A row for each token, and for the </s> of each segment.") var tokens = false
    @OptionGroup var damage: DamageOptions
    @OptionGroup var stale: StaleOption
    @Option(parsing: .unconditional, help: "The number of threads.") var threads = availableThreads
    @Option(help: "How to print the result.") var format: OutputFormat = .table
    @OptionGroup var quiet: QuietOption

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        if unit == .document, field != nil {
            throw ValidationError("--field is for objects a line each; leave --unit document out.")
        }
        guard let difference else { return }
        if difference.elements.count != 2 {
            throw ValidationError("--difference is of two models: --difference A,B.")
        }
        if tokens { throw ValidationError("--difference has a row for each line; leave --tokens out.") }
        if models.flatMap({ $0.split(separator: ",") }).contains(where: { !difference.elements.contains(String($0)) }) {
            throw ValidationError("--difference has a row of its two models alone; leave --model out.")
        }
    }

    func run() throws {
        var opened = LineModels(source: source, usesStaleModels: stale.stale == .use, threads: threads)
        let names = difference?.elements ?? models.flatMap { $0.split(separator: ",").map(String.init) }
        let models = try opened.models(names.withoutRepetitions)
        guard difference == nil || models.count == 2 else {
            throw CommandError("the difference of a model to itself is 0", remedy: "Name two models.", kind: .usage)
        }
        let scoring = try LineScoring(
            models, of: unit, field: field, lossy: damage.lossy, keepsEvents: tokens, threads: threads)
        var printer = ScorePrinter(
            ScoreRows(
                difference != nil ? .difference : tokens ? .events : .scores, by: models.map(\.name), format),
            format, provenance: opened.provenance, endsAtError: damage.onError == .fail)
        let rows = printer.rows
        let input = try LineInput(file)
        try printer.begin()
        while let bytes = try input.next() {
            try print(scoring.append(bytes) { rows.answer(to: $0) }, by: &printer)
        }
        try print(scoring.finish { rows.answer(to: $0) }, by: &printer)
        try printer.end(replacements: scoring.replacements)
    }

    private func print(_ answers: [ScorePrinter.Answer], by printer: inout ScorePrinter) throws {
        try namingText(file) { try printer.print(answers) }
    }
}

extension ScoringUnit.Kind: ExpressibleByArgument {}
