internal import Basics
internal import Testing
internal import Tokenization

/// What is said of a text that cannot be read fits its encoding.
@Suite struct TextErrorTests {
    @Test(arguments: TextDecoder.Encoding.allCases) func bytesAreShownAndTheRemedyFits(
        encoding: TextDecoder.Encoding
    ) throws {
        let error = TextError.invalidBytes(encoding: encoding, bytes: [0x0A, 0xE9], offset: 7, line: 2)
        #expect(error.fact == "invalid \(encoding.title) at byte 7, line 2: 0A E9")
        let remedy = try #require(error.remedy)
        #expect(remedy.contains("--lossy"))
        // A byte-order mark wins over the name of an encoding, and an odd surrogate is none elsewhere.
        #expect(remedy.contains("--encoding") == (encoding != .utf16))
        #expect(!remedy.contains("\(encoding.rawValue),"))
    }
}
