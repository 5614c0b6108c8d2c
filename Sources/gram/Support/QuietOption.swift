internal import ArgumentParser

/// For commands that print nothing but notes.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print only errors on standard error.")
    var quiet = false

    func validate() throws { if quiet { Console.isQuiet = true } }
}
