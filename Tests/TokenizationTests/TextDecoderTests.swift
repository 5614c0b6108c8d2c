internal import Basics
internal import Foundation
internal import TestSupport
internal import Testing
internal import Tokenization

/// Bytes in every encoding become the text that was encoded, whatever the chunks; what is no text is named.
@Suite struct TextDecoderTests {
    private func decode(
        _ bytes: [UInt8], _ encoding: TextDecoder.Encoding = .utf8, lossy: Bool = false, chunk: (() -> Int)? = nil
    ) throws(TextError) -> (text: [UInt8], replacements: Int) {
        var decoder = TextDecoder(encoding: encoding, lossy: lossy)
        var text: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + (chunk?() ?? bytes.count))
            try decoder.decode(bytes[start..<end].span, into: &text)
            start = end
        }
        try decoder.finish(into: &text)
        return (text, decoder.replacements)
    }

    /// A text of which every scalar can be encoded; the first one leaves no doubt about the order of UTF-16's bytes.
    private func text(
        in encoding: String.Encoding, using generator: inout SeededGenerator
    ) -> String {
        let count = Int.random(in: 0..<40, using: &generator)
        let scalars = TestTexts.unicode(count: count, using: &generator).unicodeScalars.filter {
            $0.value != 0xFEFF && String($0).data(using: encoding) != nil
        }
        return "a" + String(String.UnicodeScalarView(scalars))
    }

    static let encodings: [(TextDecoder.Encoding, String.Encoding, mark: [UInt8])] = [
        (.utf8, .utf8, []), (.utf8, .utf8, [0xEF, 0xBB, 0xBF]), (.latin1, .isoLatin1, []),
        (.windows1252, .windowsCP1252, []), (.utf16, .utf16LittleEndian, []), (.utf16, .utf16BigEndian, []),
        (.utf16, .utf16LittleEndian, [0xFF, 0xFE]), (.utf16, .utf16BigEndian, [0xFE, 0xFF]),
        // A mark wins over the encoding asked for.
        (.latin1, .utf8, [0xEF, 0xBB, 0xBF]), (.utf8, .utf16LittleEndian, [0xFF, 0xFE]),
        (.windows1252, .utf16BigEndian, [0xFE, 0xFF]), (.utf16, .utf8, [0xEF, 0xBB, 0xBF]),
    ]

    @Test(arguments: encodings)
    func decodingUndoesEncoding(
        asked: TextDecoder.Encoding, encoding: String.Encoding, mark: [UInt8]
    ) throws {
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<200 {
            let text = text(in: encoding, using: &generator)
            let bytes = mark + Array(try #require(text.data(using: encoding)))
            let largest = Int.random(in: 1..<12, using: &generator)
            let (decoded, replacements) = try decode(bytes, asked) { Int.random(in: 1...largest, using: &generator) }
            #expect(decoded == Array(text.utf8), "\(bytes)")
            #expect(replacements == 0)
        }
    }

    @Test func lossyUTF8IsRepairedAsUnicodeAdvises() throws {
        var generator = SeededGenerator(seed: 29)
        for _ in 0..<2000 {
            // Bytes that begin, continue and break sequences of every length.
            let notable: [UInt8] = [
                0x61, 0x0A, 0x80, 0xA0, 0xBF, 0xC2, 0xC0, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x9F,
                0x90,
            ]
            let bytes =
                [0x61]
                + (0..<Int.random(in: 0..<24, using: &generator)).map { _ in notable.randomElement(using: &generator)! }
            let wanted = String(decoding: bytes, as: UTF8.self)
            let (decoded, replacements) = try decode(bytes, lossy: true) { Int.random(in: 1...5, using: &generator) }
            #expect(decoded == Array(wanted.utf8), "\(bytes)")
            #expect(replacements == wanted.unicodeScalars.count { $0 == "\u{FFFD}" })
        }
    }

    @Test func lossyUTF16IsRepairedAsUnicodeAdvises() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<1000 {
            let units =
                [0x61]
                + (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    [0x61, 0x0A, 0xE9, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x4E2D].randomElement(using: &generator)!
                }
            let bytes = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let wanted = String(decoding: units.map { UInt16($0) }, as: UTF16.self)
            let (decoded, _) = try decode(bytes, .utf16, lossy: true) { Int.random(in: 1...5, using: &generator) }
            #expect(decoded == Array(wanted.utf8), "\(units)")
        }
    }

    @Test func anInvalidByteIsNamedByOffsetAndLine() throws {
        var generator = SeededGenerator(seed: 37)
        for _ in 0..<300 {
            var bytes = Array(TestTexts.ascii(count: 40, using: &generator).utf8)
            let offset = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[offset] = 0xFF
            let line = 1 + bytes[..<offset].count { $0 == 0x0A }
            expectInvalid([0xFF], offset: offset, line: line) {
                try decode(bytes) { Int.random(in: 1...9, using: &generator) }
            }
            bytes[offset] = 0
            let error = #expect(throws: TextError.self) {
                try decode(bytes) { Int.random(in: 1...9, using: &generator) }
            }
            guard case .zeroByte(offset, line, _) = error else {
                Issue.record("\(error?.fact ?? "no error") instead of byte \(offset), line \(line)")
                return
            }
        }
    }

    @Test func offsetsCountBytesOfTheInput() throws {
        // The mark counts, and so do all bytes of é.
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF, 0x0A, 0xC3, 0xA9, 0xE2, 0x82, 0x61]
        expectInvalid([0xE2, 0x82], offset: 6, line: 2) {
            try decode(bytes)
        }
        // A euro sign, a line feed and half a pair of surrogates.
        #expect(throws: TextError.invalidBytes(encoding: .utf16, bytes: [0x00, 0xD8], offset: 4, line: 2)) {
            try decode([0xAC, 0x20, 0x0A, 0x00, 0x00, 0xD8], .utf16)
        }
        #expect(throws: TextError.invalidBytes(encoding: .windows1252, bytes: [0x81], offset: 2, line: 2)) {
            try decode([0x61, 0x0A, 0x81], .windows1252)
        }
        #expect(throws: TextError.invalidBytes(encoding: .utf16, bytes: [0x61], offset: 2, line: 1)) {
            try decode([0x61, 0x00, 0x61], .utf16)
        }
        expectInvalid([0xC3], offset: 1, line: 1) {
            try decode([0x61, 0xC3])
        }
    }

    @Test func utf16WithoutAMarkIsRecognized() throws {
        let bytes = Array(try #require("Call me Ishmael.\n".data(using: .utf16LittleEndian)))
        #expect(throws: TextError.zeroByte(offset: 1, line: 1, looksLikeUTF16: true)) { try decode(bytes) }
        let binary: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0]
        #expect(throws: TextError.zeroByte(offset: 7, line: 1, looksLikeUTF16: false)) { try decode(binary) }
    }

    @Test func zeroBytesCanBeReplaced() throws {
        let (text, replacements) = try decode([0x61, 0, 0x62], lossy: true)
        #expect(String(decoding: text, as: UTF8.self) == "a\u{FFFD}b")
        #expect(replacements == 1)
    }

    @Test func nothingIsNoText() throws {
        for encoding in [TextDecoder.Encoding.utf8, .latin1, .windows1252, .utf16, .other("GBK")] {
            #expect(try decode([], encoding).text.isEmpty)
        }
        // A mark alone is an empty text.
        #expect(try decode([0xEF, 0xBB, 0xBF]).text.isEmpty)
        #expect(try decode([0xFF, 0xFE]).text.isEmpty)
    }
}

/// Expects an error of such bytes of UTF-8, whatever else the text looks like.
private func expectInvalid<Result>(
    _ bytes: [UInt8], offset: Int, line: Int, at location: SourceLocation = #_sourceLocation,
    _ body: () throws -> Result
) {
    let error = #expect(throws: TextError.self, sourceLocation: location) { try body() }
    guard case .invalidBytes(.utf8, bytes, offset, line, _) = error else {
        Issue.record("\(error?.fact ?? "no error")", sourceLocation: location)
        return
    }
}
