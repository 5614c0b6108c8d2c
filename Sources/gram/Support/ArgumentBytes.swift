internal import Basics
internal import Foundation
internal import Gramarye

/// Refuses an argument that is no UTF-8: what Swift makes of it names another file, or none.
///
/// - Throws: `CommandError` that shows its bytes.
func refuseArgumentsOfOtherEncodings() throws {
    for index in 1..<max(1, Int(CommandLine.argc)) {
        guard let argument = unsafe CommandLine.unsafeArgv[index] else { continue }
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
        if let error = unreadableArgument(bytes) { throw error }
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
