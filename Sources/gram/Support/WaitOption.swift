internal import ArgumentParser
internal import Gramarye

/// For commands that write to a database.
struct WaitOption: ParsableArguments {
    @Option(
        name: .customLong("wait"), parsing: .unconditional,
        help: ArgumentHelp(
            "Wait this many seconds if another program is using the database. (default: 1)", valueName: "SECONDS"))
    var seconds: Double?

    func validate() throws {
        if let seconds, !(0...1_000_000_000).contains(seconds) {
            throw ValidationError("--wait is \(seconds); give seconds, 0 or more.")
        }
    }
}
