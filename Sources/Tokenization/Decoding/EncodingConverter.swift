internal import CICU

/// ICU's converter of an encoding, which keeps what the end of a chunk has cut.
///
/// It is a decoder's own: one text, one caller at a time.
@safe
final class EncodingConverter: @unchecked Sendable {
    enum End {
        case done
        /// There was no more room.
        case more
        case invalid([UInt8])
    }

    private let converter: OpaquePointer

    /// - Throws: `.unknownEncoding`.
    init(_ name: String) throws(TextError) {
        var error: Int32 = 0
        guard let converter = unsafe icu_converter_open(name, &error) else { throw .unknownEncoding(name) }
        unsafe self.converter = converter
    }

    deinit { unsafe icu_converter_close(converter) }

    /// Appends the UTF-8 of bytes.
    /// - Returns: how many were taken, those that are invalid included, and why no more.
    func convert(
        _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into text: inout [UInt8]
    ) throws(TextError) -> (taken: Int, end: End) {
        var (taken, given, invalidCount) = (0, 0, Int32(0))
        var invalid = [UInt8](repeating: 0, count: Int(ICU_INVALID_AT_MOST))
        var status: Int32 = 0
        let room = unsafe [UInt8](unsafeUninitializedCapacity: Int(ICU_TEXT_AT_ONCE)) { buffer, initialized in
            // No bytes are no address, which ICU refuses.
            let address = unsafe bytes.baseAddress ?? UnsafePointer(buffer.baseAddress!)
            status = unsafe icu_convert(
                converter, address, bytes.count, isLast, &taken, buffer.baseAddress!, &given, &invalid, &invalidCount)
            initialized = given
        }
        text += room
        switch status {
        case Int32(ICU_DONE): return (taken, .done)
        case Int32(ICU_MORE): return (taken, .more)
        case Int32(ICU_INVALID): return (taken, .invalid(Array(invalid.prefix(Int(invalidCount)))))
        default: throw .unicodeDataMissing(code: Int(status))
        }
    }
}
