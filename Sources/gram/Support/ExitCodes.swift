internal import Gramarye

extension ErrorKind {
    /// The exit code of an error, as `sysexits.h` has it.
    var exitCode: Int32 {
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
