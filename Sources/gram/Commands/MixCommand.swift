internal import ArgumentParser
internal import Basics
internal import Foundation
internal import Gramarye
internal import Reporting

struct MixCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix",
        abstract: "Make one n-gram model of several, weighted for a text of your own.",
        usage: "gram mix OUT.arpa|OUT.gram A.db:mkn:3 B.db:base C.arpa ... (--tune FILE | --weights W,W,...)",
        discussion: """
            EXAMPLES
              gram mix both.arpa moby.db:mkn:3 emma.db:mkn:3 --tune letters.txt
              gram mix both.gram moby.db:mkn:5 big.arpa.gz --weights 0.7,0.3
              gram mix both.arpa.gz a.db:base b.db:base c.gram --tune dev.txt

            The model has the n-grams of all of them, over the union of their vocabularies,
            each with its probability by the mixture, and back-off weights made anew so
            that probabilities sum to 1, as SRILM's static interpolation. What a model
            gives <unk> it shares among the words that it lacks and <unk>.

            --tune fits the weights to a text by expectation-maximization; the table then
            has the perplexity of each model on it, of the mixture, and of the one model,
            which differs where none of the models has an n-gram.

            The models must cut texts into the same tokens. .gz, .zst and .xz compress.
            """)

    @Argument(help: "The file to write: .arpa, or .gram, which gram score opens at once.") var out: String
    @Argument(help: ArgumentHelp("The models: FILE.db:NAME, FILE.arpa, FILE.gram.", valueName: "model"))
    var models: [String]
    @Option(help: ArgumentHelp("Fit the weights to this text; - is standard input.", valueName: "FILE"))
    var tune: String?
    @Option(parsing: .unconditional, help: ArgumentHelp("A weight for each model.", valueName: "W,W,..."))
    var weights: ListArgument<Double>?
    @Flag(help: "Overwrite an existing file.") var force = false
    @OptionGroup var stale: StaleOption
    @Option(parsing: .unconditional, help: "The number of threads; it does not change the result.")
    var threads = availableThreads
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        guard (tune == nil) != (weights == nil) else {
            throw ValidationError("Give --tune FILE, a text to fit the weights to, or --weights W,W,...")
        }
        guard ModelFileOutput.Kind(path: out) != nil else {
            throw ValidationError("\(out) has no ending that tells its format; name it OUT.arpa or OUT.gram.")
        }
        if models.count < 2 { throw ValidationError("A mixture is of two models or more.") }
    }

    func report() throws -> Report {
        try ModelFileOutput.refuseExisting(out, unless: force)
        var opened = LineModels(source: nil, usesStaleModels: stale.stale == .use, threads: threads)
        let parts = try models.map { try opened.model($0) }
        let wanted: MixedModel.Weights
        if let tune {
            wanted = .fitted(to: try readInput(tune), named: tune == "-" ? "stdin" : tune)
        } else {
            wanted = .given(weights?.elements ?? [])
        }
        Console.redraw("mixing")
        let name = URL(filePath: out).lastPathComponent
        let mixed = try namingText(tune) {
            try MixedModel(of: parts, weights: wanted, named: name, threads: threads)
        }
        Console.redraw("writing \(out)")
        let shares = zip(parts, mixed.weights).map { "\($0.name) \($1)" }.joined(separator: ", ")
        try ModelFileOutput(out, replacing: force).write(
            mixed.model, cutBy: mixed.tokenizer, spelling: nil, comment: "mixed by gram \(gramaryeVersion): \(shares)")
        Console.redraw("")
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = opened.onlyDatabase
        return mixed.report(provenance: provenance)
    }
}
