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
