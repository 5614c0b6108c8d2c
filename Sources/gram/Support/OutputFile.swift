internal import Foundation
internal import Gramarye
internal import Reporting

/// A file that a command writes: there whole in the end, or as it was before. A database is never written over.
///
/// A link is written through, and what is no regular file, as a device or a pipe, is written to as it stands; `-` is
/// standard output.
final class OutputFile {
    private let path: String
    /// Where it goes as it stands, if not into `file`.
    private let handle: FileHandle?
    private let file: NewFile?

    /// - Throws: `CommandError` for a folder, a database, or a place where nothing can be made; `StorageError` where
    ///   that fails.
    init(_ path: String) throws {
        self.path = path
        guard path != "-" else {
            (file, handle) = (nil, .standardOutput)
            return
        }
        try Self.check(path)
        let (target, type) = resolvingLinks(path)
        if type == nil || type == .typeRegular {
            (file, handle) = (try NewFile(inPlaceOf: target), nil)
        } else {
            guard let handle = FileHandle(forWritingAtPath: target) else { throw Self.closed(path) }
            (file, self.handle) = (nil, handle)
        }
    }

    func write(_ bytes: [UInt8]) throws {
        if let file { return try file.write(bytes) }
        if path == "-", Console.isTerminal {
            let text = String(decoding: bytes, as: UTF8.self).visibleLines
            return try explained { try handle?.write(contentsOf: Data(text.utf8)) }
        }
        try explained { try handle?.write(contentsOf: bytes) }
    }

    /// Puts the file in its place.
    func close() throws {
        try file?.publish()
        if path != "-" { try explained { try handle?.close() } }
    }

    /// Whether a file could be written, before the work is done that fills it.
    static func check(_ path: String) throws {
        if path == "-" { return }
        let (target, type) = resolvingLinks(path)
        if type == .typeDirectory {
            throw CommandError("\(path) is a folder", remedy: "Name a file in it.", kind: .cannotCreate)
        }
        if type == .typeRegular, let old = FileHandle(forReadingAtPath: path),
            try old.read(upToCount: 15) == Data("SQLite format 3".utf8)
        {
            throw CommandError(
                "\(path) is a database and is not written over", remedy: "Name another file.", kind: .cannotCreate)
        }
        let folder = URL(filePath: target).deletingLastPathComponent().path
        guard type != nil || FileManager.default.isWritableFile(atPath: folder) else { throw closed(path) }
    }

    private static func closed(_ path: String) -> CommandError {
        CommandError("\(path) cannot be made", cause: "Its folder is missing or closed to you.", kind: .cannotCreate)
    }

    private func explained<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw CommandError(
                "\(path == "-" ? "standard output" : path) cannot be written"
                    + (isFull ? "" : ": \(error.localizedDescription)"),
                cause: isFull ? "The disk is full." : nil, kind: .inputOutput)
        }
    }
}

/// Writes a text to a file, whole or not at all; `-` is standard output.
func writeFile(_ text: String, to path: String) throws {
    if path == "-" { return Console.print(data: text) }
    let file = try OutputFile(path)
    try file.write(Array(text.utf8))
    try file.close()
    Console.note("wrote \(path)")
}
