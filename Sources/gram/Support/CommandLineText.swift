internal import Basics

/// The command line as a shell would take it again.
func commandLineText(_ arguments: [String] = CommandLine.arguments) -> String {
    (["gram"] + arguments.dropFirst().map(shellQuoted)).joined(separator: " ")
}
