internal import ArgumentParser
internal import Foundation
internal import Gramarye

/// Prints an error as its lines on standard error and returns the code to exit with.
///
/// Help and the version, which are errors to ArgumentParser, go to standard output.
func reported(_ error: any Error) -> Int32 {
    Console.redraw("")
    Console.printRemarks()
    if let explained = (error as? any ExplainedError).map(explanation) {
        Console.error("gram: \(explained.fact.sentence)")
        explained.details.forEach { Console.error("  \($0)") }
        let more = [explained.cause, explained.remedy].compactMap(\.self)
        for line in Console.savedNote.map({ more.suffix(1) + [$0] }) ?? more { Console.error(line) }
        return explained.kind.exitCode
    }
    let code = Gram.exitCode(for: error)
    if code.isSuccess || error is ExitCode { Gram.exit(withError: error) }
    guard code == .validationFailure else {
        Console.error("gram: \("\(error)".sentence)")
        if let saved = Console.savedNote { Console.error(saved) }
        Console.error("This is a fault of gram, not of your input. Please report it with the command line.")
        return ErrorKind.faultOfTheTool.exitCode
    }
    // Many values are told one a line: an error has three lines at most.
    let message = Gram.message(for: error).replacing("following:\n  - ", with: "following: ")
        .replacing("\n  - ", with: ", ")
    let hint = CommandLineHint().hint(for: message)
    // What is meant is known better than by the letters of options.
    let shown = hint == nil ? message : message.replacing(/\ Did you mean '[^']*'\?/, with: "")
    Console.error("gram: \(shown.sentence)")
    let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
    if let hint { Console.error(hint) }
    Console.error("See: gram \(command.map { "\($0) " } ?? "")--help")
    return ErrorKind.usage.exitCode
}
