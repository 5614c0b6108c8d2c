internal import Basics
internal import Gramarye

/// Makes sure that as many files can be opened as a command needs.
///
/// - Parameter databases: how many are read beside the one at hand.
/// - Throws: `CommandError` if the limit of the shell or the system is too low.
func requireOpenFiles(beside databases: Int = 0) throws {
    /// A database with its journal and temporary files, its lock, two of the threads' library, an input with what
    /// belongs to it, and an output.
    let needed = 12 + databases
    let (count, code) = openableFiles(upTo: needed)
    guard count < needed else { return }
    throw CommandError(
        "Only \(count) more files can be opened: \(systemMessage(code).lowercased()).",
        cause: "gram needs \(needed), and the limit of the shell or the system is lower.",
        remedy: "Raise it and try again: ulimit -n \(max(256, 2 * needed))", kind: .inputOutput)
}
