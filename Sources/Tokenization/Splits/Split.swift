/// What a stretch of text is used for; the raw values are those of the database.
public enum Split: Int, CaseIterable, Sendable, Codable, Hashable {
    case train = 0
    case valid = 1
    case test = 2

    public init?(name: String) {
        guard let split = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = split
    }

    public var name: String {
        switch self {
        case .train: "train"
        case .valid: "valid"
        case .test: "test"
        }
    }
}
