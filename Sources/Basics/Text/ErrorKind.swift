/// The kind of failure that an error is.
public enum ErrorKind: Sendable, Hashable {
    case usage
    case badData
    case noInput
    case faultOfTheTool
    case cannotCreate
    case inputOutput
    case tryAgain
}

extension ErrorKind {
    /// The number of the kind, as `sysexits.h` has it: what a command exits with, and what the C interface tells.
    package var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .badData: 65
        case .noInput: 66
        case .faultOfTheTool: 70
        case .cannotCreate: 73
        case .inputOutput: 74
        case .tryAgain: 75
        }
    }
}
