internal import TestSupport
internal import Testing
internal import Tokenization

/// Each run of bytes has a text of its own, which is UTF-8 and leads back to it.
@Suite struct SubwordTextTests {
    @Test func textsLeadBackToTheirBytes() {
        var generator = SeededGenerator(seed: 91)
        let notable: [UInt8] = Array("<0xC3>s/unk> aé中👍".utf8) + [0, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
        var bytesOf: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? notable.randomElement(using: &generator)! : UInt8.random(in: 0...255, using: &generator)
            }
            let text = SubwordText.text(of: bytes)
            #expect(String(validating: text, as: UTF8.self) != nil)
            #expect(SubwordText.bytes(of: text) == bytes)
            #expect(bytesOf.updateValue(bytes, forKey: text) ?? bytes == bytes)
        }
    }

    @Test(
        arguments: [
            (" the", " the"), ("é", "é"), ("<", "<"), ("<b>", "<b>"), ("<0xC3>", "<0x3C>0xC3>"), ("<s>", "<0x3C>s>"),
            ("</s>", "<0x3C>/s>"), ("<unk>", "<0x3C>unk>"), ("<0x", "<0x3C>0x"), ("<0", "<0"),
        ])
    func whatMightBeTakenForAByteOrAMarkerIsWrittenOtherwise(source: String, text: String) {
        #expect(String(decoding: SubwordText.text(of: Array(source.utf8)), as: UTF8.self) == text)
    }

    @Test func bytesThatAreNoTextStandByThemselves() {
        #expect(SubwordText.text(of: [0x61, 0xC3]) == Array("a<0xC3>".utf8))
        #expect(SubwordText.byte(0x0A) == Array("<0x0A>".utf8))
        #expect(SubwordText.joined(["a<0xC3>", "<0xA9>", "<0x3C>s>"]) == "aé<s>")
        #expect(SubwordText.joined(["a<0xC3>", "b"]) == "a\u{FFFD}b")
    }
}
