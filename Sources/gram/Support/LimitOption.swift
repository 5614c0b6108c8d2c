internal import ArgumentParser

/// For tables that may be long.
struct LimitOption: ParsableArguments {
    @Option(parsing: .unconditional, help: "Show at most this many rows; 0 shows all.")
    var limit = 20

    func validate() throws {
        guard limit >= 0 else {
            throw ValidationError("--limit is \(limit); give 0 for all rows or a positive number.")
        }
    }

    /// `nil` for all rows.
    var rows: Int? { limit == 0 ? nil : limit }
}
