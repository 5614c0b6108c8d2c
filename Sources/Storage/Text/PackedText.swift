internal import CZstd

/// Compresses texts by zstd, one after the other.
@safe
final class TextPacker {
    /// The fastest of zstd's usual levels: the next take twice the time and spare a twentieth.
    private static let level: Int32 = 1
    private let context: OpaquePointer

    init() throws {
        guard let context = unsafe ZSTD_createCCtx() else { throw StorageError.fault("zstd has no memory.") }
        unsafe self.context = unsafe context
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    /// The text as one frame, which says how long it is.
    func pack(_ text: [UInt8]) throws -> [UInt8] {
        let room = ZSTD_compressBound(text.count)
        return try unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
            let size = unsafe text.withUnsafeBufferPointer {
                unsafe ZSTD_compressCCtx(context, target.baseAddress, room, $0.baseAddress, $0.count, Self.level)
            }
            guard ZSTD_isError(size) == 0 else { throw StorageError.fault("zstd does not compress a text.") }
            count = size
        }
    }
}

/// Gives a packed text back.
/// - Parameter longest: how many bytes it has at most.
/// - Returns: `nil` if it is no such text.
@unsafe
func unpackedText(_ packed: UnsafeRawBufferPointer, longest: Int) -> [UInt8]? {
    let told = unsafe ZSTD_getFrameContentSize(packed.baseAddress, packed.count)
    guard told != gramarye_zstd_size_unknown, told != gramarye_zstd_size_error, told <= UInt64(longest) else {
        return nil
    }
    var isWhole = false
    let text = unsafe [UInt8](unsafeUninitializedCapacity: Int(told)) { target, count in
        count = unsafe ZSTD_decompress(target.baseAddress, Int(told), packed.baseAddress, packed.count)
        isWhole = count == Int(told)
        if !isWhole { count = 0 }
    }
    return isWhole ? text : nil
}
