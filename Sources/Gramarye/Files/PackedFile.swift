internal import Documents
internal import Storage

/// A file compressed as its name says, `.gz`, `.zst` or `.xz`; written whole or not at all.
package final class PackedFile {
    private static let bufferSize = 1 << 18
    private let output: OutputFile
    private let packed: PackedOutput?
    private var buffer: [UInt8] = []

    /// - Parameters:
    ///   - path: `-` for standard output.
    ///   - standardOutput: writes there.
    /// - Throws: as `OutputFile`.
    package init(_ path: String, standardOutput: @escaping ([UInt8]) throws -> Void) throws {
        output = try OutputFile(path, standardOutput: standardOutput)
        packed = try PackedOutput(forFileNamed: path)
    }

    package func write(_ bytes: [UInt8]) throws { try append { $0 += bytes } }

    /// - Parameter add: appends to the bytes that are still to be written.
    func append(_ add: (inout [UInt8]) -> Void) throws {
        add(&buffer)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private func flush() throws {
        let bytes = try packed?.append(buffer) ?? buffer
        if !bytes.isEmpty { try output.write(bytes) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// - Parameter replacing: whether a file of this name may be replaced.
    package func close(replacing: Bool) throws {
        try flush()
        if let rest = try packed?.finish() { try output.write(rest) }
        try output.close(replacing: replacing)
    }
}
