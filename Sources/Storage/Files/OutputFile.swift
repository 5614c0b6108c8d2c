internal import Basics
internal import Foundation

/// A file that a result is written to: there whole in the end, or as it was before. A database is never written over.
///
/// A link is written through, and what is no regular file, as a device or a pipe, is written to as it stands.
package final class OutputFile {
    private let path: String
    private let target: Target

    private enum Target {
        /// What `-` stands for: whoever shows results.
        case standardOutput(([UInt8]) throws -> Void)
        /// A device or a pipe.
        case handle(FileHandle)
        case file(NewFile)
    }

    /// - Parameters:
    ///   - path: `-` for standard output.
    ///   - standardOutput: writes there.
    /// - Throws: `StorageError` for a folder, a database, or a place where nothing can be made.
    package init(_ path: String, standardOutput: @escaping ([UInt8]) throws -> Void) throws {
        self.path = path
        if path == "-" {
            target = .standardOutput(standardOutput)
            return
        }
        try Self.check(path)
        let (file, type) = resolvingLinks(path)
        if type == nil || type == .typeRegular {
            target = .file(try NewFile(inPlaceOf: file))
        } else {
            guard let handle = FileHandle(forWritingAtPath: file) else { throw Self.closed(path) }
            target = .handle(handle)
        }
    }

    package func write(_ bytes: [UInt8]) throws {
        switch target {
        case .standardOutput(let write): try write(bytes)
        case .file(let file): try file.write(bytes)
        case .handle(let handle):
            if let code = writeAll(bytes, to: handle.fileDescriptor) { throw Self.failed(path, code) }
        }
    }

    /// Puts the file in its place.
    /// - Parameter replacing: `false` where a file that was made meanwhile is not to be written over.
    package func close(replacing: Bool = true) throws {
        switch target {
        case .standardOutput: break
        case .file(let file): try file.publish(replacing: replacing)
        case .handle(let handle): do { try handle.close() } catch { throw Self.failed(path, errno) }
        }
    }

    /// Whether a file could be written, before the work is done that fills it.
    package static func check(_ path: String) throws(StorageError) {
        if path == "-" { return }
        let (target, type) = resolvingLinks(path)
        if type == .typeDirectory { throw .folderAsOutput(path) }
        if type == .typeRegular, CorpusStore.isDatabase(path) { throw .databaseAsOutput(path) }
        let folder = URL(filePath: target).deletingLastPathComponent().path
        guard type != nil || FileManager.default.isWritableFile(atPath: folder) else { throw closed(path) }
    }

    private static func closed(_ path: String) -> StorageError {
        .system(
            Explanation("\(path) cannot be made", cause: "Its folder is missing or closed to you.", kind: .cannotCreate)
        )
    }

    /// What was opened to be written as it stands cannot be.
    private static func failed(_ path: String, _ code: Int32) -> StorageError {
        .system(Explanation("\(path) cannot be written: \(systemMessage(code))", kind: .inputOutput))
    }
}
