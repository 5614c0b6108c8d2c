internal import ArgumentParser
internal import Foundation
internal import Gramarye

/// Prints an error as its lines on standard error and returns the code to exit with.
///
/// Help and the version, which are errors to ArgumentParser, go to standard output.
func reported(_ error: any Error) -> Int32 {
    Console.redraw("")
    if let explained = error as? any ExplainedError {
        Console.error("gram: \(sentence(explained.fact))")
        for line in [explained.cause, explained.remedy].compactMap(\.self) { Console.error(line) }
        return explained.kind.rawValue
    }
    let code = Gram.exitCode(for: error)
    if code.isSuccess || error is ExitCode { Gram.exit(withError: error) }
    guard code == .validationFailure else {
        Console.error("gram: \(sentence("\(error)"))")
        Console.error("This is a fault of gram, not of your input. Please report it with the command line.")
        return ErrorKind.faultOfTheTool.rawValue
    }
    Console.error("gram: \(sentence(Gram.message(for: error)))")
    let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
    Console.error("See: gram \(command.map { "\($0) " } ?? "")--help")
    return ErrorKind.usage.rawValue
}

/// The text with a full stop, unless it ends a sentence or a line of its own.
private func sentence(_ text: String) -> String {
    guard let last = text.last, last.isLetter || last.isNumber || "'\")]>".contains(last) else { return text }
    return text + "."
}
