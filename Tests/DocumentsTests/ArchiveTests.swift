internal import Basics
internal import Documents
internal import Foundation
internal import Testing

/// Every text of an archive is read, whatever its name.
@Suite struct ArchiveTests {
    /// An archive of tar as its oldest form was, with names as they are given.
    static func tar(_ members: [(name: [UInt8], text: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        for (name, text) in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ bytes: some Sequence<UInt8>, at start: Int) {
                for (index, byte) in bytes.enumerated() { header[start + index] = byte }
            }
            func octal(_ number: Int, width: Int) -> [UInt8] {
                let digits = String(number, radix: 8)
                return Array((String(repeating: "0", count: width - digits.count) + digits).utf8)
            }
            put(name, at: 0)
            for (start, width, number) in [
                (100, 7, 0o644), (108, 7, 0), (116, 7, 0), (124, 11, text.count), (136, 11, 0),
            ] {
                put(octal(number, width: width), at: start)
            }
            put([UInt8](repeating: 0x20, count: 8), at: 148)
            put(octal(header.reduce(0) { $0 + Int($1) }, width: 6) + [0], at: 148)
            let padding = (512 - text.count % 512) % 512
            archive += header + text + [UInt8](repeating: 0, count: padding)
        }
        return archive + [UInt8](repeating: 0, count: 1_024)
    }

    @Test func namesAreCleanedAndNoMemberIsSkipped() throws {
        let names: [(path: [UInt8], name: String)] = [
            (Array("../../up.txt".utf8), "up.txt"),
            (Array("/root.txt".utf8), "root.txt"),
            (Array("two\nlines.txt".utf8), "two\\u{A}lines.txt"),
            (Array("\u{202E}right.txt".utf8), "\\u{202E}right.txt"),
            ([0x63, 0x61, 0x66, 0xE9] + Array(".txt".utf8), "caf\\xE9.txt"),
            (Array("日本.txt".utf8), "日本.txt"),
        ]
        let read = try Packed.read(Self.tar(names.map { ($0.path, Array("text of \($0.name)\n".utf8)) }))
        #expect(read.documents == Dictionary(uniqueKeysWithValues: names.map { ($0.name, "text of \($0.name)\n") }))
        #expect(read.notes.isEmpty)
    }

    @Test func archivesOneAfterTheOtherAreAllRead() throws {
        let first = Self.tar([(Array("a.txt".utf8), Array("one\n".utf8))])
        let second = Self.tar([(Array("b.txt".utf8), Array("two\n".utf8))])
        #expect(try Packed.read(first + second).documents == ["a.txt": "one\n", "b.txt": "two\n"])
    }

    @Test func compressedMembersAreDecompressedAndOthersSaid() throws {
        let archive = Self.tar([
            (Array("a.txt.gz".utf8), Packed.gzip), (Array("b.png".utf8), Array("no text".utf8)),
        ])
        let read = try Packed.read(archive)
        #expect(read.documents == ["a.txt.gz": Packed.text])
        #expect(read.notes.count == 1 && read.notes[0].contains("1 file left out: 1 .png"))
    }

    /// In C's locale libarchive has no name for what is not ASCII.
    @Test func namesDoNotDependOnTheLocale() throws {
        #expect(try Packed.read(Packed.zip).documents.keys.sorted() == ["a.txt", "é.txt"])
    }

    @Test func anArchiveIsNoSingleContent() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-archive-\(UUID().uuidString).zip")
        try Data(Packed.zip).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: InputError.self) { try InputContent(.file(file.path)) }
        #expect(error?.kind == .badData)
    }
}
