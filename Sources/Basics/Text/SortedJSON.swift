internal import Foundation

/// A value as JSON on one line, its keys sorted, so that equal values are equal texts.
///
/// - Precondition: it is finite numbers, strings and what is made of them, which always encode.
package func sortedJSON(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
        preconditionFailure("a value that JSON does not have: \(error)")
    }
}
