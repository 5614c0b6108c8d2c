/// What a browser asks for, as far as the explorer looks at it.
package struct ExplorerRequest: Sendable {
    package let method: String
    /// The path as it was sent.
    package let path: String
    /// What stands behind the question mark, as it was sent.
    package let query: String
    private let headers: [String: [String]]

    /// - Parameter headers: names, of any case, with their values; one that is sent twice stands twice.
    package init(method: String, path: String, query: String = "", headers: [(name: String, value: String)] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = Dictionary(grouping: headers) { $0.name.lowercased() }.mapValues { $0.map(\.value) }
    }

    /// The value of a header that was sent once; `nil` for one that was sent never or twice.
    package func header(_ name: String) -> String? {
        guard let values = headers[name], values.count == 1 else { return nil }
        return values[0]
    }

    func isSent(_ name: String) -> Bool { headers[name] != nil }

    /// The names and values of the query, decoded, in their order.
    /// - Throws: `ExplorerError.badRequest` where it is no UTF-8 in percent-encoding, or too long.
    package var items: [(name: String, value: String)] {
        get throws(ExplorerError) {
            guard query.utf8.count <= Self.longestQuery else {
                throw .badRequest("The address is longer than \(Self.longestQuery) bytes.")
            }
            var items: [(name: String, value: String)] = []
            for part in query.split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = Self.decoded(pair[0]), let value = Self.decoded(pair.count > 1 ? pair[1] : "") else {
                    throw .badRequest(
                        "The address is not in UTF-8, or its percent signs are not followed by two digits.")
                }
                items.append((name, value))
            }
            return items
        }
    }

    /// In bytes; a text to look at goes in it, too.
    static let longestQuery = 16_384

    /// A part of a query as the form of a page sends it: spaces are plus signs.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexadecimalValue),
                    let low = rest.popFirst().flatMap(hexadecimalValue)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

extension String {
    /// As a name or value of a query.
    package var queryEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20: text += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return text
    }
}
