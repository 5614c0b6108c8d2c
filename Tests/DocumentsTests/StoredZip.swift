/// Zip archives of members that are not compressed, with whatever names and flags.
struct StoredZip {
    struct Member {
        let name: [UInt8]
        let text: String
        /// Marks the name as UTF-8.
        var isUTF8 = false
    }

    let bytes: [UInt8]

    init(_ members: [Member]) {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let text = Array(member.text.utf8)
            let size = little(UInt32(text.count))
            let fields =
                little(UInt16(20)) + little(UInt16(member.isUTF8 ? 0x800 : 0)) + little(UInt16(0))
                + little(UInt32(0x21_0000))
                + little(crc32(text)) + size + size + little(UInt16(member.name.count)) + little(UInt16(0))
            directory += Array("PK\u{1}\u{2}".utf8) + little(UInt16(0x031E)) + fields + [UInt8](repeating: 0, count: 6)
            directory += little(UInt32(0o100644 << 16)) + little(UInt32(archive.count)) + member.name
            archive += Array("PK\u{3}\u{4}".utf8) + fields + member.name + text
        }
        let count = little(UInt16(members.count))
        let end = Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0] + count + count + little(UInt32(directory.count))
        bytes = archive + directory + end + little(UInt32(archive.count)) + [0, 0]
    }
}

func little(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}
