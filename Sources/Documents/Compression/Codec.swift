/// A library's decompressor of one format, which verifies the format's checksums.
protocol Codec {
    /// What the format is called, and the program that makes and tests it.
    static var program: String { get }

    /// Decompresses what it can of the input into the output.
    ///
    /// - Parameter isLast: whether no input follows.
    /// - Returns: how much was taken and given; both are 0 when more input is needed. `isEnd` after the last byte.
    mutating func decompress(
        _ input: UnsafeMutableBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int, isEnd: Bool)

    /// What is to be said of the input when its end was reached, after its name.
    var note: String? { get }
}

enum CodecFailure: Error {
    /// The library's word for what does not hold.
    case damaged(String)
    /// What it has to remember of the text does not fit.
    case needsMemory(bytes: Int)
}
