internal import Basics

/// What the ending of a file's name says of how it is packed.
enum PackedEnding {
    /// The endings of formats that are read, with the formats' names.
    private static let read = [
        (".gz", "gzip"), (".tgz", "gzip"), (".xz", "xz"), (".txz", "xz"), (".zst", "zstd"), (".tzst", "zstd"),
        (".bz2", "bzip2"), (".tbz2", "bzip2"), (".zip", "zip"), (".tar", "tar"),
    ]
    /// The endings of formats that are not.
    private static let unread = [".7z", ".rar", ".lzma", ".lz", ".lz4", ".lzo", ".br", ".z"]

    /// - Parameter head: the first bytes of a file that does not begin as any packed one does.
    /// - Throws: if the name says that it is packed, and the bytes are no text: another encoding would make none of it.
    static func requireText(_ title: String, head: [UInt8]) throws(InputError) {
        let name = title.lowercased()
        guard isBinary(head) else { return }
        if let (ending, format) = read.first(where: { name.hasSuffix($0.0) }) {
            throw .misnamed(title: title, ending: ending, format: format)
        }
        if let ending = unread.first(where: { name.hasSuffix($0) }) {
            throw .unreadForm(title: title, ending: ending)
        }
    }

    /// Whether control characters occur that no text has. UTF-16 with its mark is text.
    private static func isBinary(_ head: [UInt8]) -> Bool {
        guard !head.starts(with: [0xFF, 0xFE]), !head.starts(with: [0xFE, 0xFF]) else { return false }
        return head.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1A && $0 != 0x1B }
    }
}
