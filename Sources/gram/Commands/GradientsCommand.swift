internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct GradientsCommand: ReportCommand {
    static let charts = ["gradients"]
    static let configuration = CommandConfiguration(
        commandName: "gradients",
        abstract: "Show how far back a network learns: the gradient of the loss over the preceding steps.",
        discussion: """
            EXAMPLES
              gram gradients moby.db elman
              gram gradients moby.db elman,lstm --steps 50 --svg reach.svg

            The norm of ∂L_t/∂h_{t−k} by k, averaged over 64 places t in the second half of
            the split, each read from up to 1,000 events before (more where --steps is
            above 500). --steps says how much of the curve is shown; clipped_norm depends
            on it above 100. Where the norm vanishes, the network cannot learn from so far
            back; where it explodes, clipping helps.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "Networks of the database.") var names: [String]
    @Option(parsing: .unconditional, help: "The number of steps back. (default: 35, or half of a shorter text)")
    var steps: Int?
    @Option(help: "The split to read. (default: valid)") var split: Split?
    @Option(parsing: .unconditional, help: "The norm to which gradients are clipped in the column clipped_norm.")
    var clipNorm = 1.0
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let steps, steps <= 0 { throw ValidationError("--steps is \(steps); give 1 or more.") }
        guard clipNorm > 0, clipNorm.isFinite else {
            throw ValidationError("--clip-norm is \(clipNorm); give a number above 0.")
        }
    }

    func report() throws -> Report {
        let corpus = try stale.corpus(reading: database)
        return try corpus.gradientsReport(
            of: names.flatMap { $0.split(separator: ",").map(String.init) }, steps: steps, split: split ?? .valid,
            documents: choice.documents(in: corpus), clipNorm: clipNorm)
    }
}
