internal import Foundation

/// How many more files can be opened, looked for up to a number, and the system's code for why no more.
///
/// Threads are started by a library that ends the process where it cannot open two files for its own use, and SQLite
/// has one reason for all that it cannot open. So it is asked before anything is begun.
package func openableFiles(upTo wanted: Int) -> (count: Int, code: Int32) {
    var opened: [Int32] = []
    defer { for file in opened { close(file) } }
    while opened.count < wanted {
        let file = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
        // Whoever has closed standard error is not to be told.
        if file < 0 && errno == EBADF { return (wanted, 0) }
        guard file >= 0 else { return (opened.count, errno) }
        opened.append(file)
    }
    return (opened.count, 0)
}
