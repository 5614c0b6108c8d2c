internal import Basics
internal import Documents
internal import Foundation
internal import Testing

/// What says the same again and again is refused, unless it is wanted; all else is read, whatever its length.
@Suite struct ExpansionTests {
    /// Ten million bytes of one line over and over, and the same of numbers, as gzip packs them.
    private static func packed(_ command: String) throws -> [UInt8] {
        try Packed.output(of: "\(command) | head -c 10000000 | gzip -9n")
    }

    /// How many bytes a file unpacks to.
    private static func length(_ bytes: [UInt8], anyRatio: Bool) throws -> Int {
        let file = FileManager.default.temporaryDirectory.appending(path: "gram-bomb-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let reader = try openReader(.file(file.path), DecompressionSettings(memory: 64 << 20, anyRatio: anyRatio))
        var (length, chunk) = (0, [UInt8]())
        while try reader.nextDocument() != nil {
            repeat {
                try reader.nextChunk(into: &chunk)
                length += chunk.count
            } while !chunk.isEmpty
        }
        return length
    }

    @Test func aBombIsRefusedUnlessItIsWanted() throws {
        let member = try Self.packed("yes a")
        #expect(member.count * 1_000 < 10_000_000)
        let bomb = Array(repeatElement(member, count: 30).joined())
        let error = #expect(throws: InputError.self) { try Self.length(bomb, anyRatio: false) }
        #expect(error?.kind == .badData)
        guard case .bomb(_, isAllowable: true) = error else {
            Issue.record("\(error?.fact ?? "")")
            return
        }
        #expect(try Self.length(bomb, anyRatio: true) == 300_000_000)
    }

    @Test func whatIsSmallUnpackedIsRead() throws {
        #expect(try Self.length(Self.packed("yes a"), anyRatio: false) == 10_000_000)
    }

    /// A table of numbers shrinks much, and has no limit.
    @Test func whatHasSomethingToSayIsReadWhateverItsLength() throws {
        let table = try Self.packed("seq 1 2000000")
        let same = try Self.packed("yes a")
        let bytes = table + Array(repeatElement(same, count: 29).joined())
        #expect(try Self.length(bytes, anyRatio: false) == 300_000_000)
    }

    /// Members, layers and texts add up: each of these unpacks to less than is looked at.
    @Test func aBombInPartsIsOne() throws {
        let part = try Packed.gzip(Self.packed("yes a"))
        func tar(_ text: [UInt8], times: Int) -> [UInt8] {
            ArchiveTests.tar((0..<times).map { (Array("\($0).txt.gz".utf8), text) })
        }
        let error = #expect(throws: InputError.self) { try Self.length(tar(part, times: 30), anyRatio: false) }
        #expect(error?.kind == .badData)
        #expect(try Self.length(tar(part, times: 30), anyRatio: true) == 300_000_000)
        #expect(try Self.length(tar(part, times: 20), anyRatio: false) == 200_000_000)
        // Packed once, the same text is larger.
        let once = try Self.packed("seq 1 2000000")
        #expect(try Self.length(tar(once, times: 30), anyRatio: false) == 300_000_000)
    }
}
