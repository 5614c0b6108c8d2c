/// The kind of failure that an error is; the raw values are the exit codes of `sysexits.h`.
public enum ErrorKind: Int32, Sendable {
    case usage = 64
    case badData = 65
    case noInput = 66
    case faultOfTheTool = 70
    case cannotCreate = 73
    case inputOutput = 74
    case tryAgain = 75
}
