internal import Basics
internal import Foundation
internal import Gramarye

/// Makes sure that as many files can be opened as a command needs.
///
/// Threads are started by a library that ends the process where it cannot open two files for its own use, and SQLite
/// has one reason for all that it cannot open. So it is asked before anything is begun.
///
/// - Throws: `CommandError` if the limit of the shell or the system is too low.
func requireOpenFiles() throws {
    /// A database with its journal and temporary files, its lock, two of the threads' library, an input with what
    /// belongs to it, and an output.
    let needed = 12
    var opened: [Int32] = []
    defer { for file in opened { close(file) } }
    while opened.count < needed {
        let file = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
        // Whoever has closed standard error is not to be told.
        if file < 0 && errno == EBADF { return }
        guard file >= 0 else {
            throw CommandError(
                "Only \(opened.count) more files can be opened: \(systemMessage(errno).lowercased()).",
                cause: "gram needs \(needed), and the limit of the shell or the system is lower.",
                remedy: "Raise it and try again: ulimit -n 256", kind: .inputOutput)
        }
        opened.append(file)
    }
}
