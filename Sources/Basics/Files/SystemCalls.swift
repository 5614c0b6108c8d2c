internal import Foundation

/// What the system says of the code of an error: `No space left on device`.
package func systemMessage(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

/// Writes bytes to an open file.
///
/// - Returns: the code of the error that ended it; `nil` if all were written.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var done = 0
    while done < bytes.count {
        let wrote = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress! + done, $0.count - done) }
        if wrote < 0 && errno == EINTR { continue }
        if wrote <= 0 { return wrote == 0 ? EIO : errno }
        done += wrote
    }
    return nil
}

/// Reads what is there, waiting for the first byte alone; leaves the buffer empty at the end.
///
/// - Returns: the code of the error that kept it from reading; `nil` if none did.
package func readAvailable(from descriptor: Int32, upTo count: Int, into buffer: inout [UInt8]) -> Int32? {
    var failure: Int32?
    unsafe buffer = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
        while true {
            let got = unsafe read(descriptor, memory.baseAddress, count)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { failure = errno }
            filled = max(0, got)
            return
        }
    }
    return failure
}
