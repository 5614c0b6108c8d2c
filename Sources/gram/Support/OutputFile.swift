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
        let isShown = path == "-" && Console.isTerminal
        let bytes = isShown ? Array(String(decoding: bytes, as: UTF8.self).visibleLines.utf8) : bytes
        guard let handle, let code = writeAll(bytes, to: handle.fileDescriptor) else { return }
        throw path == "-" ? Console.standardOutputError(code) : Self.failed(path, code)
    }

    /// Puts the file in its place.
    /// - Parameter replacing: `false` where a file that was made meanwhile is not to be written over.
    func close(replacing: Bool = true) throws {
        try file?.publish(replacing: replacing)
        guard path != "-", let handle else { return }
        do { try handle.close() } catch { throw Self.failed(path, errno) }
    }

    /// Whether a file could be written, before the work is done that fills it.
    static func check(_ path: String) throws {
        if path == "-" { return }
        let (target, type) = resolvingLinks(path)
        if type == .typeDirectory {
            throw CommandError("\(path) is a folder", remedy: "Name a file in it.", kind: .cannotCreate)
        }
        if type == .typeRegular, CorpusStore.isDatabase(path) {
            throw CommandError(
                "\(path) is a database and is not written over", remedy: "Name another file.", kind: .cannotCreate)
        }
        let folder = URL(filePath: target).deletingLastPathComponent().path
        guard type != nil || FileManager.default.isWritableFile(atPath: folder) else { throw closed(path) }
    }

    private static func closed(_ path: String) -> CommandError {
        CommandError("\(path) cannot be made", cause: "Its folder is missing or closed to you.", kind: .cannotCreate)
    }

    /// What was opened to be written as it stands cannot be.
    private static func failed(_ path: String, _ code: Int32) -> CommandError {
        CommandError(
            "\(path) cannot be written: \(systemMessage(code))", kind: .inputOutput)
    }
}

/// Writes a text to a file, whole or not at all; `-` is standard output.
func writeFile(_ text: String, to path: String) throws {
    if path == "-" { return Console.print(data: text) }
    let file = try OutputFile(path)
    try file.write(Array(text.utf8))
    try file.close()
    Console.remark("wrote \(path)")
}
