/// One figure, word or list of a result.
public enum Value: Sendable, Equatable {
    /// Undefined, infinite or absent.
    case null
    case bool(Bool)
    case integer(Int)
    /// A whole number that is a name, as a year is: people see it without separators.
    case numeral(Int)
    /// A seed, which may be larger than an `Int`.
    case unsigned(UInt64)
    case number(Double)
    case text(String)
    case list([Value])
    /// How often something is in each of several places that have an order: a list, which people see as small bars.
    case counts([Int])
    case object([Field])

    /// A value with its key in JSON.
    public struct Field: Sendable, Equatable {
        public let key: String
        public let value: Value

        package init(_ key: String, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// A number, `null` where it is undefined or infinite.
    package static func of(_ number: Double?) -> Value {
        guard let number, number.isFinite else { return .null }
        return .number(number)
    }

    package static func of(_ integer: Int?) -> Value { integer.map { .integer($0) } ?? .null }
    package static func of(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    package static func of(_ value: Value?) -> Value { value ?? .null }
    package static func of(_ texts: [String]) -> Value { .list(texts.map { .text($0) }) }
}
