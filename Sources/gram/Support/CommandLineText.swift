/// The command line as a shell would take it again.
func commandLineText(_ arguments: [String] = CommandLine.arguments) -> String {
    (["gram"] + arguments.dropFirst().map(quotedForShell)).joined(separator: " ")
}

private func quotedForShell(_ argument: String) -> String {
    let plain = argument.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
            || "-_./:+,=@%".unicodeScalars.contains($0)
    }
    if plain && !argument.isEmpty { return argument }
    return "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
