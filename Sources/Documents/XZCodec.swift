internal import CLZMA

/// The format of xz, by liblzma: the checksums of every block and of the index are verified.
///
/// Streams one after the other are one text, with zeros between them where the format has them.
@safe
final class XZCodec: Codec {
    static let program = "xz"

    private let stream: UnsafeMutablePointer<lzma_stream>
    private(set) var note: String?

    /// - Parameter memory: how many bytes of the text, and for tables, may be remembered.
    init(memory: Int) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        let status = unsafe lzma_stream_decoder(stream, UInt64(memory), gramarye_lzma_flags)
        precondition(status == LZMA_OK, "liblzma has no memory, or is of another version than its header")
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe stream.deallocate()
    }

    func decompress(
        _ input: UnsafeMutableBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int, isEnd: Bool) {
        unsafe stream.pointee.next_in = UnsafePointer(input.baseAddress)
        unsafe stream.pointee.avail_in = input.count
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = output.count
        while true {
            let status = unsafe lzma_code(stream, isLast ? LZMA_FINISH : LZMA_RUN)
            switch status {
            case LZMA_NO_CHECK, LZMA_UNSUPPORTED_CHECK:
                note = "it has no checksum that can be verified; damage to it may go unnoticed"
                continue
            case LZMA_OK, LZMA_BUF_ERROR, LZMA_STREAM_END:
                return unsafe (
                    input.count - stream.pointee.avail_in, output.count - stream.pointee.avail_out,
                    status == LZMA_STREAM_END
                )
            case LZMA_MEMLIMIT_ERROR: throw .needsMemory(bytes: Int(clamping: unsafe lzma_memusage(stream)))
            case LZMA_FORMAT_ERROR: throw .damaged("what follows its end is no xz data")
            case LZMA_OPTIONS_ERROR: throw .damaged("it was made with options that are not known")
            default: throw .damaged("its checksums do not hold")
            }
        }
    }
}
