/// What the first bytes of an input tell of how it is packed.
enum CompressedKind {
    case gzip
    case xz
    case zstd
    case bzip2
    case tar
    case zip

    /// How many bytes tell it.
    static let headSize = 512

    /// - Returns: `nil` for everything that is read as it is.
    init?(_ head: [UInt8]) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || ZstdFrames.isSkippable(head) {
            self = .zstd
        } else if head.starts(with: [0x42, 0x5A, 0x68]), head.count > 5, Self.looksLikeBzip2(head) {
            self = .bzip2
        } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            self = .zip
        } else if head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8) || Self.isTarHeader(head) {
            self = .tar
        } else {
            return nil
        }
    }

    /// Whether most of the bytes are there with which a stream of bzip2 begins: `BZh`, the size of blocks, and the mark
    /// of a block or, in an empty one, of the end.
    static func looksLikeBzip2(_ head: some Collection<UInt8>) -> Bool {
        let head = Array(head.prefix(10))
        let name: [UInt8] = [0x42, 0x5A, 0x68]
        let marks: [[UInt8]] = [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]]
        return marks.contains { mark in
            Swift.zip(head, name + [head.count > 3 ? head[3] : 0] + mark).count { $0 == $1 } >= min(head.count, 6)
        }
    }

    /// Whether the checksum of a tar header holds: the oldest ones have no other mark.
    private static func isTarHeader(_ head: [UInt8]) -> Bool {
        let field = 148..<156
        guard head.count >= 512, head[0] != 0 else { return false }
        let digits = head[field].drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return false }
        let stated = digits.reduce(0) { $0 << 3 | Int($1 & 7) }
        // The field itself counts as spaces.
        let sum = head.indices.prefix(512).reduce(0) { $0 + (field.contains($1) ? 0x20 : Int(head[$1])) }
        return stated == sum
    }
}
