public import Basics

/// A text that is not what its format demands. The file is named by who reads it.
public enum FormatError: ExplainedError, Hashable {
    /// Not as the format has it: why, and in which line, if that is known.
    case malformed(TextFormat, reason: String, line: Int? = nil)
    /// An entity that would be read from elsewhere.
    case externalEntity(TextFormat)
    /// Beyond what is held in memory of such a format.
    case tooLarge(TextFormat, limit: Int)
    /// A table without the column of text.
    case noColumn(String, columns: [String])
    /// A part of a package that is encrypted.
    case encrypted(TextFormat)
    /// A file that only this program reads, which is not installed or fails: what it says.
    case converterMissing(String, package: String)
    case converterFailed(String, reason: String)
    /// What is not read: its name, and what to make of it.
    case unread(String, instead: String)
    /// A text that tells its tokens, of which lines are to be left out.
    case toldLines(TextFormat)
    /// An archive in an archive.
    case nestedArchive

    /// A column's name; of a text that is no table its first line stands there.
    private static func shown(_ column: String) -> String { column.count > 40 ? column.prefix(40) + "…" : column }

    public var explanation: Explanation {
        switch self {
        case .malformed(let format, let reason, let line):
            return Explanation(
                "\(line.map { "line \($0): " } ?? "")no \(format.title) that can be read: \(reason)",
                cause: "It is damaged, or of another kind.", kind: .badData)
        case .externalEntity(let format):
            return Explanation(
                "the \(format.title) names an entity that is in another file, which is never read",
                cause: "It was made to have a file or a page of yours read.",
                remedy: "Leave it out, or put the entity's text into it.", kind: .badData)
        case .tooLarge(let format, let limit):
            return Explanation(
                "\(format.title) beyond \(limit >> 20) MiB is not read", cause: "Such a text is held in memory whole.",
                remedy: "Grant more memory, or divide it.", kind: .badData)
        case .noColumn(let column, let columns):
            return Explanation(
                "there is no column \(column)",
                cause: columns.isEmpty
                    ? "The table is empty."
                    : "There are \(columns.prefix(12).map(Self.shown).joined(separator: ", "))\(columns.count > 12 ? ", …" : ".")",
                remedy: "Name the column of text.", kind: .badData)
        case .encrypted(let format):
            return Explanation(
                "the \(format.title) is encrypted", remedy: "Save it without a password, or leave it out.",
                kind: .badData)
        case .converterMissing(let program, let package):
            return Explanation(
                "PDF is read by \(program), which is not installed",
                remedy: "Install it (on Debian: apt install \(package)), or save the text otherwise.", kind: .badData)
        case .converterFailed(let program, let reason):
            return Explanation(
                "\(program) cannot read it: \(reason)", cause: "It is damaged or encrypted.", kind: .badData)
        case .unread(let what, let instead):
            return Explanation("it is \(what), which is not read", remedy: "Save it as \(instead).", kind: .badData)
        case .toldLines(let format):
            return Explanation(
                "lines of \(format.title) cannot be left out by an expression",
                cause:
                    "Its lines are tokens and what is said of them, and what is kept of it is the file as it stands.",
                remedy: "Ingest it without such an expression, or take the lines out of the file first.", kind: .badData
            )
        case .nestedArchive:
            return Explanation(
                "it is an archive inside of an archive", remedy: "Unpack it, or leave it out.", kind: .badData)
        }
    }
}
