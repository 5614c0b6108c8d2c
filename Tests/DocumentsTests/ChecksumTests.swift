internal import Basics
internal import Documents
internal import Testing

/// Damage to a compressed input is an error, or changes nothing of its text.
@Suite struct ChecksumTests {
    static let two = ["a.txt": Packed.text, "b.txt": Packed.second]
    static let inputs: [(name: String, bytes: [UInt8], documents: [String: String])] = [
        ("gzip", Packed.gzip, ["": Packed.text]),
        ("two members of gzip", Packed.gzipMembers, ["": Packed.text]),
        ("xz", Packed.xz, ["": Packed.text]),
        ("zstd", Packed.zstd, ["": Packed.text]),
        ("tar in gzip", Packed.tarGzip, two),
        ("tar in xz", Packed.tarXZ, two),
        ("tar in zstd", Packed.tarZstd, two),
        ("zip", Packed.zip, ["a.txt": Packed.text, "é.txt": Packed.second]),
    ]

    @Test(arguments: inputs) func readsWhatIsWhole(name: String, bytes: [UInt8], documents: [String: String]) throws {
        let read = try Packed.read(bytes)
        #expect(read.documents == documents)
        #expect(read.notes.isEmpty)
    }

    /// All flips of one bit, of every byte that the format's mark is not in.
    @Test(arguments: inputs) func noFlipChangesATextUnnoticed(
        name: String, bytes: [UInt8], documents: [String: String]
    ) throws {
        var errors = 0
        for position in (name.contains("xz") ? 6 : 4)..<bytes.count {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[position] ^= 1 << bit
                guard let read = try? Packed.read(flipped) else {
                    errors += 1
                    continue
                }
                // A member's name is under no checksum in zip. Texts that are left out are said to be.
                let texts = read.documents.values.sorted()
                #expect(
                    texts == documents.values.sorted() || !read.notes.isEmpty,
                    "bit \(bit) of byte \(position) of \(name)")
            }
        }
        #expect(errors > bytes.count)
    }

    @Test(arguments: inputs) func whatIsCutShortIsAnError(
        name: String, bytes: [UInt8], documents: [String: String]
    ) throws {
        for count in 6..<bytes.count {
            // The first of two members is a text of its own.
            if name == "two members of gzip", bytes[count...].starts(with: [0x1F, 0x8B]) { continue }
            #expect(throws: InputError.self, "\(name) cut after \(count) bytes") {
                try Packed.read(Array(bytes[..<count]))
            }
        }
    }

    @Test func lengthAndChecksumOfEveryMemberHold() throws {
        for fromEnd in [1, 4, 5, 8] {
            var wrong = Packed.gzipMembers
            wrong[wrong.count - fromEnd] ^= 1
            let error = #expect(throws: InputError.self) { try Packed.read(wrong) }
            #expect(error?.kind.rawValue == 65)
            #expect(error?.fact.contains(fromEnd > 4 ? "CRC32" : "length") == true)
        }
    }

    @Test func zerosMayFollowTheLastMember() throws {
        let read = try Packed.read(Packed.gzipMembers + [UInt8](repeating: 0, count: 1_000))
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.isEmpty)
    }

    @Test func whatFollowsTheLastMemberIsSaid() throws {
        let read = try Packed.read(Packed.gzip + Array("a signature".utf8))
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.count == 1 && read.notes[0].contains("11 bytes"))
        #expect(throws: InputError.self) { try Packed.read(Packed.gzip + [0x1E, 0x8B, 0x08, 0, 0, 0, 0]) }
    }

    @Test func zstdWithoutAChecksumIsSaidToHaveNone() throws {
        // The second bit of the frame's descriptor says that four bytes follow the text.
        var bytes = Packed.zstd
        bytes[4] &= ~4
        let read = try Packed.read(Array(bytes.dropLast(4)))
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.count == 1 && read.notes[0].contains("no checksum"))
    }

    @Test func compressionInCompressionIsReadAndHasAnEnd() throws {
        // Stored blocks of deflate: a gzip file of any bytes made without a compressor.
        func wrapped(_ bytes: [UInt8]) -> [UInt8] {
            var crc = UInt32.max
            for byte in bytes {
                crc ^= UInt32(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
            }
            crc = ~crc
            let count = UInt16(bytes.count)
            func little(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
                (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
            }
            return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(count) + little(~count) + bytes + little(crc)
                + little(UInt32(bytes.count))
        }
        var bytes = Packed.gzip
        for _ in 0..<7 { bytes = wrapped(bytes) }
        #expect(try Packed.read(bytes).documents == ["": Packed.text])
        #expect(throws: InputError.self) { try Packed.read(wrapped(bytes)) }
    }
}
