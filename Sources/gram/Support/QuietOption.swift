internal import ArgumentParser

/// For commands that print nothing but notes.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print nothing on standard error but errors.")
    var quiet = false

    func validate() throws { if quiet { Console.isQuiet = true } }
}
