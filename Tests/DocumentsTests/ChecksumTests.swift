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
        ("two streams of xz", Packed.xz + Packed.xz, ["": Packed.text + Packed.text]),
        ("zstd", Packed.zstd, ["": Packed.text]),
        (
            "two frames of zstd, between others", Packed.skippable + Packed.zstd + Packed.skippable + Packed.zstd,
            ["": Packed.text + Packed.text]
        ),
        ("bzip2", Packed.bzip2, ["": Packed.text]),
        ("two streams of bzip2", Packed.bzip2Streams, ["": Packed.text]),
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
            let isWholeStream = [[0x1F, 0x8B], [0xFD, 0x37], [0x28, 0xB5], [0x42, 0x5A], [0x5A, 0x2A]].contains {
                bytes[count...].starts(with: $0)
            }
            if name.hasPrefix("two"), isWholeStream { continue }
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
            #expect(error?.kind == .badData)
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

    @Test(arguments: [
        ("gzip", Packed.gzip), ("xz", Packed.xz), ("zstd", Packed.zstd), ("bzip2", Packed.bzip2),
    ])
    func whatFollowsIsSaidWhateverTheFormat(format: String, bytes: [UInt8]) throws {
        for rest in ["junk", "a signature", String(repeating: "and so on ", count: 60_000)] {
            let read = try Packed.read(bytes + Array(rest.utf8))
            #expect(read.documents == ["": Packed.text])
            #expect(read.notes.count == 1, "\(read.notes)")
            #expect(read.notes.first?.contains("\(rest.utf8.count) bytes after its end are no \(format) data") == true)
        }
        let padded = try Packed.read(bytes + [UInt8](repeating: 0, count: 1_024))
        #expect(padded.documents == ["": Packed.text])
        #expect(padded.notes.isEmpty)
        // What may have been another text is not left out.
        let error = #expect(throws: InputError.self) { try Packed.read(bytes + bytes.prefix(bytes.count / 2)) }
        #expect(error?.kind == .badData)
        var damaged = bytes
        damaged[1] ^= 0x10
        #expect(throws: InputError.self) { try Packed.read(bytes + damaged) }
    }

    /// The format of xz has zeros by fours.
    @Test func paddingThatIsNoneIsSaid() throws {
        let read = try Packed.read(Packed.xz + [0, 0, 0])
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.count == 1 && read.notes[0].contains("3 bytes after its end"))
        let between = try Packed.read(Packed.xz + [0, 0, 0, 0] + Packed.xz)
        #expect(between.documents == ["": Packed.text + Packed.text])
        #expect(between.notes.isEmpty)
    }

    @Test(arguments: Packed.empty) func nothingCompressedIsAnEmptyText(format: String, bytes: [UInt8]) throws {
        let read = try Packed.read(bytes)
        #expect(read.documents == ["": ""])
        #expect(read.notes.isEmpty)
        let text = try #require(
            ["gzip": Packed.gzip, "xz": Packed.xz, "zstd": Packed.zstd, "bzip2": Packed.bzip2][format])
        #expect(try Packed.read(bytes + text).documents == ["": Packed.text])
    }

    @Test func framesOfZstdWithoutText() throws {
        #expect(try Packed.read(Packed.skippable).documents == ["": ""])
        let read = try Packed.read(Packed.skippable + Packed.zstd)
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.isEmpty)
        #expect(throws: InputError.self) { try Packed.read(Array(Packed.skippable.dropLast())) }
        #expect(throws: InputError.self) { try Packed.read(Packed.zstd + Packed.skippable.dropLast()) }
    }

    /// In every encoding, what is packed is no text.
    @Test(arguments: [
        (".xz", Packed.xz, "xz"), (".gz", Packed.gzip, "gzip"), (".TXT.ZST", Packed.zstd, "zstd"),
        (".bz2", Packed.bzip2, "bzip2"), (".zip", Packed.zip, "zip"),
    ])
    func aDamagedHeadIsDamageIfTheNameSaysSo(ending: String, bytes: [UInt8], format: String) throws {
        let damaged = [0x11, 0x22, 0x33] + bytes.dropFirst(3)
        let error = #expect(throws: InputError.self) { try Packed.read(damaged, ending: ending) }
        #expect(error?.fact.contains("is damaged") == true && error?.fact.contains(format) == true)
        #expect(error?.kind == .badData)
        // A text that was unpacked and kept its name is one.
        #expect(try Packed.read(Array(Packed.text.utf8), ending: ending).documents == ["": Packed.text])
        let unread = #expect(throws: InputError.self) { try Packed.read(damaged, ending: ".7z") }
        #expect(unread?.fact.contains("not read") == true)
    }

    @Test func zstdWithoutAChecksumIsSaidToHaveNone() throws {
        // The second bit of the frame's descriptor says that four bytes follow the text.
        var bytes = Packed.zstd
        bytes[4] &= ~4
        let read = try Packed.read(Array(bytes.dropLast(4)))
        #expect(read.documents == ["": Packed.text])
        #expect(read.notes.count == 1 && read.notes[0].contains("no checksum"))
        // Of several frames each has its own.
        let second = try Packed.read(Packed.zstd + bytes.dropLast(4))
        #expect(second.documents == ["": Packed.text + Packed.text])
        #expect(second.notes.count == 1 && second.notes[0].contains("no checksum"))
    }

    @Test func compressionInCompressionIsReadAndHasAnEnd() throws {
        // Stored blocks of deflate: a gzip file of any bytes made without a compressor.
        func wrapped(_ bytes: [UInt8]) -> [UInt8] {
            let count = UInt16(bytes.count)
            return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(count) + little(~count) + bytes
                + little(crc32(bytes))
                + little(UInt32(bytes.count))
        }
        var bytes = Packed.gzip
        for _ in 0..<7 { bytes = wrapped(bytes) }
        #expect(try Packed.read(bytes).documents == ["": Packed.text])
        #expect(throws: InputError.self) { try Packed.read(wrapped(bytes)) }
    }
}
