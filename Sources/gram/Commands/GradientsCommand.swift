internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct GradientsCommand: ReportCommand {
    static let charts = ["gradients"]
    static let configuration = CommandConfiguration(
        commandName: "gradients",
        abstract: "How far back a network learns: the gradient of the loss at a step, over the steps before it.",
        discussion: """
            EXAMPLES
              gram gradients moby.db elman
              gram gradients moby.db elman,lstm --steps 50 --svg reach.svg
            The norm of ∂L_t/∂h_{t−k} by k, a mean over windows of the split. What falls
            towards 0 cannot be learned from so far back; what grows is what clipping is
            for.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "Networks of the database.") var names: [String]
    @Option(parsing: .unconditional, help: "How many steps back.") var steps = 35
    @Option(help: "The split whose text is read. (default: valid)") var split: Split?
    @Option(parsing: .unconditional, help: "The norm that gradients are shortened to in the column clipped_norm.")
    var clipNorm = 1.0
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard steps > 0 else { throw ValidationError("--steps is \(steps); give 1 or more.") }
        guard clipNorm > 0, clipNorm.isFinite else {
            throw ValidationError("--clip-norm is \(clipNorm); give a number above 0.")
        }
    }

    func report() throws -> Report {
        try Corpus(reading: database).gradientsReport(
            of: names.flatMap { $0.split(separator: ",").map(String.init) }, steps: steps, split: split ?? .valid,
            clipNorm: clipNorm)
    }
}
