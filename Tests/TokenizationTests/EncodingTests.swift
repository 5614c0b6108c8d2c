internal import Basics
internal import TestSupport
internal import Testing
internal import Tokenization

/// Encodings beyond the usual, by ICU's converters.
@Suite struct EncodingTests {
    @Test(arguments: [
        ("cp1251", "windows-1251"), ("windows-1251", "windows-1251"), ("gbk", "GBK"), ("shift_jis", "Shift_JIS"),
        ("koi8-r", "KOI8-R"), ("UTF8", "utf-8"), ("ISO-8859-1", "latin1"), ("cp1252", "windows-1252"),
    ])
    func namesAreThoseOfTheWeb(name: String, known: String) throws {
        #expect(try #require(TextDecoder.Encoding(rawValue: name)).rawValue == known)
    }

    @Test func othersAreNone() { #expect(TextDecoder.Encoding(rawValue: "no-such-encoding") == nil) }

    private func decode(
        _ bytes: [UInt8], _ name: String, lossy: Bool = false, chunk: () -> Int
    ) throws -> (String, replacements: Int) {
        var decoder = TextDecoder(encoding: try #require(TextDecoder.Encoding(rawValue: name)), lossy: lossy)
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(chunk()))
            rest = rest.dropFirst(part.count)
            try decoder.decode(part.span, into: &text)
        }
        try decoder.finish(into: &text)
        return (String(decoding: text, as: UTF8.self), decoder.replacements)
    }

    /// Characters cut by chunks are whole again.
    @Test(arguments: [
        ("windows-1251", [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x0A] as [UInt8], "Привет\n"),
        ("shift_jis", [0x93, 0xFA, 0x96, 0x7B, 0x41, 0x0A], "日本A\n"), ("gbk", [0xD6, 0xD0, 0xCE, 0xC4, 0x0A], "中文\n"),
        ("gb18030", [0x94, 0x39, 0xDA, 0x33, 0x61, 0x62], "💩ab"),
    ])
    func textsAreDecodedInAnyChunks(name: String, bytes: [UInt8], text: String) throws {
        var generator = SeededGenerator(seed: 1)
        let many = Array(repeatElement(bytes, count: 5_000).joined())
        for largest in [1, 2, 7, 1_000, 100_000] {
            let read = try decode(many, name) { Int.random(in: 1...largest, using: &generator) }
            #expect(read.0 == String(repeating: text, count: 5_000) && read.replacements == 0)
        }
    }

    /// Its mark in little-endian order begins as that of UTF-16.
    @Test(arguments: [false, true])
    func aMarkTellsUTF32(isBigEndian: Bool) throws {
        let text = "\u{FEFF}née 💩\nb"
        let bytes = text.unicodeScalars.flatMap { scalar in
            let places = [0, 8, 16, 24]
            return (isBigEndian ? places.reversed() : places).map { UInt8(scalar.value >> $0 & 0xFF) }
        }
        for chunk in [1, 3, 5, 100] {
            let read = try decode(bytes, "utf-8") { chunk }
            #expect(read.0 == text.dropFirst() && read.replacements == 0)
        }
    }

    @Test func invalidBytesAreNamedOrReplaced() throws {
        let bytes: [UInt8] = [0x61, 0x0A, 0x93, 0xFA, 0xFF, 0x62]
        #expect(
            throws: TextError.invalidBytes(encoding: .other("Shift_JIS"), bytes: [0xFF], offset: 4, line: 2)
        ) { try decode(bytes, "shift_jis") { 100 } }
        let read = try decode(bytes + [0x93], "shift_jis", lossy: true) { 100 }
        #expect(read.0 == "a\n日\u{FFFD}b\u{FFFD}" && read.replacements == 2)
    }

    @Test func cyrillicIsRecognized() throws {
        // Привет мир, мир труд.
        let bytes: [UInt8] = [
            0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xEC, 0xE8, 0xF0, 0x0A, 0xEC, 0xE8, 0xF0, 0x20, 0xF2, 0xF0, 0xF3,
            0xE4,
            0x0A,
        ]
        do { _ = try decode(bytes, "utf-8") { 100 } } catch TextError.invalidBytes(_, _, _, _, let likely) {
            #expect(likely.contains(.other("windows-1251")), "\(likely)")
        }
    }

    @Test(arguments: [("one\rtwo\r", true), ("one\r\ntwo\r\n", false), ("one\n", false), ("one", false)])
    func linesMayEndAtCarriageReturns(text: String, areReturns: Bool) throws {
        let bytes = Array(text.utf8)
        #expect(LineEnds.areReturns(in: bytes.span) == areReturns)
        var decoder = TextDecoder(endsLinesAtReturn: true)
        var decoded: [UInt8] = []
        try decoder.decode(Array("one\rtwo\r".utf8).span, into: &decoded)
        try decoder.finish(into: &decoded)
        #expect(decoded == Array("one\ntwo\n".utf8))
    }
}
