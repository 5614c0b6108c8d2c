internal import Foundation

/// The files below a folder, whatever the bytes of their names are.
///
/// Hidden files and folders are no part of it, nor are folders that are linked to: they may be above.
package struct FolderListing: Sendable {
    /// Paths below the folder, in the order of their bytes.
    package private(set) var paths: [[UInt8]] = []

    /// What below it cannot be read and was passed over.
    package private(set) var unreadable: [InputError] = []

    /// - Parameter skipsBad: passes over folders in it that cannot be read.
    /// - Throws: `InputError` if the folder, or one in it, cannot be read.
    package init(of folder: String, skipsBad: Bool = false) throws(InputError) {
        var waiting: [[UInt8]] = [[]]
        let base = Array(folder.utf8)
        while let below = waiting.popLast() {
            let names: [[UInt8]]
            do throws(InputError) {
                names = try Self.names(in: base + (below.isEmpty ? [] : [0x2F] + below))
            } catch {
                guard skipsBad, !below.isEmpty else { throw error }
                unreadable.append(error)
                continue
            }
            for name in names where name.first != UInt8(ascii: ".") {
                let path = below.isEmpty ? name : below + [0x2F] + name
                switch Self.kind(of: base + [0x2F] + path) {
                case .folder: waiting.append(path)
                case .file: paths.append(path)
                case .other: break
                case .closed(let code):
                    let error = InputError.system(code, title: InputOrigin.unnameable(path: base + [0x2F] + path).title)
                    guard skipsBad else { throw error }
                    unreadable.append(error)
                }
            }
        }
        paths.sort { $0.lexicographicallyPrecedes($1) }
    }

    private enum Kind { case file, folder, other, closed(Int32) }

    private static func kind(of path: [UInt8]) -> Kind {
        var status = stat()
        let found = unsafe (path + [0]).withUnsafeBytes { path in
            unsafe lstat(path.baseAddress!.assumingMemoryBound(to: CChar.self), &status)
        }
        // In a folder that may be listed and not entered, nothing can be told of what is there.
        guard found == 0 else { return errno == EACCES ? .closed(EACCES) : .other }
        if status.st_mode & S_IFMT == S_IFDIR { return .folder }
        if status.st_mode & S_IFMT == S_IFREG { return .file }
        guard status.st_mode & S_IFMT == S_IFLNK else { return .other }
        return InputOrigin.unnameable(path: path).fileSize == nil ? .other : .file
    }

    private static func names(in folder: [UInt8]) throws(InputError) -> [[UInt8]] {
        let opened = unsafe (folder + [0]).withUnsafeBytes { path in
            unsafe opendir(path.baseAddress!.assumingMemoryBound(to: CChar.self))
        }
        guard let handle = unsafe opened else {
            throw .system(errno, title: InputOrigin.unnameable(path: folder).title)
        }
        defer { unsafe closedir(handle) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(handle) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                    unsafe Array(name.prefix { $0 != 0 })
                })
        }
        return names
    }
}
