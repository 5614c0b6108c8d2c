internal import Basics
internal import Testing
internal import Tokenization

/// What is said of a text that cannot be read.
@Suite struct TextErrorTests {
    @Test(arguments: [TextDecoder.Encoding.utf8, .latin1, .windows1252, .utf16, .other("GBK")])
    func bytesAreShown(encoding: TextDecoder.Encoding) {
        let error = TextError.invalidBytes(encoding: encoding, bytes: [0x0A, 0xE9], offset: 7, line: 2)
        #expect(error.fact == "invalid \(encoding.title) at byte 7, line 2: 0A E9")
        #expect(error.cause?.contains("another encoding") == true && error.kind == .badData)
    }
}
