internal import Foundation
internal import Tokenization

/// The text of a piece on its way to the database: as numbers, which a spool takes, four bytes each.
struct PieceText: Sendable {
    let numbers: [UInt32]
    let byteCount: Int
    /// Bytes of the text itself.
    let size: Int
    let isPacked: Bool

    /// - Parameter packer: `nil` to leave the text as it is, where it is going to be cut.
    init(_ text: [UInt8], by packer: TextPacker?) throws {
        let bytes = try packer?.pack(text) ?? text
        var numbers = [UInt32](repeating: 0, count: (bytes.count + 3) / 4)
        unsafe numbers.withUnsafeMutableBytes { unsafe $0.copyBytes(from: bytes) }
        self.numbers = numbers
        byteCount = bytes.count
        size = text.count
        isPacked = packer != nil
    }
}

/// A text in a spool.
struct KeptText: Sendable {
    private let chunk: TokenSpool.Chunk
    private let byteCount: Int
    private let isPacked: Bool
    /// Bytes of the text itself.
    let size: Int

    init(_ text: PieceText, in spool: TokenSpool) throws {
        chunk = try spool.append(text.numbers)
        byteCount = text.byteCount
        isPacked = text.isPacked
        size = text.size
    }

    func text(in spool: TokenSpool) throws -> [UInt8] {
        let bytes = try bytes(in: spool)
        guard isPacked else { return bytes }
        guard let text = unsafe bytes.withUnsafeBytes({ unsafe unpackedText($0, longest: size) }) else {
            throw StorageError.fault("A text that was kept cannot be read.")
        }
        return text
    }

    /// The text as it is stored.
    func packed(by packer: TextPacker, in spool: TokenSpool) throws -> [UInt8] {
        let bytes = try bytes(in: spool)
        return isPacked ? bytes : try packer.pack(bytes)
    }

    func forget(in spool: TokenSpool) { spool.forget(chunk) }

    private func bytes(in spool: TokenSpool) throws -> [UInt8] {
        unsafe try spool.tokens(of: chunk).withUnsafeBytes { unsafe Array($0.prefix(byteCount)) }
    }
}
