internal import Basics
internal import Documents
internal import Foundation
internal import Testing

/// Archives made to mislead: about sizes, names, and where they end.
@Suite struct HostileArchiveTests {
    static let words = "hello world\nfoo bar\n"

    /// A member of `tar` after a header of extended fields (pax) with one record.
    private static func tar(record: String, text: String) -> [UInt8] {
        let name = Array("x.txt".utf8)
        var archive = ArchiveTests.tar([(name, Array(record.utf8)), (name, Array(text.utf8))])
        archive[156] = 0x78
        // The checksum counts the kind of member.
        let sum = archive[..<512].enumerated().reduce(0) { sum, byte in
            sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
        }
        let digits = String(sum, radix: 8)
        archive.replaceSubrange(148..<154, with: (String(repeating: "0", count: 6 - digits.count) + digits).utf8)
        return archive
    }

    /// A stored member whose unpacked size, told in 64 bits, is that, and its packed size the true one.
    private static func zip(size: UInt64) -> [UInt8] {
        let text = Array(words.utf8)
        let name = Array("x.txt".utf8)
        let extra = little(UInt16(1)) + little(UInt16(16)) + little(size) + little(UInt64(text.count))
        let fields =
            little(UInt16(45)) + [0, 0, 0, 0, 0, 0, 0, 0] + little(crc32(text)) + little(UInt32.max)
            + little(UInt32.max)
            + little(UInt16(name.count)) + little(UInt16(extra.count))
        let local = Array("PK\u{3}\u{4}".utf8) + fields + name + extra + text
        let directory =
            Array("PK\u{1}\u{2}".utf8) + little(UInt16(45)) + fields + [0, 0, 0, 0, 0, 0]
            + little(UInt32(0o100644 << 16)) + little(UInt32(0)) + name + extra
        return local + directory + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0]
            + little(UInt32(directory.count)) + little(UInt32(local.count)) + [0, 0]
    }

    private static func expectBadDataOrWords(_ archive: [UInt8], at location: SourceLocation = #_sourceLocation) {
        do {
            let read = try Packed.read(archive)
            #expect(read.documents == ["x.txt": words], sourceLocation: location)
        } catch {
            #expect((error as? InputError)?.kind == .badData, "\(error)", sourceLocation: location)
        }
    }

    @Test(arguments: [UInt64(Int64.max), UInt64(Int64.max) - 1, UInt64.max, 1 << 63, 1 << 40])
    func sizesOfZipMayBeAny(size: UInt64) throws {
        Self.expectBadDataOrWords(Self.zip(size: size))
        let right = try Packed.read(Self.zip(size: UInt64(Self.words.utf8.count)))
        #expect(right.documents == ["x.txt": Self.words])
    }

    @Test(arguments: [
        "GNU.sparse.size=9223372036854775807", "GNU.sparse.size=-5", "GNU.sparse.size=-9223372036854775808",
        "GNU.sparse.realsize=9223372036854775807", "size=9223372036854775807",
    ])
    func sizesOfTarMayBeAny(field: String) throws {
        // A record begins with its own length, two digits, and ends with a line feed.
        Self.expectBadDataOrWords(Self.tar(record: "\(field.utf8.count + 4) \(field)\n", text: Self.words))
    }

    @Test func namesThatAreNoTextAreKeptInZip() throws {
        func bytes(_ name: String) -> [UInt8] { Array(name.unicodeScalars.map { UInt8($0.value) }) }
        let archive = StoredZip([

            .init(name: bytes("caf\u{E9}.png"), text: "picture", isUTF8: true),
            .init(name: Array("é.txt".utf8), text: "one", isUTF8: true),
            .init(name: bytes("caf\u{E9}.txt"), text: "two", isUTF8: true),
            .init(name: bytes("\u{FF}\u{FE}.TXT"), text: "three", isUTF8: true),
            .init(name: bytes("../x/\u{E9}"), text: "four", isUTF8: true),
            .init(name: bytes("\u{FC}ber.txt"), text: "five"),
        ])
        let read = try Packed.read(archive.bytes)
        #expect(
            read.documents == [
                "é.txt": "one", "caf\\xE9.txt": "two", "\\xFF\\xFE.TXT": "three", "\\xFCber.txt": "five",
            ])
        #expect(
            read.notes.count == 1 && read.notes[0].contains("2 files left out: 1 .png, 1 without ending"),
            "\(read.notes)")
    }

    /// What failed before has nothing to do with a name that there is none of.
    @Test func anOldErrorOfMemoryIsNoneOfTheArchive() throws {
        let archive = StoredZip([.init(name: [0xE9] + Array(".txt".utf8), text: "one", isUTF8: true)]).bytes
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-errno-\(UUID().uuidString)")
        try Data(archive).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try openReader(.file(file.path), DecompressionSettings())
        errno = ENOMEM
        #expect(try reader.nextDocument() == "\\xE9.txt")
    }

    /// Where the directory cannot be had, such a member has no name, and is no less read.
    @Test func aMemberWithoutANameIsReadAsAText() throws {
        var archive = StoredZip([
            .init(name: [0xE9] + Array(".txt".utf8), text: "one", isUTF8: true),
            .init(name: Array("b.txt".utf8), text: "two"),
        ]).bytes
        #expect(try Packed.read(archive).documents == ["\\xE9.txt": "one", "b.txt": "two"])
        // The directory says that it has three members.
        archive[archive.count - 12] = 3
        #expect(throws: InputError.self) { try Packed.read(archive) }
    }

    @Test func errorsNameTheMember() throws {
        var zip = StoredZip([
            .init(name: Array("a.txt".utf8), text: "one text"), .init(name: Array("b.txt".utf8), text: "two"),
        ])
        .bytes
        zip[30 + 5] ^= 1
        let error = #expect(throws: InputError.self) { try Packed.read(zip) }
        #expect(error?.fact.contains(": a.txt cannot be unpacked") == true, "\(error?.fact ?? "")")
        var damaged = Packed.gzip
        damaged[damaged.count - 6] ^= 1
        let tar = ArchiveTests.tar([(Array("c.txt.gz".utf8), damaged)])
        let inner = #expect(throws: InputError.self) { try Packed.read(tar) }
        #expect(inner?.fact.contains(": c.txt.gz cannot be decompressed") == true, "\(inner?.fact ?? "")")
    }

    /// Cut between two members, a tar archive is one of fewer, but for the blocks of zeros at its end.
    @Test func anArchiveWithoutItsEndIsSaidToBe() throws {
        let members = [(Array("a.txt".utf8), Array("one\n".utf8)), (Array("b.txt".utf8), Array("two\n".utf8))]
        let whole = ArchiveTests.tar(members)
        #expect(try Packed.read(whole).notes.isEmpty)
        let cut = Array(whole[..<1_024])
        let read = try Packed.read(cut)
        #expect(read.documents == ["a.txt": "one\n"])
        #expect(read.notes.count == 1 && read.notes[0].contains("mark of its end is missing"), "\(read.notes)")
        // What is not read to its end is skipped, and the same is known.
        let picture = ArchiveTests.tar([(Array("a.png".utf8), [UInt8](repeating: 7, count: 600_000)), members[0]])
        #expect(try Packed.read(picture).notes.count == 1)
        #expect(try Packed.read(picture.dropLast(1_024)).notes.count == 2)
        // In a compressed one.
        func compressed(_ bytes: [UInt8]) throws -> [UInt8] { try Packed.gzip(bytes) }
        #expect(try Packed.read(compressed(whole)).notes.isEmpty)
        #expect(try Packed.read(compressed(picture)).notes.count == 1)
        #expect(try Packed.read(compressed(cut)).notes.count == 1)
    }
}
