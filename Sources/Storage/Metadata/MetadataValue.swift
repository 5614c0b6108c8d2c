internal import GRDB

/// A value of a document's metadata: a number where the text reads back as the same, else the text.
///
/// `1930` is a number, `007` and `1e3` are texts.
package enum MetadataValue: Sendable {
    case integer(Int)
    case number(Double)
    case text(String)

    package init(_ text: String) {
        if let integer = Int(text), String(integer) == text {
            self = .integer(integer)
        } else if let number = Double(text), number.isFinite, "\(number)" == text {
            self = .number(number)
        } else {
            self = .text(text)
        }
    }

    package var isNumber: Bool { if case .text = self { false } else { true } }

    var databaseValue: DatabaseValue {
        switch self {
        case .integer(let value): value.databaseValue
        case .number(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }
}

/// As SQLite compares values: numbers by their size, before texts by their bytes.
extension MetadataValue: Hashable, Comparable {
    private enum Same: Hashable {
        case integer(Int)
        case number(Double)
        case text([UInt8])
    }

    private var same: Same {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): Int(exactly: value).map { .integer($0) } ?? .number(value)
        case .text(let value): .text(Array(value.utf8))
        }
    }

    package static func == (a: Self, b: Self) -> Bool { a.same == b.same }

    package func hash(into hasher: inout Hasher) { hasher.combine(same) }

    package static func < (a: Self, b: Self) -> Bool {
        switch (a.same, b.same) {
        case (.integer(let a), .integer(let b)): a < b
        case (.integer(let a), .number(let b)): Double(a) < b
        case (.number(let a), .integer(let b)): a < Double(b)
        case (.number(let a), .number(let b)): a < b
        case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
        case (.text, _): false
        case (_, .text): true
        }
    }
}
