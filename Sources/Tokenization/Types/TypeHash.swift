/// The hash of a type's text, eight bytes a step.
enum TypeHash {
    /// What hashes depend on besides the text. It is drawn for each process, so that nobody can write a text whose words
    /// all fall into one place of the table; ids do not depend on it.
    struct Seed {
        let first: UInt64
        let second: UInt64

        static let ofThisProcess = Seed(first: .random(in: 0 ... .max), second: .random(in: 0 ... .max))
    }

    /// The first eight bytes of a text, little-endian, zero beyond its end.
    @inline(__always)
    static func head(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        if count >= 8 { return unsafe ByteMasks.load(bytes) }
        var head: UInt64 = 0
        for index in 0..<count { head |= UInt64(unsafe bytes[index]) << UInt64(8 * index) }
        return head
    }

    /// The same where eight bytes may be read whatever `count` is.
    @inline(__always)
    static func head(padded bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        let word = unsafe ByteMasks.load(bytes)
        return count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
    }

    /// - Parameter head: the first eight bytes of the text, as above.
    @inline(__always)
    static func hash(head: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int, seed: Seed) -> UInt64 {
        var hash = mix(head ^ seed.first, UInt64(truncatingIfNeeded: count) ^ seed.second)
        if count > 8 {
            var offset = 8
            while offset + 8 < count {
                hash = mix(hash ^ (unsafe ByteMasks.load(bytes + offset)), seed.second ^ 0xA24B_AED4_963E_E407)
                offset += 8
            }
            // The last eight bytes, some of them for a second time, spare a loop over single bytes.
            hash = mix(hash ^ (unsafe ByteMasks.load(bytes + (count - 8))), seed.second ^ 0x9FB2_1C65_1E98_DF25)
        }
        return hash
    }

    @inline(__always)
    private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b | 1)
        return product.high ^ product.low
    }
}
