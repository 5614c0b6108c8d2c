internal import CTerminal
internal import Foundation
internal import Gramarye
internal import Reporting
internal import Synchronization

/// Standard output for results, standard error for everything else.
///
/// It is the one way out of the command, so that nothing that comes from outside – a word, a name, a path – can be printed as
/// it is: what a terminal would obey is made visible here. Only data for programs leave unchanged, and not to a terminal.
enum Console {
    private static let quietFlag = Atomic<Bool>(false)
    private static let progressFlag = Atomic<Bool>(false)
    private static let remarks = Mutex<[String]>([])
    private static let savedDatabase = Mutex<String?>(nil)

    /// Silences everything on standard error but errors.
    static var isQuiet: Bool {
        get { quietFlag.load(ordering: .relaxed) }
        set { quietFlag.store(newValue, ordering: .relaxed) }
    }

    /// Whether progress goes to standard error line by line, for another program that shows it.
    static var tellsProgressInLines: Bool {
        get { progressFlag.load(ordering: .relaxed) }
        set { progressFlag.store(newValue, ordering: .relaxed) }
    }

    /// Notes that a database was written, so that an error after that does not pass for a failure of the work.
    static func saved(_ database: String) { savedDatabase.withLock { $0 = database } }

    /// What an error has to add where the work itself is done.
    static var savedNote: String? {
        savedDatabase.withLock { $0.map { "\($0) itself is written, and complete: this is about what followed." } }
    }

    /// Whether standard error is a terminal that can redraw a line.
    static let canRedraw: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"

    /// Whether standard output is a terminal.
    static let isTerminal: Bool = isatty(STDOUT_FILENO) == 1

    /// Whether standard output takes colour.
    static let hasColour: Bool =
        isTerminal && environment("TERM") != "dumb" && (environment("NO_COLOR") ?? "").isEmpty

    /// The width of the terminal in columns, 80 where there is none.
    static var width: Int {
        if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
        let columns = Int(terminal_columns(STDOUT_FILENO))
        return columns > 0 ? columns : 80
    }

    /// The terminal at hand.
    static var terminal: Terminal {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
        let name = locale.uppercased()
        let unicode = (name.contains("UTF-8") || name.contains("UTF8")) && environment("TERM") != "dumb"
        return Terminal(width: width, unicode: unicode, colour: hasColour, definesTerms: isTerminal && !isQuiet)
    }

    static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// A line of results for people.
    static func print(_ line: String) { write(line.visible + "\n", to: .standardOutput) }

    /// Results for programs, of one line or several.
    static func print(data text: String) {
        write((isTerminal ? text.visibleLines : text) + "\n", to: .standardOutput)
    }

    /// Lines of results for people.
    static func print(lines: some Sequence<String>) { writeBlocks(lines.lazy.map(\.visible)) }

    /// Lines of results for programs.
    static func print(data lines: some Sequence<String>) {
        let isTerminal = isTerminal
        writeBlocks(lines.lazy.map { isTerminal ? $0.visibleLines : $0 })
    }

    /// Writes many lines at once: a call of the system for each would take most of the time.
    private static func writeBlocks(_ lines: some Sequence<String>) {
        var block = ""
        for line in lines {
            block += line
            block += "\n"
            if block.utf8.count >= 1 << 16 {
                write(block, to: .standardOutput)
                block = ""
            }
        }
        if !block.isEmpty { write(block, to: .standardOutput) }
    }

    /// A report, which makes visible itself what comes from outside: its charts have colours.
    static func show(_ report: Report) { writeBlocks(report.text(for: terminal)) }

    /// A remark on how a result came about, silenced by `--quiet`.
    static func note(_ line: String) {
        if !isQuiet { write(line.visible + "\n", to: .standardError) }
    }

    /// A remark on the result at hand, for after it.
    static func remark(_ line: String) { remarks.withLock { $0.append(line) } }

    /// Prints the remarks that wait for the result, or for the error that stands in its place.
    static func printRemarks() {
        let lines = remarks.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        lines.forEach(note)
    }

    /// A line that is never silenced.
    static func error(_ line: String) { write(line.visible + "\n", to: .standardError) }

    /// Redraws the line that standard error's cursor stands in; an empty text clears it.
    static func redraw(_ text: String) {
        if tellsProgressInLines && !text.isEmpty { return write(text.visible + "\n", to: .standardError) }
        if canRedraw && !isQuiet { write("\r\u{1B}[K" + text.visible, to: .standardError) }
    }

    /// A text for programs, written as it is but to a terminal.
    static func write(data bytes: [UInt8]) throws {
        let bytes = isTerminal ? Array(String(decoding: bytes, as: UTF8.self).visibleLines.utf8) : bytes
        if let code = writeAll(bytes, to: STDOUT_FILENO) { throw standardOutputError(code) }
    }

    /// Writes a text to a file, whole or not at all; `-` is standard output.
    static func write(_ text: String, toFile path: String) throws {
        if path == "-" { return print(data: text) }
        let file = try OutputFile(path, standardOutput: write(data:))
        try file.write(Array(text.utf8))
        try file.close()
        remark("wrote \(path)")
    }

    /// Writes at once. A reader that went away ends the command quietly by SIGPIPE; a full disk is an error.
    private static func write(_ text: String, to handle: FileHandle) {
        guard let code = writeAll(Array(text.utf8), to: handle.fileDescriptor), handle === FileHandle.standardOutput
        else { return }
        Foundation.exit(reported(standardOutputError(code)))
    }

    /// Why standard output takes no more.
    static func standardOutputError(_ code: Int32) -> CommandError {
        let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
        return CommandError(
            "standard output cannot be written: \(systemMessage(code))",
            cause: isFull
                ? "The disk is full, or a limit on file sizes is met." : "It was closed, or its disk is failing.",
            kind: .inputOutput)
    }
}
