/// What ends the lines of a text.
package enum LineEnds {
    /// Whether CR alone does, as on the Macs of the last century: it occurs, and LF does not.
    ///
    /// - Parameter bytes: the beginning of a text, in any encoding that spells ASCII in single bytes, or in UTF-16.
    package static func areReturns(in bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            // A CR at the end may have its LF behind.
            return unsafe Bytes.firstIndex(of: 0x0D, in: base, 0..<bytes.count) != nil
                && Bytes.firstIndex(of: 0x0A, in: base, 0..<bytes.count) == nil
        }
    }
}
