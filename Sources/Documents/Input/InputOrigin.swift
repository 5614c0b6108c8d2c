internal import Foundation

/// Where the bytes of an input come from.
package enum InputOrigin: Sendable, Hashable {
    case file(String)
    /// A file whose path is no UTF-8.
    case unnameable(path: [UInt8])
    case standardInput

    /// - Parameter argument: of a command line: a path, or `-` for standard input.
    package init(argument: String) {
        self = argument == "-" ? .standardInput : .file(argument)
    }

    /// How errors call it.
    package var title: String {
        switch self {
        case .file(let path): path
        case .unnameable(let path):
            path.split(separator: 0x2F, omittingEmptySubsequences: false).map(escaped).joined(separator: "/")
        case .standardInput: "standard input"
        }
    }

    /// The size of its file, compressed or not; `nil` if that is not known.
    package var fileSize: Int? {
        var status = stat()
        let found =
            switch self {
            case .standardInput: Int32(-1)
            case .file(let path): unsafe stat(path, &status)
            case .unnameable(let path):
                unsafe (path + [0]).withUnsafeBytes { path in
                    unsafe stat(path.baseAddress!.assumingMemoryBound(to: CChar.self), &status)
                }
            }
        guard found == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
