internal import CICU

extension TextDecoder {
    /// How a text's characters are spelled in bytes.
    public enum Encoding: Sendable, Hashable {
        case utf8
        case latin1
        case windows1252
        /// Without a byte-order mark: big-endian if the first byte is zero, else little-endian.
        case utf16
        /// Any other that ICU's converters know, by the name that the web, or else IANA, gives it: `windows-1251`, `GBK`.
        case other(String)

        /// The encoding's name in prose.
        package var title: String {
            switch self {
            case .utf8: "UTF-8"
            case .latin1: "Latin-1"
            case .windows1252: "Windows-1252"
            case .utf16: "UTF-16"
            case .other(let name): name
            }
        }
    }
}

extension TextDecoder.Encoding: RawRepresentable, Codable {
    public var rawValue: String {
        switch self {
        case .utf8: "utf-8"
        case .latin1: "latin1"
        case .windows1252: "windows-1252"
        case .utf16: "utf-16"
        case .other(let name): name
        }
    }

    /// - Parameter rawValue: any name of the encoding, whatever its case; `nil` for what is not known.
    public init?(rawValue: String) {
        switch rawValue.lowercased() {
        case "latin1", "latin-1": self = .latin1
        case "utf-16", "utf16": self = .utf16
        default:
            guard let known = unsafe icu_encoding_name(rawValue) else { return nil }
            let name = unsafe String(cString: known)
            switch name.lowercased() {
            case "utf-8": self = .utf8
            case "iso-8859-1": self = .latin1
            case "windows-1252": self = .windows1252
            default: self = .other(name)
            }
        }
    }
}
