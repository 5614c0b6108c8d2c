internal import ArgumentParser
internal import Gramarye
internal import Reporting

/// What every command that prints data takes.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to print the result.")
    var format: OutputFormat = .table

    @Flag(name: .shortAndLong, help: "Print nothing on standard error but errors.")
    var quiet = false

    func validate() throws { if quiet { Console.isQuiet = true } }
}

/// For commands that print nothing but notes.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print nothing on standard error but errors.")
    var quiet = false

    func validate() throws { if quiet { Console.isQuiet = true } }
}

/// For tables that may be long.
struct LimitOption: ParsableArguments {
    @Option(parsing: .unconditional, help: "Show at most so many rows; 0 shows all.")
    var limit = 20

    func validate() throws {
        guard limit >= 0 else {
            throw ValidationError("--limit is \(limit); give 0 for all rows or a positive number.")
        }
    }

    /// How many rows to show of so many.
    func rows(of total: Int) -> Int { limit == 0 ? total : min(limit, total) }
}
