/// Where the bytes of an input come from.
package enum InputOrigin: Sendable, Hashable {
    case file(String)
    case standardInput

    /// - Parameter argument: of a command line: a path, or `-` for standard input.
    package init(argument: String) {
        self = argument == "-" ? .standardInput : .file(argument)
    }

    /// How errors call it.
    package var title: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        }
    }
}
