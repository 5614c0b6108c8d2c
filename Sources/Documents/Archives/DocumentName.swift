internal import Basics

/// The name that a document gets of the path of a file or of an archive's member: relative, on one line, without
/// anything that a terminal obeys.
///
/// Empty parts, `.` and `..` are dropped. Bytes that are no UTF-8 become `\xE9`; control characters, line separators
/// and what changes the direction of writing become `\u{202E}`.
///
/// - Returns: `nil` if nothing is left.
package func documentName(ofPath path: some Sequence<UInt8>) -> String? {
    let parts = Array(path).split(separator: 0x2F).filter { $0 != [0x2E] && $0 != [0x2E, 0x2E] }
    return parts.isEmpty ? nil : parts.map(escaped).joined(separator: "/")
}

/// Bytes as text that stays on its line: see ``documentName(ofPath:)``.
package func escaped(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var position = bytes.startIndex
    while true {
        switch decoder.decode(&rest) {
        case .emptyInput: return text
        case .scalarValue(let scalar):
            position += UTF8.width(scalar)
            if scalar.isObeyed {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        case .error:
            text += "\\x" + hexadecimal([bytes[position]]).uppercased()
            position += 1
            rest = bytes[position...].makeIterator()
            decoder = UTF8()
        }
    }
}
