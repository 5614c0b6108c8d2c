internal import Basics
internal import Foundation
internal import Gramarye

/// Bytes as they come: of standard input what is there, however little; of a file, decompressed.
final class LineInput {
    private let file: InputContent?
    private var buffer: [UInt8] = []

    private static let size = 1 << 20

    /// - Parameter path: `-` for standard input.
    init(_ path: String) throws {
        file = path == "-" ? nil : try InputContent(InputOrigin(argument: path))
    }

    /// The next bytes; `nil` at the end.
    func next() throws -> [UInt8]? {
        if let file {
            try file.next(into: &buffer)
            return buffer.isEmpty ? nil : buffer
        }
        if let code = readAvailable(from: STDIN_FILENO, upTo: Self.size, into: &buffer) {
            throw CommandError("standard input cannot be read: \(systemMessage(code))", kind: .inputOutput)
        }
        return buffer.isEmpty ? nil : buffer
    }
}
