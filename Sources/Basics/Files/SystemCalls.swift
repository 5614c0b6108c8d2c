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
