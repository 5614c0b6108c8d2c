/// The characters that byte-level vocabularies write bytes with: printable ones of Latin-1 as themselves, others as what
/// follows U+0100 in turn.
///
/// - SeeAlso: Radford et al. (2019), `bytes_to_unicode` of GPT-2's encoder.
enum ByteLevelAlphabet {
    /// The bytes in the order of their characters: that of GPT-2's vocabulary.
    static let bytes: [UInt8] = {
        let printable = (0..<256).map { UInt8($0) }.filter(isPrintable)
        return printable + (0..<256).map { UInt8($0) }.filter { !isPrintable($0) }
    }()

    private static let byScalar: [UInt32: UInt8] = {
        var byScalar: [UInt32: UInt8] = [:]
        var next: UInt32 = 0x100
        for byte in UInt8.min...UInt8.max {
            if isPrintable(byte) {
                byScalar[UInt32(byte)] = byte
            } else {
                byScalar[next] = byte
                next += 1
            }
        }
        return byScalar
    }()

    private static func isPrintable(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
    }

    /// The bytes that are so written; `nil` where a character stands for none.
    static func bytes(of text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard let byte = byScalar[scalar.value] else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
