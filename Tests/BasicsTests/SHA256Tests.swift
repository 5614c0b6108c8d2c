internal import Basics
internal import Testing

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-4's companion (NIST, "SHA-256 examples").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsArePublishedOnes(text: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == digest)
    }

    @Test func cutsDoNotMatter() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for size in [1, 63, 64, 65, 1000] {
            var sha = SHA256()
            for start in stride(from: 0, to: bytes.count, by: size) {
                sha.update(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(sha.finalize() == SHA256.hash(bytes))
        }
    }
}
