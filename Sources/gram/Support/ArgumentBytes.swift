internal import Basics
internal import Foundation
internal import Gramarye

/// Refuses an argument that is no UTF-8: what Swift makes of it names another file, or none.
///
/// - Throws: `CommandError` that shows its bytes.
func refuseArgumentsOfOtherEncodings() throws {
    // The system has them as they were given, each ended by a zero byte; the first is the command itself.
    let line = FileManager.default.contents(atPath: "/proc/self/cmdline") ?? Data()
    for bytes in line.split(separator: 0, omittingEmptySubsequences: false).dropFirst() {
        if let error = unreadableArgument(Array(bytes)) { throw error }
    }
}

/// - Returns: `nil` for UTF-8.
func unreadableArgument(_ bytes: [UInt8]) -> CommandError? {
    if (try? UTF8Span(validating: bytes.span)) != nil { return nil }
    return CommandError(
        "'\(escaped(bytes[...]))' is not UTF-8, as names on the command line must be.",
        cause: "The name of that file is in another encoding.",
        remedy: "Name the folder that it is in: files of a folder are read whatever their names are. Or rename it.")
}
