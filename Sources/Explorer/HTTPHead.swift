/// The head of a request in HTTP/1.1 (RFC 9112), as far as a server has to know it that only shows pages.
package struct HTTPHead: Sendable {
    package let request: ExplorerRequest
    /// Whether the connection is for further requests, too.
    package let keepsConnection: Bool
    /// Whether something follows that nobody asked for.
    package let hasBody: Bool

    /// In bytes, the blank line not counted.
    static let longest = 32_768

    /// - Parameter bytes: the lines, each but the last with its end.
    /// - Returns: `nil` for what is no head.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let lines = Self.lines(bytes), let first = lines.first,
            let (method, target, version) = Self.requestLine(first)
        else { return nil }
        var headers: [(name: String, value: String)] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), Self.isToken(line[..<colon]) else { return nil }
            headers.append((String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks))
        }
        var address = target
        // A proxy's form names the host in its first part.
        if let rest = Self.withoutScheme(target) {
            let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
            headers.removeAll { $0.name.lowercased() == "host" }
            headers.append(("Host", String(rest[..<end])))
            address = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
        }
        guard address.hasPrefix("/") else { return nil }
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request = ExplorerRequest(
            method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: headers)
        func values(_ name: String) -> [String] {
            headers.filter { $0.name.lowercased() == name }.flatMap {
                $0.value.lowercased().split(separator: ",").map(\.trimmingBlanks)
            }
        }
        let connection = values("connection")
        keepsConnection = version == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
        let names = headers.map { $0.name.lowercased() }
        let length = headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
        hasBody = names.contains("transfer-encoding") || !length.isEmpty && length != ["0"]
    }

    /// The lines, which end with CR and LF; `nil` where there are other controls, or bytes that are no UTF-8.
    private static func lines(_ bytes: some Collection<UInt8>) -> [String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var lines: [String] = [""]
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\r":
                guard scalars.popFirst() == "\n" else { return nil }
                lines.append("")
            case "\t": lines[lines.count - 1].unicodeScalars.append(scalar)
            default:
                guard scalar.value >= 0x20, scalar.value != 0x7F else { return nil }
                lines[lines.count - 1].unicodeScalars.append(scalar)
            }
        }
        return lines
    }

    private static func requestLine(_ line: String) -> (method: String, target: String, version: String)? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, isToken(parts[0]), ["HTTP/1.1", "HTTP/1.0"].contains(parts[2]) else { return nil }
        return (parts[0], parts[1], parts[2])
    }

    private static func withoutScheme(_ target: String) -> Substring? {
        target.lowercased().hasPrefix("http://") ? target.dropFirst("http://".count) : nil
    }

    /// RFC 9110, 5.6.2.
    private static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "!#$%&'*+-.^_`|~".unicodeScalars.contains($0))
            }
    }
}

extension StringProtocol {
    fileprivate var trimmingBlanks: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(
            start[..<(start.lastIndex { $0 != " " && $0 != "\t" }.map(start.index(after:)) ?? start.startIndex)])
    }
}
