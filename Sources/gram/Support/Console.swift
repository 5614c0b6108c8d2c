internal import CTerminal
internal import Foundation
internal import Gramarye
internal import Synchronization

/// Standard output for results, standard error for everything else.
enum Console {
    private static let quietFlag = Atomic<Bool>(false)

    /// Silences everything on standard error but errors.
    static var isQuiet: Bool {
        get { quietFlag.load(ordering: .relaxed) }
        set { quietFlag.store(newValue, ordering: .relaxed) }
    }

    /// Whether standard error is a terminal that can redraw a line.
    static let canRedraw: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"

    /// Whether standard output takes colour.
    static let hasColour: Bool =
        isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb" && (environment("NO_COLOR") ?? "").isEmpty

    /// The width of the terminal in columns, 80 where there is none.
    static var width: Int {
        if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
        let columns = Int(terminal_columns(STDOUT_FILENO))
        return columns > 0 ? columns : 80
    }

    static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// A line of results.
    static func print(_ line: String) { write(line + "\n", to: .standardOutput) }

    /// A remark on how a result came about, silenced by `--quiet`.
    static func note(_ line: String) {
        if !isQuiet { write(line + "\n", to: .standardError) }
    }

    /// A line that is never silenced.
    static func error(_ line: String) { write(line + "\n", to: .standardError) }

    /// Redraws the line that standard error's cursor stands in; an empty text clears it.
    static func redraw(_ text: String) {
        if canRedraw && !isQuiet { write("\r\u{1B}[K" + text, to: .standardError) }
    }

    /// Writes at once. A reader that went away ends the command quietly by SIGPIPE; a full disk is an error.
    static func write(_ text: String, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            if handle === FileHandle.standardOutput {
                Foundation.exit(
                    reported(
                        CommandError(
                            "standard output cannot be written: \(error.localizedDescription)",
                            cause: "The disk is full or the file was closed.", kind: .inputOutput)))
            }
        }
    }
}
