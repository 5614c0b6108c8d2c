internal import CNettle

/// SHA-256 (FIPS 180-4) of bytes that come in parts, computed by nettle.
package struct SHA256: Sendable {
    private var context = sha256_ctx()

    package init() {
        unsafe nettle_sha256_init(&context)
    }

    package mutating func update(_ bytes: [UInt8]) {
        unsafe nettle_sha256_update(&context, bytes.count, bytes)
    }

    /// Adds a text's UTF-8.
    package mutating func update(_ text: String) {
        update(Array(text.utf8))
    }

    /// The 32 bytes of the digest of all that was added.
    package func finalize() -> [UInt8] {
        var context = context
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        unsafe nettle_sha256_digest(&context, digest.count, &digest)
        return digest
    }

    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var sha = SHA256()
        sha.update(bytes)
        return sha.finalize()
    }
}
